from django.apps import AppConfig, apps
from django.db.models.signals import post_delete, post_save


class UsesConfig(AppConfig):
    name = "cms.uses"
    label = "uses"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from wagtail.models import Revision, RevisionMixin

        from cms.uses.versions import forget_source, forget_version, remember

        post_save.connect(remember, sender=Revision, dispatch_uid="uses in versions")
        post_delete.connect(forget_version, sender=Revision, dispatch_uid="uses in versions")
        for model in apps.get_models():
            if issubclass(model, RevisionMixin):
                post_delete.connect(forget_source, sender=model, dispatch_uid="uses in versions")

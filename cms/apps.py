from django.apps import AppConfig
from django.db.models.signals import post_migrate


class CmsConfig(AppConfig):
    name = "cms"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from wagtail.models import ReferenceIndex

        from cms import indexes, privacy, redirects, renditions
        from cms.api.schema import checks  # noqa: F401 - registers itself
        from cms.models import Organisation

        ReferenceIndex.register_model(Organisation)  # Wagtail leaves settings out, unless they are registered
        post_migrate.connect(indexes.make_indexes, sender=self)
        privacy.connect_signals()
        redirects.connect_signals()
        renditions.connect_signals()

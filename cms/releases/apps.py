from django.apps import AppConfig
from django.db.models.signals import pre_delete


class ReleasesConfig(AppConfig):
    name = "cms.releases"
    label = "releases"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from wagtail.models import Revision

        from cms.releases import submissions
        from cms.releases.revisions import refuse_purge

        pre_delete.connect(refuse_purge, sender=Revision)
        submissions.connect_signals()

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class CmsConfig(AppConfig):
    name = "cms"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from wagtail.models import ReferenceIndex

        from cms.admin import dates
        from cms.api.schema import checks  # noqa: F401 - registers itself
        from cms.media import permissions, renditions
        from cms.models import Document, Image, Organisation, indexes, texts
        from cms.publishing import moves, redirects, restrictions, sites
        from cms.represent import checks as loader_checks  # noqa: F401 - registers itself
        from cms.site import checks as language_checks  # noqa: F401 - registers itself
        from cms.upstream.wagtail_scripts import start_choosers_without_scripts
        from cms.upstream.willow import read_moving_png

        ReferenceIndex.register_model(Organisation)  # Wagtail leaves out settings unless they are registered
        post_migrate.connect(indexes.make_indexes, sender=self)
        post_migrate.connect(sites.name_new_site, sender=self)
        dates.register_fields()
        read_moving_png()
        start_choosers_without_scripts()
        texts.connect_signals()
        permissions.register_policies(Image, Document)
        restrictions.connect_signals()
        redirects.connect_signals()
        moves.connect_signals()
        renditions.connect_signals()

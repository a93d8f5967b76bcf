from django.apps import AppConfig


class CmsConfig(AppConfig):
    name = "cms"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from cms import privacy, redirects, renditions
        from cms.api.schema import checks  # noqa: F401 - registers itself

        privacy.connect_signals()
        redirects.connect_signals()
        renditions.connect_signals()

from django.apps import AppConfig


class BinConfig(AppConfig):
    name = "cms.bin"
    label = "bin"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from wagtail.models import Page
        from wagtail.permissions import register_permission_policy

        from cms.bin.permissions import PagePolicy

        register_permission_policy(Page, PagePolicy())

from django.apps import AppConfig


class PreviewConfig(AppConfig):
    name = "cms.preview"
    label = "preview"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from corsheaders.signals import check_request_enabled
        from django.contrib.auth.signals import user_logged_out

        from cms.preview.cors import allow_front_ends
        from cms.preview.tokens import end_previews

        check_request_enabled.connect(allow_front_ends)
        user_logged_out.connect(end_previews)

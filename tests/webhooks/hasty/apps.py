from datetime import timedelta

from django.apps import AppConfig


class HastyConfig(AppConfig):
    name = "tests.webhooks.hasty"
    label = "hasty"

    def ready(self) -> None:
        from cms.webhooks import sending

        sending.PAUSES = [timedelta(seconds=0.2)]
        sending.CLAIM = timedelta(seconds=3)

from django.apps import AppConfig
from django.core.checks import register


class OperationsConfig(AppConfig):
    name = "cms.operations"

    def ready(self) -> None:
        from cms.operations import checks, mail  # noqa: F401 - checks register themselves

        register(mail.check_mail, deploy=True)

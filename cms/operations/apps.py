from django.apps import AppConfig
from django.core.checks import register


class OperationsConfig(AppConfig):
    name = "cms.operations"

    def ready(self) -> None:
        from cms.operations import mail

        register(mail.check_mail, deploy=True)

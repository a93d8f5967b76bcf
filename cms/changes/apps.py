from django.apps import AppConfig
from django.core.checks import Tags, register
from django.db.backends.signals import connection_created
from django.db.models.signals import post_migrate, pre_migrate


class ChangesConfig(AppConfig):
    name = "cms.changes"
    label = "changes"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from cms.changes import checks, install, transactions  # noqa: F401 - checks register themselves

        pre_migrate.connect(install.stop_tracking, sender=self)
        post_migrate.connect(install.resume_tracking, sender=self)
        connection_created.connect(transactions.number_transactions)
        register(install.check_triggers, Tags.database)

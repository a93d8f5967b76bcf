from django.apps import AppConfig
from django.core.checks import register


class BackupConfig(AppConfig):
    name = "cms.backup"
    label = "backup"

    def ready(self) -> None:
        from cms.backup import checks

        register(checks.check_backups, deploy=True)
        register(checks.check_place)

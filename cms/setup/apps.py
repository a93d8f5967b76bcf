from django.apps import AppConfig


class SetupConfig(AppConfig):
    name = "cms.setup"
    label = "setup"

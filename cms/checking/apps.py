from django.apps import AppConfig


class CheckingConfig(AppConfig):
    name = "cms.checking"
    label = "checking"

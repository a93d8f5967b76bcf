from django.apps import AppConfig


class DemoConfig(AppConfig):
    """An invented organisation's site, written in plain Python: ``manage.py load_demo``."""

    name = "cms.demo"
    label = "demo"

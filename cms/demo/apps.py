from django.apps import AppConfig


class DemoConfig(AppConfig):
    """The site of an invented organisation, in plain Python: ``manage.py load_demo``."""

    name = "cms.demo"
    label = "demo"

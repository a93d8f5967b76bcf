from django.apps import AppConfig


class GardenConfig(AppConfig):
    name = "tests.garden"
    label = "garden"
    default_auto_field = "django.db.models.BigAutoField"

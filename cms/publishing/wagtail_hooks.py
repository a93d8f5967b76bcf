from django.core.management import call_command
from wagtail import hooks


@hooks.register("run_every_minute")
def publish_scheduled() -> None:
    call_command("publish_scheduled")

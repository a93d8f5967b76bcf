from typing import Any

from django.http import HttpRequest
from wagtail import hooks

from home.admin import StartPanel


@hooks.register("construct_homepage_panels")
def add_start_panel(request: HttpRequest, panels: list[Any]) -> None:
    panels.append(StartPanel(request))

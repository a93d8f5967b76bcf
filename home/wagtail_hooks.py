from typing import Any

from django.http import HttpRequest
from wagtail import hooks

from home.admin import StartPanel, VersionPanel


@hooks.register("construct_homepage_panels")
def add_panels(request: HttpRequest, panels: list[Any]) -> None:
    panels.extend([StartPanel(request), VersionPanel()])


@hooks.register("register_stylesheets")
def register_stylesheets() -> list[str]:
    return ["home/css/home.css"]

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import hooks


@hooks.register("register_stylesheets")
def register_stylesheets() -> list[str]:
    return ["home/css/home.css"]


@hooks.register("register_home_sections")
def register_home_sections() -> list[tuple[str, Any]]:
    return [("updates", _("Latest updates")), ("events", _("Coming up")), ("body", _("What is written on the page"))]


@hooks.register("register_names")
def register_names() -> list[tuple[str, Any]]:
    return [("latest_updates", _("Latest updates")), ("coming_up", _("Coming up"))]

from typing import Any

from wagtail import hooks
from wagtail.snippets.models import register_snippet

from cms.checking.checks import Check
from tests.garden.api import GardensAPIViewSet
from tests.garden.checks import LoudIntroduction
from tests.garden.models import Tool

register_snippet(Tool)

watered: list[str] = []


@hooks.register("register_api_endpoints")
def register_endpoints() -> list[tuple[str, Any]]:
    return [("gardens", GardensAPIViewSet)]


@hooks.register("run_every_minute")
def water_gardens() -> None:
    watered.append("all")


@hooks.register("register_start_tasks", order=9)
def register_start_tasks() -> list[tuple[Any, str, Any]]:
    return [(Tool, "wagtailsnippets_garden_tool:add", "Describe a tool")]


@hooks.register("register_stylesheets")
def register_stylesheets() -> list[str]:
    return ["garden/css/garden.css"]


@hooks.register("register_checks")
def register_checks() -> list[type[Check]]:
    return [LoudIntroduction]

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.snippets.models import register_snippet

from cms.checking.checks import Check
from cms.importing.kinds import Kind
from cms.people import checks
from cms.people.admin import PersonViewSet
from cms.people.api import PeopleAPIViewSet
from cms.people.imports import QuoteKind, TeamIntroKind
from cms.people.models import Person

register_snippet(PersonViewSet)


@hooks.register("register_api_endpoints")
def register_endpoints() -> list[tuple[str, Any]]:
    return [("people", PeopleAPIViewSet)]


@hooks.register("register_start_tasks", order=3)
def register_start_tasks() -> list[tuple[Any, ...]]:
    return [
        (
            Person,
            "wagtailsnippets_people_person:add",
            _("Introduce a person"),
            _("A photo, a role and a few words, in one place for every page that names them."),
        )
    ]


@hooks.register("register_stylesheets")
def register_stylesheets() -> list[str]:
    return ["people/css/people.css", "people/css/cards.css"]


@hooks.register("register_import_kinds", order=10)
def register_import_kinds() -> list[Kind]:
    return [TeamIntroKind(), QuoteKind()]


@hooks.register("register_guide_sections")
def register_guide_sections() -> dict[str, str]:
    return {
        "team_intro": "people",
    }


@hooks.register("register_checks")
def register_checks() -> list[type[Check]]:
    return checks.CHECKS

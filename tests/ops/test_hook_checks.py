"""Mistakes in what hooks return are named by ``manage.py check``."""

import pytest
from django.core.exceptions import ImproperlyConfigured
from wagtail import hooks
from wagtail.models import Page, Site

from cms.api.endpoints import collect_endpoints
from cms.api.snippets import TopicsAPIViewSet
from cms.media.renditions import make_image_renditions
from cms.operations.checks import HOOKS, check_hooks
from tests.garden.models import GardenPage

HOME = "wagtailadmin_home"

WRONG = [
    ("register_worker_threads", ("purges", print)),
    ("register_worker_threads", [print]),
    ("register_start_tasks", (Page, HOME, "Write")),
    ("register_start_tasks", [(Page, "no_such_url", "Write")]),
    ("register_start_tasks", [("blog.UpdatePage", HOME, "Write")]),
    ("register_start_tasks", [(Page, HOME, "Write", "A sentence.", "And another one.")]),
    ("register_api_authorisation", [("Preview", print)]),
    ("register_api_authorisation", ("Preview", "print")),
    ("register_tasks", [("make_image_renditions", "Make", None)]),
    ("register_tasks", [(make_image_renditions, "Make", "cms.Image")]),
    ("register_stylesheets", "garden/css/garden.css"),
    ("register_stylesheets", ["garden/css/gardens.css"]),
    ("register_guide_sections", ["pictures"]),
    ("register_guide_sections", {"hero_image": "painting"}),
    ("register_import_kinds", object()),
    ("register_import_kinds", [object()]),
    ("register_post_types", [(Site, print, print)]),
    ("register_post_types", [(Page, "make", print)]),
    ("register_checks", [object()]),
    ("register_checks", [Site]),
    ("register_robots_paths", "/search/"),
    ("register_robots_paths", ["search/"]),
    ("register_home_sections", ["updates"]),
    ("register_home_sections", [("updates", "Latest updates", "updates.html")]),
    ("register_names", ["updates"]),
    ("register_names", [("updates", None)]),
    ("register_site_context", [("sites", Site.objects.all())]),
    ("register_site_context", ("sites", Site)),
]


def find_ids() -> list[str | None]:
    return [problem.id for problem in check_hooks()]


def test_every_hook_of_the_project_is_right():
    assert find_ids() == []


def test_every_hook_with_a_value_is_tried_with_a_wrong_one():
    assert {name for name, _value in WRONG} == set(HOOKS)


@pytest.mark.parametrize(("name", "value"), [*WRONG, *((name, None) for name in HOOKS)])
def test_a_hook_that_returns_something_else(name, value):
    with hooks.register_temporarily(name, lambda: value):
        (problem,) = check_hooks()

    assert problem.id == "operations.E001"
    assert name in problem.msg
    assert __name__ in str(problem.obj)


@pytest.mark.parametrize("name", ["register_api_endpoint", "register_stylesheet", "run_every_minutes"])
def test_a_misspelt_name_of_a_hook(name):
    with hooks.register_temporarily(name, list):
        assert "operations.W002" in find_ids()


def test_an_index_of_no_endpoint(monkeypatch):
    monkeypatch.setattr(GardenPage, "index_of", "garden")

    (problem,) = check_hooks()

    assert problem.id == "operations.E002"
    assert problem.obj is GardenPage


@pytest.mark.parametrize("value", [("topics", TopicsAPIViewSet), [TopicsAPIViewSet], [("topics", Page)], None])
def test_an_endpoint_that_is_no_view_names_the_function_that_declares_it(value):
    def declare_topics():
        return value

    temporary = hooks.register_temporarily("register_api_endpoints", declare_topics)
    with temporary, pytest.raises(ImproperlyConfigured, match=r"declare_topics must return"):
        collect_endpoints()

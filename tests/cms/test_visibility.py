"""What the public may see is defined in one place, in forms that agree about everything."""

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth.models import Group
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Collection, CollectionViewRestriction, Page, PageViewRestriction

from cms.models import Appearance, CallToAction, Document, Image, Navigation, Organisation, Topic
from cms.people.models import Person
from cms.represent.bulk import Table, fetch
from cms.represent.site_context import SiteContext
from cms.represent.visibility import Visibility, list_carriers, live, pages_in_part
from events.models import EventDate
from tests.cms.languages import welsh
from tests.databases import without_savepoints
from tests.factories import (
    make_document,
    make_event,
    make_event_index,
    make_image,
    make_person,
    make_standard_page,
    make_topic,
)
from tests.garden.models import Tool
from tests.immediate import each_task_once

ROOT = Path(__file__).parents[2]
KINDS = (None, PageViewRestriction.LOGIN, PageViewRestriction.PASSWORD, PageViewRestriction.GROUPS)


def restrict(page: Page, kind: str | None) -> None:
    if kind:
        restriction = PageViewRestriction.objects.create(page=page, restriction_type=kind, password="letmein")
        restriction.groups.set(Group.objects.all()[:1] if kind == PageViewRestriction.GROUPS else [])


def make_pages_below(parent: Page) -> None:
    """Make a page in each state below a page, and a page below each."""
    gone = make_standard_page(parent)
    for page in (make_standard_page(parent), make_standard_page(parent, live=False), gone):
        make_standard_page(page)
        make_standard_page(page, live=False)
    gone.unpublish()
    restricted = make_standard_page(parent)
    make_standard_page(restricted)
    restrict(restricted, PageViewRestriction.LOGIN)


@pytest.fixture
def tree(db: None) -> None:
    """Pages in every state below pages with every kind of restriction, with their aliases, and events in the same."""
    with without_savepoints(), each_task_once():
        make_pages_in_every_state()


def make_pages_in_every_state() -> None:
    public = make_standard_page()
    for number, kind in enumerate(KINDS):
        parent = make_standard_page(slug=f"section-{number}")
        make_pages_below(parent)
        parent.create_alias(parent=public, update_slug=f"alias-{number}", recursive=True)
        parent.copy_for_translation(welsh(), copy_parents=True, alias=True)
        restrict(parent, kind)
        index = make_event_index(slug=f"events-{number}")
        for is_live in (True, False):
            restrict(make_event(index, live=is_live), kind)
        restrict(index, kind if number % 2 else None)
    assert Page.objects.filter(live=False).exists()


def read_visibility() -> Visibility:
    return SiteContext(None).visibility


def keys(objects: Any) -> set[int]:
    return {obj.pk for obj in objects}


@pytest.mark.usefixtures("tree")
def test_every_form_agrees_with_wagtail_about_each_page_and_about_what_leads_to_one():
    visibility = read_visibility()
    part = Table(Page.objects.filter(pages_in_part()))

    expected = keys(Page.objects.live().public()) - {Page.get_first_root_node().pk}

    assert 10 < len(expected) < Page.objects.count() - 10
    assert keys(Page.objects.filter(visibility.pages())) == expected
    assert keys(page for page in Page.objects.all() if visibility.shows(page)) == expected
    assert keys(page for page in Page.objects.live() if visibility.is_outside(page.path)) == expected
    assert keys(fetch([(part, visibility.arguments)])[part]) == expected

    part = Table(EventDate.objects.filter(pages_in_part("event__")))

    expected = keys(date for date in EventDate.objects.select_related("event") if visibility.shows(date.event))

    assert 0 < len(expected) < EventDate.objects.count()
    assert keys(EventDate.objects.filter(visibility.pages("event__"))) == expected
    assert keys(fetch([(part, visibility.arguments)])[part]) == expected


@pytest.mark.parametrize("make", [make_image, make_document])
def test_the_forms_agree_with_wagtail_about_files(make, db):
    root = Collection.get_first_root_node()
    public, private = root.add_child(name="a public one"), root.add_child(name="b private one")  # in their order
    below = private.add_child(name="below").add_child(name="further below")
    protected = public.add_child(name="protected")
    CollectionViewRestriction.objects.create(collection=private, restriction_type="login")
    CollectionViewRestriction.objects.create(collection=protected, restriction_type="password", password="letmein")
    files = [make(collection=collection) for collection in (root, public, private, below, protected)]
    visibility = read_visibility()

    expected = keys(file for file in files if not file.collection.get_view_restrictions())

    assert len(expected) == 2
    assert keys(type(files[0]).objects.filter(visibility.files())) == expected
    assert keys(filter(visibility.shows, files)) == expected


def test_the_forms_agree_about_snippets(db):
    snippets = [make_topic(f"Topic {number}", slug=f"topic-{number}", live=bool(number)) for number in range(2)]

    assert keys(Topic.objects.filter(live())) == keys(filter(read_visibility().shows, snippets)) == {snippets[1].pk}


def test_everything_is_public_where_nothing_is_restricted(db):
    visibility = read_visibility()

    assert visibility == Visibility()
    assert keys(Page.objects.filter(visibility.pages())) == keys(Page.objects.live().filter(depth__gt=1))


def test_a_list_costs_no_statement_of_its_own_however_much_is_restricted(db):
    for _ in range(3):
        restrict(make_standard_page(), PageViewRestriction.LOGIN)
    visibility = read_visibility()
    models = (Page, Topic, Person, CallToAction, Image, Document)
    ContentType.objects.get_for_models(*apps.get_models())  # which a process learns once

    for model in models:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            list(visibility.filter(model._default_manager.all()))
        assert len(queries) == 1, model


# What carries a use on to what it names


def test_what_carries_a_use_is_read_from_the_models():
    own = Tool  # that of an app which nothing else knows

    assert set(list_carriers(Image)) == {Appearance, Organisation, Person, Topic, own}
    assert set(list_carriers(Document)) == {Person, CallToAction, Navigation}
    assert not list_carriers(Person)


def test_a_draft_carries_no_use(db):
    photo = make_image()
    person = make_person(photo=photo, public=True)

    assert list(read_visibility().filter(Image.objects.all())) == [photo]

    person.unpublish()

    assert not read_visibility().filter(Image.objects.all())


# The only definition

# Modules that are about restrictions or drafts themselves, not about what readers may see.
EXCEPTIONS = {
    "cms/represent/visibility.py": "the definition",
    "cms/bin/tree.py": "nobody may read what is in the bin",
    "cms/caching/tags.py": "every answer depends on what is restricted",
    "cms/changes/impact.py": "what a change of a restriction covers",
    "cms/changes/triggers.py": "the database notes changes of restrictions",
    "cms/changes/watched.py": "the database notes changes of restrictions",
    "cms/demo/loading/media.py": "the demo has a private collection",
    "cms/models/pages.py": "Wagtail asks a page what it demands of readers",
    "cms/publishing/restrictions.py": "gives aliases and translations the restrictions of a page",
    "cms/publishing/scheduling.py": "unpublishes what has expired",
    "cms/releases/reviews.py": "tells a moderator what an approval has published",
}
RESTRICTIONS = {"PageViewRestriction", "CollectionViewRestriction"}


def list_modules() -> Iterator[Path]:
    for app in ("cms", "home", "blog", "events", "search"):
        yield from (path for path in (ROOT / app).rglob("*.py") if "migrations" not in path.parts)


def find_definitions(tree: ast.AST) -> Iterator[str]:
    """Yield what code says about visibility on its own account."""
    for node in ast.walk(tree):
        match node:
            case ast.Call(func=ast.Attribute(attr="public"), args=[], keywords=[]):
                yield ".public()"
            case ast.Call(func=ast.Attribute(attr="live"), args=[], keywords=[]):
                yield ".live()"
            case ast.keyword(arg=str(name), value=ast.Constant(value=True)) if name.split("__")[-1] == "live":
                yield f"{name}=True"
            case ast.Name(id=name) | ast.Attribute(attr=name) | ast.alias(name=name) if (
                name in RESTRICTIONS or name.startswith("restricted_")
            ):
                yield name


def test_no_other_module_says_what_is_public():
    said = {
        path.relative_to(ROOT).as_posix(): found
        for path in list_modules()
        if (found := set(find_definitions(ast.parse(path.read_text()))))
    }

    assert not {name: found for name, found in said.items() if name not in EXCEPTIONS}
    assert set(said) == set(EXCEPTIONS), "an exception that is none any more"


@pytest.mark.parametrize(
    "code",
    [
        "Page.objects.public()",
        "Topic.objects.live()",
        "rows.filter(topic__live=True)",
        "Page.objects.filter(live=True)",
        "from wagtail.models import PageViewRestriction",
        "context.restricted_pages",
    ],
)
def test_a_second_definition_would_be_found(code):
    assert list(find_definitions(ast.parse(code)))

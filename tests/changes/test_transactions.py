"""What an editor does in the admin happens whole, or not at all."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import connection
from django.dispatch import Signal
from django.test import Client
from django.urls import reverse
from wagtail.models import Page
from wagtail.signals import page_published, page_unpublished, post_page_move, published
from wagtail.test.utils.form_data import inline_formset, nested_form_data, streamfield

from blog.models import UpdatePage
from cms.changes.feed import read_version
from cms.people.models import Person
from tests.factories import make_event, make_notes, make_person, make_standard_page, make_update, make_update_index
from tests.threads import Threads

pytestmark = pytest.mark.django_db(transaction=True)


class Broken(Exception):
    """What a receiver raises that comes last."""


@contextmanager
def failing(signal: Signal) -> Iterator[None]:
    def fail(**kwargs: Any) -> None:
        raise Broken

    signal.connect(fail)
    try:
        yield
    finally:
        signal.disconnect(fail)


@pytest.fixture
def editor(admin_client) -> Client:
    admin_client.raise_request_exception = False
    return admin_client


def check_nothing_happened(act: Callable[[], Any], signal: Signal, describe: Callable[[], Any]) -> None:
    before, version = describe(), read_version()

    with failing(signal):
        response = act()

    assert response.status_code == 500
    assert describe() == before
    assert read_version() == version


def make_form(page: UpdatePage, title: str = "Half-way") -> dict[str, str]:
    names = ("authors", "meeting_notes", "topics", "related_updates", "comments")
    return nested_form_data(
        {
            "title": title,
            "slug": page.slug,
            "kind": page.kind,
            "introduction": "Half-way",
            "body": streamfield([]),
            **{name: inline_formset([]) for name in names},
            "action-publish": "1",
        }
    )


def make_person_form(name: str = "Half-way") -> dict[str, str]:
    return nested_form_data(
        {"name": name, "role": "Cook", "group": "team", "links": streamfield([]), "action-publish": "1"}
    )


def test_a_publish_that_fails_leaves_neither_page_nor_revision(editor):
    page = make_update(title="Before")
    alias = page.create_alias(parent=page.get_parent(), update_slug="alias")
    url, form = reverse("wagtailadmin_pages:edit", args=[page.pk]), make_form(page)

    def describe() -> Any:
        titles = list(Page.objects.filter(pk__in=[page.pk, alias.pk]).values_list("title", "draft_title"))
        return titles, page.revisions.count()

    check_nothing_happened(lambda: editor.post(url, form), page_published, describe)
    assert editor.post(url, form).status_code == 302
    assert describe()[0] == [("Half-way", "Half-way")] * 2


def test_an_unpublish_with_pages_below_that_fails_leaves_all_of_them_live(editor):
    page = make_standard_page()
    below = make_standard_page(page)
    url = reverse("wagtailadmin_pages:unpublish", args=[page.pk])

    def describe() -> Any:
        return list(Page.objects.filter(pk__in=[page.pk, below.pk]).values_list("live", flat=True))

    check_nothing_happened(lambda: editor.post(url, {"include_descendants": "on"}), page_unpublished, describe)
    assert describe() == [True, True]


def test_a_move_that_fails_leaves_the_page_where_it_was(editor):
    notes, event = make_notes(make_event()), make_event()
    url = reverse("wagtailadmin_pages:move_confirm", args=[notes.pk, event.pk])

    check_nothing_happened(lambda: editor.post(url), post_page_move, lambda: Page.objects.get(pk=notes.pk).url_path)


def test_a_snippets_publish_that_fails_leaves_it_as_it_was(editor):
    person, form = make_person("Before"), make_person_form()
    url = reverse(person.snippet_viewset.get_url_name("edit"), args=[person.pk])

    check_nothing_happened(
        lambda: editor.post(url, form), published, lambda: (Person.objects.get().name, person.revisions.count())
    )


# Two windows


@contextmanager
def autosaving(
    editor: Client, monkeypatch: pytest.MonkeyPatch, url: str, model: type[UpdatePage] | type[Person], form: dict
) -> Iterator[None]:
    """Let another window save a draft, and be at it while the block runs, for a second at most."""
    begun, over, clean = threading.Event(), threading.Event(), model.clean
    answers: list[int] = []

    def clean_slowly(self: Any) -> None:
        if "Autosaved" in str(self):
            begun.set()
            over.wait(timeout=1)
        clean(self)

    def autosave() -> None:
        window = Client()
        window.cookies = editor.cookies
        answers.append(window.post(url, {name: form[name] for name in form if name != "action-publish"}).status_code)
        connection.close()

    editor.get(url)  # as windows do before they save
    monkeypatch.setattr(model, "clean", clean_slowly)
    with Threads(autosave):
        assert begun.wait(timeout=10)
        yield
        over.set()
    assert answers == [302]


def test_an_update_published_during_an_autosave_stays_published(editor, monkeypatch):
    page = make_update(live=False)
    url = reverse("wagtailadmin_pages:edit", args=[page.pk])

    with autosaving(editor, monkeypatch, url, UpdatePage, make_form(page, "Autosaved")):
        assert editor.post(url, make_form(page, "Published")).status_code == 302

    page.refresh_from_db()
    assert (page.live, page.title) == (True, "Published")


def test_a_person_published_during_an_autosave_stays_published(editor, monkeypatch):
    person = make_person(live=False)
    url = reverse(person.snippet_viewset.get_url_name("edit"), args=[person.pk])

    with autosaving(editor, monkeypatch, url, Person, make_person_form("Autosaved")):
        assert editor.post(url, make_person_form("Published")).status_code == 302

    person.refresh_from_db()
    assert (person.live, person.name) == (True, "Published")


def test_an_update_published_while_autosave_makes_it_is_made_once(editor, monkeypatch):
    index = make_update_index()
    url = reverse("wagtailadmin_pages:add", args=["blog", "updatepage", index.pk])
    page = UpdatePage(slug="made-once", kind=UpdatePage.Kind.NEWS)

    with autosaving(editor, monkeypatch, url, UpdatePage, make_form(page, "Autosaved")):
        response = editor.post(url, make_form(page, "Published"))

    assert response.status_code == 200
    assert list(response.context["form"].errors) == ["slug"]
    assert UpdatePage.objects.get().title == "Autosaved"

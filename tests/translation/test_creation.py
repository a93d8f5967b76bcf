"""Sending for translation creates drafts, and changes nothing that exists."""

from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth.models import User
from django.core import serializers
from django.db.models import Model
from wagtail.models import Page, TranslatableMixin

from cms.models import CallToAction, Topic
from cms.people.models import Person
from tests import factories
from tests.cms.languages import make_welsh, welsh_home
from tests.factories import block, make_date, make_event
from tests.translation.editor import find_task

pytestmark = pytest.mark.django_db

UNTOUCHED = {"latest_revision", "latest_revision_created_at", "index_entries"}


def list_rows(locale: Any) -> dict[tuple[str, Any], dict[str, Any]]:
    """Return every row in a language."""
    found = {}
    for model in apps.get_models():
        if issubclass(model, TranslatableMixin) and not model._meta.abstract:
            for row in serializers.serialize("python", model._default_manager.filter(locale=locale)):
                found[(row["model"], row["pk"])] = row["fields"]
    return found


@pytest.fixture
def named(welsh) -> dict[str, Model]:
    """A person, a topic and a call to action that exist in Welsh."""
    welsh_home()
    person, topic = factories.make_person("Mair"), factories.make_topic("Food", slug="food")
    action = factories.make_call_to_action("Join us")
    for instance, changes in (
        (person, {"role": "Cogydd"}),
        (topic, {"name": "Bwyd", "slug": "bwyd"}),
        (action, {"heading": "Ymunwch"}),
    ):
        make_welsh(instance, **changes)
    return {"person": person, "topic": topic, "action": action}


@pytest.fixture
def update(named) -> Page:
    body = [
        block("team_intro", {"heading": "Hello", "person": named["person"].pk}),
        block("shared_call_to_action", named["action"].pk),
    ]
    return factories.make_update(authors=[named["person"]], topics=[named["topic"]], body=body)


def test_what_a_page_names_is_left_as_it_is_where_it_exists(administrator, update, welsh):
    before = list_rows(welsh)

    administrator.translate(update.get_parent(), welsh)
    administrator.translate(update, welsh)

    after = list_rows(welsh)
    assert {key: after[key] for key in before if key[0] != "wagtailcore.page"} == {
        key: row for key, row in before.items() if key[0] != "wagtailcore.page"
    }
    assert Topic.objects.get(locale=welsh).slug == "bwyd"
    assert Person.objects.get(locale=welsh).role == "Cogydd"
    assert CallToAction.objects.get(locale=welsh).live


def test_what_a_page_names_is_made_as_a_draft_where_it_does_not_exist(administrator, welsh):
    welsh_home()
    topic = factories.make_topic("Food", slug="food")
    update = factories.make_update(topics=[topic])

    administrator.translate(update.get_parent(), welsh)
    administrator.translate(update, welsh)

    assert not Topic.objects.get(locale=welsh).live
    assert Topic.objects.get(pk=topic.pk).live


@pytest.mark.parametrize("kind", ["page", "snippet"])
def test_a_new_translation_is_a_draft(kind, administrator, welsh, client):
    welsh_home()
    source = factories.make_standard_page(slug="about") if kind == "page" else factories.make_topic("Food")

    made = administrator.translate(source, welsh)

    assert not made.live
    assert type(source).objects.get(pk=source.pk).live
    listed = client.get("/api/v2/pages/?locale=cy").json()["items"]
    assert [page["title"] for page in listed] == ["Hafan"]


def test_a_subtree_is_sent_as_drafts_and_leaves_what_exists(administrator, welsh):
    welsh_home()
    top = factories.make_standard_page(slug="top")
    known = factories.make_standard_page(slug="history")
    mine = make_welsh(known, title="Hanes", slug="hanes")
    known.move(top, pos="last-child")
    other = factories.make_standard_page(top, slug="people")

    administrator.translate(top, welsh, include_subtree="on")

    mine.refresh_from_db()
    assert (mine.title, mine.live) == ("Hanes", True)
    assert [page.live for page in (top.get_translation(welsh), other.get_translation(welsh))] == [False, False]


def test_the_pages_above_are_not_made_public_by_somebody_who_may_not_publish(editor, welsh):
    welsh_home()
    parent = factories.make_standard_page(slug="about")
    page = factories.make_standard_page(parent, slug="history")

    response = editor.post("wagtail_localize:submit_page_translation", page.pk, status=200, locales=[welsh.pk])

    assert "First translate the page above this one into: Welsh" in response.content.decode()
    assert not parent.has_translation(welsh)


# Who may publish


def test_somebody_who_may_not_publish_makes_a_draft_and_cannot_publish_it(editor, welsh):
    welsh_home()
    page = factories.make_standard_page(slug="about")

    made = editor.translate(page, welsh)
    editor.post("wagtailadmin_pages:edit", made.pk, status=302, action="publish")

    made.refresh_from_db()
    assert not made.live


def test_syncing_publishes_nothing_without_the_right_to(administrator, editor, client, admin_user, welsh):
    client.force_login(admin_user)
    welsh_home()
    page = factories.make_standard_page(slug="about", title="About")
    made = administrator.translate(page, welsh)
    administrator.publish(made)
    page.title = "All about us"
    page.save_revision().publish()
    client.force_login(User.objects.get(username="editor"))

    editor.sync(page, publish_translations="on")

    made.refresh_from_db()
    assert made.title == "About"


@pytest.mark.parametrize("act", ["alias", "stop"])
def test_what_readers_see_is_changed_only_by_those_who_may_publish(
    act, administrator, editor, client, admin_user, welsh
):
    client.force_login(admin_user)
    welsh_home()
    made = administrator.translate(factories.make_standard_page(slug="about"), welsh)
    administrator.publish(made)
    name, key = {
        "alias": ("wagtail_localize:convert_to_alias", made.pk),
        "stop": ("wagtail_localize:stop_translation", find_task(made).pk),
    }[act]
    client.force_login(User.objects.get(username="editor"))

    editor.post(name, key, status=302)

    made.refresh_from_db()
    assert made.alias_of_id is None
    assert find_task(made).enabled
    client.force_login(admin_user)
    administrator.post(name, key)
    is_alias = bool(type(made).objects.get(pk=made.pk).alias_of_id)
    assert is_alias == (act == "alias")
    assert is_alias or not find_task(made).enabled


# Dates of events


def test_an_update_that_chooses_a_date_of_an_untranslated_event_is_translated(administrator, welsh):
    welsh_home()
    event = make_event(dates=[make_date()])
    date = event.dates.get()
    item = block("event", {"page": event.pk, "date": date.pk}, "event-one")
    update = factories.make_update(body=[block("events", {"heading": "Events", "items": [item]})])

    administrator.translate(update.get_parent(), welsh)
    made = administrator.translate(update, welsh)

    assert event.dates.count() == 1
    assert type(date).objects.count() == 1
    assert made.body[0].value["items"][0].value["date"].pk == date.pk


def test_notes_of_an_untranslated_event_do_not_break(administrator, welsh):
    welsh_home()
    event = make_event(dates=[make_date()])
    notes = factories.make_notes(event, event_date=event.dates.get())

    administrator.translate(event.get_parent(), welsh)
    administrator.translate(event, welsh)
    made = administrator.translate(notes, welsh)

    assert event.dates.count() == 1
    assert made.event_date.event.locale == welsh

"""`changes/`: tokens, filters, and that a replica never differs from a full read."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import (
    Collection,
    CollectionViewRestriction,
    Locale,
    Page,
    PageViewRestriction,
    ReferenceIndex,
    Site,
)

from blog.models import UpdatePage
from cms.changes.feed import prune_changes, read_version
from cms.changes.impact import SITE_PARTS, list_kinds
from cms.changes.models import Change
from cms.models import Image, Organisation
from events.models import EventPage
from tests.changes.commits import settle
from tests.changes.replica import URL, Replica, read_all
from tests.cms.languages import make_welsh, welsh_home
from tests.factories import (
    block,
    get_home,
    link,
    make_call_to_action,
    make_document,
    make_event,
    make_full_update,
    make_image,
    make_notes,
    make_person,
    make_standard_page,
    make_topic,
    make_update,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def organisation() -> Organisation:
    """Make the settings of the site, which Wagtail makes when they are first read."""
    return Organisation.for_site(Site.objects.get())


@pytest.fixture
def replica(client) -> Replica:
    return Replica(client)


def follow(replica: Replica, act: Callable[[], Any]) -> set[tuple[str, str, int]]:
    """Return the (op, type, id) that a replica hears of ``act``; it then equals a full read."""
    settle()
    replica.sync()
    replica.heard.clear()
    act()
    settle()
    replica.sync()
    filters = {name: value for name, value in replica.query.items() if name != "limit"}
    assert replica.rows == read_all(replica.client, **filters)
    return {(row["op"], row["type"], row["id"]) for row in replica.heard}


# A full read


def test_a_full_read_has_every_public_object_as_its_endpoint_shows_it(client):
    update = make_full_update()
    settle()

    rows = read_all(client)

    types = {type_ for type_, _pk, _locale in rows}
    assert types >= {
        "blog.UpdatePage",
        "cms.CallToAction",
        "cms.Document",
        "cms.Image",
        "cms.Topic",
        "events.EventPage",
        "home.HomePage",
        "people.Person",
        "site",
    }
    for (type_, pk, _locale), row in rows.items():
        if type_ == "blog.UpdatePage":
            shown = client.get(f"/api/v2/updates/{pk}/").json()
            for name in ("related", "previous", "next", "meeting_notes_message"):
                shown.pop(name)
            shown["meta"].pop("breadcrumbs")
            assert {**row["data"], "body": None} == {**shown, "body": None}
            assert len(row["data"]["body"]) == len(shown["body"])
        elif type_ in {"people.Person", "cms.Topic", "cms.Image", "cms.Document"}:
            endpoint = {"people.Person": "people"}.get(type_, type_.removeprefix("cms.").lower() + "s")
            assert row["data"] == client.get(f"/api/v2/{endpoint}/{pk}/").json()
    assert ("blog.UpdatePage", update.pk, None) in rows


def test_what_the_clock_decides_is_left_out(client):
    event = make_event()
    update = make_update(body=[block("upcoming_events", {"heading": "Soon", "count": 3, "series": None})])
    settle()

    rows = read_all(client)

    assert "next_date" not in rows["events.EventPage", event.pk, None]["data"]
    [upcoming] = rows["blog.UpdatePage", update.pk, None]["data"]["body"]
    assert (upcoming["value"]["heading"], upcoming["value"]["items"]) == ("Soon", [])


def test_drafts_restricted_pages_and_unused_things_are_in_no_answer(client):
    make_update(title="planted-secret", live=False)
    hidden = make_standard_page(title="planted-secret")
    make_person("planted-secret")
    make_image("planted-secret")
    PageViewRestriction.objects.create(page=hidden, restriction_type="login")
    settle()

    rows = read_all(client)

    assert "planted-secret" not in str(rows)


def test_pages_of_answers_go_on_where_the_last_one_ended(client):
    make_full_update()
    settle()
    whole = read_all(client)

    in_steps = Replica(client, limit=1)
    in_steps.sync()

    assert in_steps.rows == whole
    assert {row["op"] for row in in_steps.heard} == {"upsert"}


def test_what_changes_during_a_full_read_is_not_missed(client):
    pages = [make_update() for _number in range(4)]
    settle()
    first = client.get(URL, {"limit": 3, "type": "blog.UpdatePage"}).json()

    pages[0].title = "Changed after it was sent"
    pages[0].save_revision().publish()
    pages[3].delete()
    settle()
    replica = Replica(client, limit=3, type="blog.UpdatePage")
    for row in first["items"]:
        replica.apply(row)
    replica.token = first["next"]
    replica.sync()

    assert replica.rows == read_all(client, type="blog.UpdatePage")
    assert replica.rows["blog.UpdatePage", pages[0].pk, None]["data"]["title"] == "Changed after it was sent"


# What is heard of


def test_nothing_is_heard_of_drafts(replica):
    page = make_update()

    def work() -> None:
        page.title = "A draft"
        page.save_revision()
        make_update(live=False)

    assert follow(replica, work) == set()


def test_a_persons_new_photo_reaches_the_updates_that_introduce_them(replica):
    person = make_person(photo=make_image(renditions=True))
    update = make_update(authors=[person])

    heard = follow(replica, lambda: Image.objects.update(credit="Someone else"))

    assert heard >= {("upsert", "people.Person", person.pk), ("upsert", "blog.UpdatePage", update.pk)}


def test_a_change_of_a_shared_call_to_action_and_of_its_document_reaches_the_pages(replica):
    document = make_document()
    action = make_call_to_action(links=[block("link", link("Minutes", document=document.pk))])
    update = make_update(body=[block("shared_call_to_action", action.pk)])

    heard = follow(replica, lambda: type(document).objects.update(title="Minutes of May"))

    assert heard == {
        ("upsert", "cms.Document", document.pk),
        ("upsert", "cms.CallToAction", action.pk),
        ("upsert", "blog.UpdatePage", update.pk),
    }


def test_a_renamed_page_reaches_those_that_link_to_it_and_those_below(replica):
    event = make_event()
    notes = make_notes(event)
    action = make_call_to_action(links=[block("link", link("Come", page=event.pk))])
    update = make_update(body=[block("shared_call_to_action", action.pk)])

    def rename() -> None:
        event.title, event.slug = "Another", "another"
        event.save_revision().publish()

    heard = follow(replica, rename)

    assert heard >= {
        ("upsert", "events.EventPage", event.pk),
        ("upsert", "events.MeetingNotesPage", notes.pk),
        ("upsert", "cms.CallToAction", action.pk),
        ("upsert", "blog.UpdatePage", update.pk),
    }


def test_unpublishing_takes_away_what_only_that_page_used(replica):
    image = make_image(renditions=True)
    person = make_person(photo=image)
    update = make_update(authors=[person])

    heard = follow(replica, update.unpublish)

    assert heard == {
        ("delete", "blog.UpdatePage", update.pk),
        ("delete", "people.Person", person.pk),
        ("delete", "cms.Image", image.pk),
    }


def test_unpublishing_and_then_deleting_between_two_polls_takes_away_the_same(replica):
    person = make_person()
    update = make_update(authors=[person])
    pk = update.pk

    def remove() -> None:
        update.unpublish()
        update.delete()

    heard = follow(replica, remove)

    assert heard == {("delete", "blog.UpdatePage", pk), ("delete", "people.Person", person.pk)}


@pytest.mark.parametrize("act", [UpdatePage.unpublish, UpdatePage.delete])
def test_what_is_used_no_longer_is_missing_from_its_translations(replica, act):
    topic = make_topic("Food")
    translated = topic.copy_for_translation(Locale.objects.create(language_code="cy"))
    translated.save()
    make_update(topics=[topic])
    other = make_update(topics=[translated])

    heard = follow(replica, lambda: act(other))

    assert {("delete", "cms.Topic", translated.pk), ("upsert", "cms.Topic", topic.pk)} <= heard


def test_a_restriction_above_takes_away_the_pages_below_and_lifting_it_brings_them_back(replica):
    event = make_event()
    notes = make_notes(event)
    person = make_person()
    update = make_update(authors=[person], body=[block("call_to_action", make_action_to(notes))])
    parent = event.get_parent()
    both = {("events.EventPage", event.pk), ("events.MeetingNotesPage", notes.pk)}

    heard = follow(replica, lambda: PageViewRestriction.objects.create(page=parent, restriction_type="login"))
    lifted = follow(replica, PageViewRestriction.objects.get().delete)

    assert {(type_, pk) for op, type_, pk in heard if op == "delete"} == both | {(name_of(parent), parent.pk)}
    assert ("upsert", "blog.UpdatePage", update.pk) in heard
    assert {(type_, pk) for op, type_, pk in lifted if op == "upsert"} >= both


def make_action_to(page: Page) -> dict[str, Any]:
    item = {"type": "item", "value": link("Read", page=page.pk), "id": "1"}
    return {"heading": "Read", "text": "", "links": [item]}


def name_of(page: Page) -> str:
    return f"{page.specific_class._meta.label}"


def test_a_subtree_that_moves_is_heard_of_whole(replica):
    event = make_event()
    notes = make_notes(event)
    other = make_event()

    heard = follow(replica, lambda: notes.move(other, pos="last-child"))

    assert ("upsert", "events.MeetingNotesPage", notes.pk) in heard


def test_a_private_collection_takes_away_its_files_and_lets_pages_know(replica):
    collection = Collection.get_first_root_node().add_child(name="Closed")
    image = make_image(renditions=True, collection=collection)
    update = make_update(hero_image=image)

    heard = follow(
        replica, lambda: CollectionViewRestriction.objects.create(collection=collection, restriction_type="login")
    )

    assert heard == {("delete", "cms.Image", image.pk), ("upsert", "blog.UpdatePage", update.pk)}


def test_a_deleted_file_and_a_renamed_tag_are_heard_of(replica):
    document = make_document()
    update = make_update(
        body=[
            block(
                "call_to_action",
                {
                    "heading": "Read",
                    "text": "",
                    "links": [{"type": "item", "id": "1", "value": link("Minutes", document=document.pk)}],
                },
            )
        ]
    )
    image = make_image(public=True)
    image.tags.add("garden")
    pk = document.pk

    deleted = follow(replica, document.delete)
    renamed = follow(replica, lambda: image.tags.all().update(name="gardens"))

    assert deleted == {("delete", "cms.Document", pk), ("upsert", "blog.UpdatePage", update.pk)}
    assert renamed == {("upsert", "cms.Image", image.pk)}


def test_a_translation_reaches_the_pages_that_show_it_instead_of_its_source(replica):
    welsh = Locale.objects.create(language_code="cy")
    person = make_person()
    update = make_update(authors=[person])
    get_home().copy_for_translation(welsh)
    copied = update.copy_for_translation(welsh, copy_parents=True)
    copied.save_revision().publish()

    def translate() -> None:
        translated = person.copy_for_translation(welsh)
        translated.name = "Mair Gymraeg"
        translated.live = True
        translated.save()

    heard = follow(replica, translate)

    assert ("upsert", "blog.UpdatePage", copied.pk) in heard


@pytest.mark.parametrize("limit", [1, 500])
def test_translations_name_each_other_whether_or_not_they_are_sent_together(client, limit):
    welsh_home()
    update = make_update()
    copy = make_welsh(update, title="Newyddion")
    replica = Replica(client, limit=limit)

    replica.sync()

    for page, other in [(update, copy), (copy, update)]:
        meta = replica.rows["blog.UpdatePage", page.pk, None]["data"]["meta"]
        assert [translation["id"] for translation in meta["translations"]] == [other.pk]


def test_the_address_of_the_site_and_its_settings_change_what_shows_them(replica, organisation):
    update = make_update()

    renamed = follow(replica, lambda: Organisation.objects.filter(pk=organisation.pk).update(name="Another name"))
    Site.objects.update(hostname="testserver")
    moved = follow(replica, lambda: Site.objects.update(port=8080))

    assert renamed == {("upsert", "site", Site.objects.get().pk)}
    assert ("upsert", "blog.UpdatePage", update.pk) in moved


@pytest.mark.parametrize(
    "change",
    [
        lambda: Organisation.objects.update(front_end_url="https://www.example.org"),
        lambda: Organisation.objects.all().delete(),
        lambda: Site.objects.update(hostname="cms.example.org"),
    ],
    ids=["another public address", "none any more", "another host"],
)
def test_whatever_changes_every_address_brings_every_object_anew(change, replica, organisation):
    Organisation.objects.update(front_end_url="https://old.example.org")
    Redirect.add_redirect("/old/", make_update(authors=[make_person()]))
    replica.sync()
    objects = {("upsert", name, pk) for name, pk, _locale in replica.rows}

    assert follow(replica, change) >= objects


@pytest.mark.parametrize(
    "change",
    [
        lambda: Organisation.objects.update(contact_telephone="01234 567890"),
        lambda: Site.objects.update(site_name="The Mill"),
    ],
    ids=["a telephone", "the name of a site"],
)
def test_what_changes_no_address_concerns_the_site_alone(change, replica, organisation):
    make_update()

    assert follow(replica, change) == {("upsert", "site", Site.objects.get().pk)}


def test_a_renamed_logo_reaches_the_site(replica, organisation):
    organisation.logo = image = make_image(public=True)
    organisation.save()

    def rename() -> None:
        image.title = "Our gate"
        image.save()

    site = ("upsert", "site", Site.objects.get().pk)
    assert follow(replica, rename) == {site, ("upsert", "cms.Image", image.pk)}


def test_whatever_is_told_of_what_it_names_is_in_the_reference_index():
    """Redirects and sites are followed by their keys."""
    models = {*list_kinds(), *SITE_PARTS} - {Page, Redirect, Site}
    named = {model for model in models if ReferenceIndex.model_is_indexable(model)}

    assert named
    assert all(map(ReferenceIndex.is_indexed, named))


def test_another_language_adds_to_the_site(replica):
    heard = follow(replica, lambda: Locale.objects.create(language_code="cy"))

    assert {key for key in replica.rows if key[0] == "site"} == {
        ("site", Site.objects.get().pk, "en"),
        ("site", Site.objects.get().pk, "cy"),
    }
    assert ("upsert", "site", Site.objects.get().pk) in heard


def test_an_update_of_many_and_a_date_are_heard_of(replica):
    event = make_event()
    update = make_update()

    heard = follow(replica, lambda: UpdatePage.objects.update(introduction="All"))
    dated = follow(replica, lambda: EventPage.objects.get().dates.update(place="The barn"))

    assert heard == {("upsert", "blog.UpdatePage", update.pk)}
    assert dated == {("upsert", "events.EventPage", event.pk)}


# Filters


def test_filters_narrow_a_replica_and_hold_for_its_tokens(client):
    make_topic(public=True)
    replica = Replica(client, type=["cms.Topic", "people.Person"], locale="en")

    heard = follow(replica, lambda: (make_person(public=True), make_update()))

    assert {type_ for _op, type_, _pk in heard} == {"people.Person"}
    replica.query = {}
    replica.sync()
    assert {type_ for type_, _pk, _locale in replica.rows} == {"cms.Topic", "people.Person"}


def test_what_moves_to_another_language_leaves_a_replica_of_the_first(client):
    welsh = Locale.objects.create(language_code="cy")
    topic = make_topic(public=True)
    replica = Replica(client, locale="en")

    heard = follow(replica, lambda: type(topic).objects.update(locale=welsh))

    assert ("delete", "cms.Topic", topic.pk) in heard


# Tokens


@pytest.mark.parametrize("token", ["garbage", "a.b.c", "W10:1:x", "é"])
def test_a_token_that_is_none_is_refused(client, token):
    response = client.get(URL, {"since": token})

    assert response.status_code == 400
    assert "since" in response.json()["errors"]


@pytest.mark.parametrize("other", [{"type": "cms.Image"}, {"locale": "en"}])
def test_a_token_with_other_filters_is_refused(client, other):
    token = client.get(URL, {"type": "cms.Topic"}).json()["next"]

    response = client.get(URL, {"since": token, **other})

    assert response.status_code == 400
    assert list(response.json()["errors"]) == list(other)


@pytest.mark.parametrize("query", [{"limit": 501}, {"limit": 0}, {"type": "cms.Nothing"}, {"page": 2}])
def test_a_wrong_parameter_is_named(client, query):
    response = client.get(URL, query)

    assert response.status_code == 400
    assert list(response.json()["errors"]) == list(query)


def test_a_token_older_than_the_feed_is_gone_and_says_where_to_start(client):
    make_topic(public=True)
    settle()
    token = client.get(URL, {"type": "cms.Topic", "limit": 500}).json()["next"]
    make_topic("Tea", public=True)
    make_topic("Walks", public=True)
    settle()

    prune_changes(before=timezone.now() + timedelta(seconds=1))
    response = client.get(URL, {"since": token})

    assert response.status_code == 410
    restarted = client.get(response.json()["restart"])
    assert len(restarted.json()["items"]) == 3


def test_a_token_stays_good_when_only_what_it_knows_is_pruned(client):
    make_topic(public=True)
    settle()
    token = client.get(URL, {"limit": 500}).json()["next"]

    prune_changes(before=timezone.now() + timedelta(seconds=1))

    assert client.get(URL, {"since": token}).status_code == 200


def test_a_token_of_another_database_or_from_before_a_migration_is_gone(client):
    token = client.get(URL, {"limit": 500}).json()["next"]
    Change.objects.create(op=Change.Op.ANYTHING, moment=timezone.now())
    later = client.get(URL, {"limit": 500}).json()["next"]
    Change.objects.latest("number").delete()

    assert read_version() > 0
    assert client.get(URL, {"since": later}).status_code == 410
    Change.objects.create(op=Change.Op.ANYTHING, moment=timezone.now())
    assert client.get(URL, {"since": token}).status_code == 410


# Cost


def test_the_number_of_queries_does_not_grow_with_the_objects(client):
    types = ["cms.Document", "cms.Image", "site"]

    def count() -> int:
        settle()
        with CaptureQueriesContext(connection) as queries:
            assert client.get(URL, {"limit": 500, "type": types}).status_code == 200
        return len(queries)

    make_full_update(title="First")
    count()
    one = count()
    for _number in range(3):
        make_full_update()

    assert count() == one

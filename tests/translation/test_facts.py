"""Facts are the same in every language as soon as they are published; a table in the docs says what is one."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import icalendar
import pytest
from django.urls import reverse
from wagtail.models import Locale

from cms.bin.actions import move_to_bin
from cms.translation.kinds import FACT, list_paths
from events.models import EventDate
from home.models import StandardPage
from tests import factories
from tests.changes.replica import Replica, read_all
from tests.cms.languages import make_welsh, welsh_home
from tests.factories import block
from tests.translation.editor import find_task
from tests.translation.kinds_table import list_models, make_table, read_table

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]

NOON = datetime(2027, 3, 13, 12, tzinfo=UTC)
EXTERNAL = {
    "title": "Fair",
    "organiser": "",
    "start": "2027-05-01T09:00:00Z",
    "end": None,
    "place": "The chapel",
    "online": False,
    "url": "",
}


def make_body(**changes: Any) -> list[dict]:
    items = [block("external_event", {**EXTERNAL, **changes}, "fair")]
    return [block("events", {"heading": "Dates", "introduction": "", "items": items}, "events")]


def make_notes():
    event = factories.make_event(dates=[factories.make_date(start=NOON), factories.make_date(days=3)])
    make_welsh(event, title="Cyfarfod", slug="cyfarfod")
    return factories.make_notes(event, event_date=event.dates.last())


# What an editor changes of each model with facts, and where readers of the API see it.
CHANGES: dict[str, tuple[Any, dict[str, Any]]] = {
    "blog.UpdatePage": (
        lambda: factories.make_update(kind="monthly_update", period=date(2026, 1, 1), body=make_body()),
        {
            "kind": "monthly_update",
            "period": date(2026, 5, 1),
            "body": make_body(start="2027-06-01T09:00:00Z", end="2027-06-01T10:00:00Z", online=True),
        },
    ),
    "home.StandardPage: draft": (factories.make_standard_page, {"comments_until": date(2030, 1, 1)}),
    "home.StandardPage: agreed": (
        factories.make_standard_page,
        {"policy_status": "agreed", "agreed_on": date(2026, 1, 1), "review_on": date(2030, 1, 1)},
    ),
    "home.StandardPage: replaced": (
        factories.make_standard_page,
        {"policy_status": "replaced", "replaced_by": StandardPage},
    ),
    "events.MeetingNotesPage": (make_notes, {"date": date(2026, 4, 1), "event_date": EventDate}),
    "events.EventPage": (
        lambda: factories.make_event(dates=[factories.make_date(start=NOON)]),
        {
            "attendance": "online",
            "time_zone": "Asia/Kathmandu",
            "dates_state": "to_be_announced",
            "joining_link": "https://example.org/room",
            "sign_up_url": "https://example.org/sign-up",
            "sign_up_email": "come@example.org",
            "map_url": "https://example.org/map",
            "is_free": True,
        },
    ),
    "cms.Topic": (lambda: factories.make_topic("Food", slug="food"), {"public": True}),
    "people.Person": (
        factories.make_person,
        {"group": "partner", "position": 1, "joined": date(2020, 1, 1), "public": True},
    ),
}
TITLES = {"cms.Topic": {"name": "Bwyd", "slug": "bwyd"}, "people.Person": {"role": "Cogydd"}}


def test_the_docs_say_of_every_field_and_block_what_it_is():
    assert read_table() == make_table(), "python -m tests.translation.kinds_table"


def test_every_fact_is_changed_here():
    facts = {
        (model._meta.label, path.path.partition(".")[0])
        for model in list_models()
        for path in list_paths(model)
        if path.kind == FACT and not path.path.startswith(("dates.", "body."))
    }
    changed = {(label.partition(":")[0], name) for label, (_maker, changes) in CHANGES.items() for name in changes}
    assert facts <= changed


def publish(instance: Any, **changes: Any) -> Any:
    instance = type(instance).objects.get(pk=instance.pk)
    for name, value in changes.items():
        setattr(instance, name, value)
    instance.save_revision().publish()
    return type(instance).objects.get(pk=instance.pk)


def read_facts(instance: Any, names: Any) -> dict[str, Any]:
    values = {name: getattr(instance, name) for name in names if name != "body"}
    if "event_date" in values:
        values["event_date"] = values["event_date"].translation_key
    return values


@pytest.mark.parametrize("label", CHANGES)
def test_a_fact_follows_at_once_in_what_is_public_and_in_drafts(label):
    welsh_home()
    maker, changes = CHANGES[label]
    source = publish(maker())
    other = make_welsh(source, **TITLES.get(label, {"title": "Teitl", "slug": "teitl"}))
    own = {"summary": "Drafft"} if hasattr(other, "summary") else {}
    draft = other.get_latest_revision_as_object()
    for name, value in own.items():
        setattr(draft, name, value)
    draft.save_revision()
    if changes.get("event_date"):
        changes = {**changes, "event_date": source.get_parent().specific.dates.first()}
    if changes.get("replaced_by"):
        changes = {**changes, "replaced_by": factories.make_standard_page(slug="successor")}

    source = publish(source, **{name: value for name, value in changes.items() if name != "body"})

    wanted = read_facts(source, changes)
    other = type(other).objects.get(pk=other.pk)
    latest = other.get_latest_revision_as_object()
    assert read_facts(other, changes) == wanted
    assert read_facts(latest, changes) == wanted
    assert all(getattr(latest, name) == value for name, value in own.items())
    if "event_date" in changes:
        assert other.event_date.event == other.get_parent().specific
    assert read_facts(publish(other, **TITLES.get(label, {"title": "Newydd"})), changes) == wanted


def test_an_old_version_of_a_translation_brings_no_old_fact_back():
    welsh_home()
    source = publish(factories.make_person(group="team"))
    other = publish(make_welsh(source, role="Cogydd"))
    old = other.latest_revision
    publish(source, group="partner")

    old.refresh_from_db()
    old.content["group"] = "team"
    old.save()
    old.publish()

    assert type(other).objects.get(pk=other.pk).group == "partner"


def test_the_facts_of_a_block_follow_and_its_texts_wait(administrator, welsh, client):
    welsh_home()
    source = factories.make_update(title="News", body=make_body())
    administrator.translate(source.get_parent(), welsh)
    made = administrator.translate(source, welsh)
    administrator.translate_texts(made)
    administrator.publish(made.get_parent())
    administrator.publish(made)

    changed = {"start": "2027-06-01T09:00:00Z", "end": "2027-06-01T10:00:00Z", "online": True}
    publish(source, body=make_body(**changed))

    def read() -> dict[str, Any]:
        answer = client.get(f"/api/v2/updates/{made.pk}/").json()
        return {**answer["body"][0]["value"]["items"][0]["value"], "since": answer["meta"]["outdated_since"]}

    value = read()
    assert (value["start"], value["end"], value["online"]) == (
        "2027-06-01T09:00:00+00:00",
        "2027-06-01T10:00:00+00:00",
        True,
    )
    assert value["place"] == "cy The chapel"
    assert value["since"] is None
    publish(source, body=make_body(**changed, title="Fete"))
    value = read()
    assert (value["title"], value["place"]) == ("cy Fair", "cy The chapel")
    assert value["since"] is not None


def test_whoever_translates_from_welsh_follows_the_welsh(administrator, client):
    """The original holds the facts, also where the other language is that of the site."""
    welsh_home()
    english = Locale.get_default()
    home = factories.get_home()
    index = make_welsh(factories.make_event_index(), title="Digwyddiadau", slug="digwyddiadau")
    source = factories.make_event(index, title="Cyfnewid hadau", locale=Locale.objects.get(language_code="cy"))
    made = administrator.translate(source, english)
    administrator.publish(made)

    publish(source, sign_up_email="come@example.org")
    event = publish(source)
    day = event.dates.get()
    day.status = "cancelled"
    event.dates.add(day)
    event.save_revision().publish()

    made.refresh_from_db()
    assert made.get_ancestors().filter(pk=home.pk).exists()
    assert (made.sign_up_email, made.dates.get().status) == ("come@example.org", "cancelled")


@pytest.mark.django_db(transaction=True)
def test_the_change_feed_tells_of_a_fact_in_every_language(client):
    welsh_home()
    event = factories.make_event(dates=[factories.make_date(start=NOON)])
    made = make_welsh(event, title="Cyfnewid hadau", slug="hadau")
    replica = Replica(client)
    replica.sync()
    before = client.get(made.url).content.decode()

    publish(event, sign_up_url="https://example.org/sign-up", attendance="online")
    replica.sync()

    assert replica.rows == read_all(client)
    [row] = [row for row in replica.rows.values() if row["id"] == made.pk and row["type"] == "events.EventPage"]
    assert (row["data"]["sign_up_url"], row["data"]["attendance"]) == ("https://example.org/sign-up", "online")
    assert "https://example.org/sign-up" not in before
    assert "https://example.org/sign-up" in client.get(made.url).content.decode()
    assert "https://example.org/sign-up" in read_calendar(client, made)["DESCRIPTION"]


# Places


def read_calendar(client: Any, page: Any) -> Any:
    return icalendar.Calendar.from_ical(client.get(f"{page.url}event.ics").content).events[0]


@pytest.fixture
def event(welsh):
    welsh_home()
    dates = [
        factories.make_date(start=NOON, place="In the garden"),
        factories.make_date(start=NOON + timedelta(days=7)),
    ]
    return factories.make_event(title="Seed swap", slug="seed-swap", venue_name="The hall", dates=dates)


@pytest.fixture
def translated(administrator, event, welsh):
    """The event in Welsh, with all its texts."""
    administrator.translate(event.get_parent(), welsh)
    made = administrator.translate(event, welsh)
    administrator.translate_texts(made)
    administrator.publish(made.get_parent())
    administrator.publish(made)
    return type(made).objects.get(pk=made.pk)


def change_date(event, position: int, **values: Any) -> None:
    page = type(event).objects.get(pk=event.pk)
    day = page.dates.all()[position]
    for name, value in values.items():
        setattr(day, name, value)
    page.dates.add(day)
    page.save_revision().publish()


def list_places(client, page) -> list[str]:
    return [day["place"] for day in client.get(f"/api/v2/events/{page.pk}/").json()["dates"]]


def test_a_place_is_translated_in_every_channel(client, event, translated):
    assert list_places(client, translated) == ["cy In the garden", ""]
    assert list_places(client, event) == ["In the garden", ""]
    assert read_calendar(client, translated)["LOCATION"] == "cy In the garden"
    assert "cy In the garden" in client.get(translated.url).content.decode()
    found = client.get(f"{translated.get_parent().url}?q=cy+garden").content.decode()
    assert "cy In the garden" in found
    assert event.url not in found


@pytest.mark.changes_translations
def test_a_place_that_changes_is_right_at_once_and_translated_later(administrator, client, event, translated):
    change_date(event, 1, note="Bring boots")
    assert list_places(client, translated) == ["cy In the garden", ""]

    change_date(event, 0, place="The chapel")

    assert list_places(client, translated) == ["The chapel", ""]
    assert read_calendar(client, translated)["LOCATION"] == "The chapel"
    latest = translated.get_latest_revision_as_object()
    assert latest.dates.first().place == "The chapel"
    sequences = EventDate.objects.filter(place="The chapel").values_list("sequence", flat=True)
    assert list(sequences) == [1, 1]

    administrator.translate_texts(translated)
    administrator.publish(translated)
    assert list_places(client, translated) == ["cy The chapel", ""]
    change_date(event, 0, place="")
    assert list_places(client, translated) == ["", ""]


@pytest.mark.changes_translations
def test_a_new_date_at_a_known_place_has_the_words_for_it(client, event, translated):
    page = type(event).objects.get(pk=event.pk)
    page.dates.add(factories.make_date(start=NOON + timedelta(days=14), place="In the garden"))
    page.save_revision().publish()
    change_date(event, 1, place="In the garden")

    assert list_places(client, translated) == ["cy In the garden"] * 3


@pytest.mark.changes_translations
def test_a_venue_that_changes_is_right_at_once(administrator, client, event, translated):
    publish(event, venue_name="The mill")

    assert client.get(f"/api/v2/events/{translated.pk}/").json()["venue_name"] == "The mill"
    assert translated.latest_revision.as_object().venue_name == "The mill"
    assert [one["id"] for one in client.get("/api/v2/search/?q=mill&locale=cy").json()["items"]] == [translated.pk]
    assert find_task(translated).state.missing == 1


# Documents


def test_a_document_has_a_label_in_each_language(administrator, client, welsh):
    welsh_home()
    english, other = factories.make_document("Minutes"), factories.make_document("Cofnodion")
    items = [factories.item({"document": english.pk, "label": "", "summary": "Four pages"})]
    source = factories.make_standard_page(
        slug="papers", body=[block("documents", {"heading": "Papers", "items": items})]
    )
    made = administrator.translate(source, welsh)
    administrator.translate_texts(made)
    administrator.publish(made)

    def read() -> dict[str, Any]:
        return client.get(f"/api/v2/pages/{made.pk}/").json()["body"][0]["value"]["items"][0]

    assert (read()["label"], read()["summary"], read()["document"]["id"]) == ("cy Minutes", "cy Four pages", english.pk)
    made.refresh_from_db()
    assert "cy Minutes" in client.get(made.url).content.decode()
    task = find_task(made)
    [segment] = task.source.overridablesegment_set.filter(context__path__endswith=".document")
    administrator.post("translation_override", task.pk, segment.pk, **{f"override-{segment.pk}": other.pk})
    administrator.publish(made)
    assert read()["document"]["id"] == other.pk


# Who holds the facts


@pytest.mark.parametrize("act", ["unpublish", "delete"])
def test_what_is_withdrawn_no_longer_holds_the_facts(act, admin_user):
    welsh_home()
    source = factories.make_standard_page(slug="draft", comments_until=date(2030, 1, 1))
    other = publish(make_welsh(source, title="Drafft", slug="drafft"))
    if act == "unpublish":
        source.unpublish()
    else:
        move_to_bin([source], admin_user)

    other = publish(other, comments_until=date(2031, 1, 1))

    assert other.comments_until == date(2031, 1, 1)
    assert type(source).objects.get(pk=source.pk).comments_until == date(2031, 1, 1)


def test_the_form_of_a_translation_shows_facts_and_says_where_they_change(admin_client):
    welsh_home()
    source = publish(factories.make_person("Mair", group="team"))
    other = make_welsh(source, role="Cogydd")
    address = reverse("wagtailsnippets_people_person:edit", args=[other.pk])

    form = admin_client.get(address).context["form"]

    assert [name for name, field in form.fields.items() if field.disabled] == ["group", "position", "joined", "public"]
    assert form.fields["group"].help_text == "The same in every language: change it in “Mair” (English)."
    own = admin_client.get(reverse("wagtailsnippets_people_person:edit", args=[source.pk])).context["form"]
    assert not own.fields["group"].disabled


def test_a_place_of_many_dates_is_translated_once(administrator, client, welsh):
    welsh_home()
    dates = [factories.make_date(start=NOON + timedelta(days=7 * number), place="In the garden") for number in range(4)]
    event = factories.make_event(title="Seed swap", dates=dates)
    administrator.translate(event.get_parent(), welsh)
    made = administrator.translate(event, welsh)
    task = find_task(made)
    screen = client.get(reverse("translation_screen", args=[task.pk]))

    [row] = [row for row in screen.context["rows"] if row.source == "In the garden"]
    answer = administrator.post("translation_text", task.pk, row.pk, status=200, value="Yn yr ardd").json()
    administrator.publish(made)

    assert row.label == "Date (1) / Place, and 3 more"
    assert answer["translated"] == 4
    assert list_places(client, made) == ["Yn yr ardd"] * 4

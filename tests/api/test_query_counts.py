"""How many queries an answer costs: as many for ten of everything as for one.

The tests run with caches off and with the content types known, as they are in a process that has served a while.
"""

import itertools
import re
from collections import Counter
from datetime import date
from typing import Any

import pytest
from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page, Site
from wagtail.search.index import class_is_indexed

from blog.models import RelatedUpdate, UpdateAuthor, UpdateIndexPage, UpdateMeetingNotes, UpdatePage, UpdateTopic
from cms.blocks import SharedBody
from cms.models import BasePage, HeroPage, Navigation, Organisation, SiteText
from events.models import EventIndexPage, EventPage, MeetingNotesPage
from events.models.pages import EventHost, EventTopic
from home.models import StandardPage
from tests import factories
from tests.api.endpoints import VIEWSETS

# What they share takes long to make: one process of a parallel run does all of it.
pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("query-counts")]

numbers = itertools.count()

# A word that every object of an endpoint has.
SEARCHED = {
    "updates": "update",
    "events": "event",
    "pages": "page",
    "images": "beds",
    "documents": "minutes",
    "people": "person",
    "topics": "food",
}


def plant(parent: Page, page: Any) -> Any:
    """Add a live page without what only publishing through the admin costs."""
    page.slug = f"page-{next(numbers)}"
    page.first_published_at = page.last_published_at = timezone.now()
    return parent.add_child(instance=page)


def make_things(count: int) -> dict[str, Any]:
    """Make ``count`` of everything, each naming ``count`` of everything, below one archive and one list of events."""
    home = factories.get_home()
    archive = plant(home, UpdateIndexPage(title="Updates"))
    calendar = plant(home, EventIndexPage(title="Events"))
    things: dict[str, list[Any]] = {
        "images": [factories.make_image(renditions=True, public=True) for _ in range(count)],
        "documents": [factories.make_document(public=True) for _ in range(count)],
        "topics": [factories.make_topic(slug=f"topic-{n}", public=True) for n in range(count)],
        "actions": [factories.make_call_to_action(f"Lend {n} hours") for n in range(count)],
        "events": [EventPage(title=f"Event {n}", summary="Come") for n in range(count)],
    }
    for event in things["events"]:
        event.dates.set([factories.make_date(days=day) for day in range(-count, count + 1)])
        plant(calendar, event)
    links = [factories.block("link", factories.link(page=event.pk), f"link-{event.pk}") for event in things["events"]]
    # What only people link to is found when they have been loaded.
    links = [factories.block("link", factories.link(page=calendar.pk), "link-calendar"), *links]
    things["people"] = [
        factories.make_person(f"Person {n}", photo=image, public=True, links=links[:5])
        for n, image in enumerate(things["images"])
    ]
    things["pages"] = [plant(home, StandardPage(title=f"Page {n}")) for n in range(count)]
    things["notes"] = [
        plant(event, MeetingNotesPage(title="Notes", date=date(2026, 3, 1))) for event in (things["events"][:1] * count)
    ]
    full = [part for number in range(count) for part in make_blocks(things, number)]
    for page in (*things["pages"][:1], *things["notes"][:1], *things["events"], home):
        fill_page(page, things, full if page not in things["events"][1:] else [])
    things["updates"] = [
        plant(archive, make_update(things, full if number == 0 else full[:14], number)) for number in range(count + 2)
    ]
    chosen = things["updates"][0]
    chosen.related_updates.set([RelatedUpdate(update=update) for update in things["updates"][1:]])
    chosen.save()
    things["redirects"] = [Redirect.add_redirect(f"/old/{page.pk}/", page) for page in things["pages"]]
    fill_furniture(things)
    return things


def fill_page(page: Any, things: dict[str, Any], body: list[dict[str, Any]]) -> None:
    page.body = [part for part in body if part["type"] in SharedBody().child_blocks]
    if isinstance(page, HeroPage):
        page.hero_image = things["images"][0]
    if isinstance(page, EventPage):
        page.hosts.set([EventHost(person=person) for person in things["people"]])
        page.topics.set([EventTopic(topic=topic) for topic in things["topics"]])
    page.save()


def make_update(things: dict[str, Any], body: list[Any], number: int) -> UpdatePage:
    image = things["images"][number % len(things["images"])]
    update = UpdatePage(title=f"Update {number}", kind=UpdatePage.Kind.NEWS, hero_image=image, body=body)
    update.authors.set([UpdateAuthor(person=person) for person in things["people"]])
    update.topics.set([UpdateTopic(topic=topic) for topic in things["topics"]])
    update.meeting_notes.set([UpdateMeetingNotes(notes=notes) for notes in things["notes"]])
    return update


def make_blocks(things: dict[str, Any], number: int) -> list[dict[str, Any]]:
    """Return every kind of block, each naming the ``number``-th of everything, and one with many of its inner parts."""
    blocks = factories.make_every_block(
        image=things["images"][number],
        document=things["documents"][number],
        person=things["people"][number],
        action=things["actions"][number],
        event=things["events"][number],
        page=things["pages"][number],
    )
    many = "".join(
        f'<p><a linktype="page" id="{page.pk}">x</a><a linktype="document" id="{document.pk}">y</a></p>'
        for page, document in zip(things["pages"], things["documents"], strict=True)
    )
    blocks.append(factories.block("paragraph", many))
    for part in blocks:
        part["id"] = factories.make_id(f"{part['type']}-{next(numbers)}")
    series = {"heading": "Soon", "count": 12, "series": things["events"][number].pk}
    blocks.append(factories.block("upcoming_events", series, f"series-{next(numbers)}"))
    return blocks


def fill_furniture(things: dict[str, Any]) -> None:
    """Fill the header and the footer of every page."""
    site, locale = Site.objects.get(is_default_site=True), factories.default_locale()
    image = things["images"][0]
    Organisation.objects.update_or_create(site=site, defaults={"name": "Us", "logo": image, "social_image": image})
    SiteText.objects.update_or_create(site=site, locale=locale, defaults={"strapline": "Words"})
    pages = [*things["pages"], *things["events"]]
    links = [factories.item(factories.link(page=page.pk), f"item-{page.pk}") for page in pages]
    menu = [
        factories.block("item", {**factories.link(page=page.pk), "children": links}, f"menu-{page.pk}")
        for page in pages
    ]
    footer = [
        factories.block("menu", {"heading": f"Menu {n}", "items": links}, f"footer-{n}") for n in range(len(pages))
    ]
    Navigation.objects.update_or_create(
        site=site, locale=locale, defaults={"main_menu": menu[:8], "footer_menus": footer[:4]}
    )


def count_queries(path: str) -> list[str]:
    client = Client()
    with CaptureQueriesContext(connection) as queries:
        response = client.get(path)
    assert response.status_code == 200, f"{path}: {response.status_code}"
    return [query["sql"] for query in queries]


def list_pages(things: dict[str, Any]) -> dict[str, Page]:
    kinds = {"update": "updates", "event": "events", "notes": "notes", "standard": "pages"}
    pages = {name: things[kind][0] for name, kind in kinds.items()}
    indexes = {f"{name} index": pages[name].get_parent() for name in ("update", "event")}
    return {"home": factories.get_home(), **pages, **indexes}


def list_html(things: dict[str, Any]) -> dict[str, str]:
    """Return the addresses that readers visit, by what they show."""
    pages = list_pages(things)
    update = pages["update"]
    archive, calendar = pages["update index"].get_url(), pages["event index"].get_url()
    day = update.first_published_at
    return {
        **{name: page.get_url() for name, page in pages.items()},
        "archive of a year": f"{archive}{day.year}/",
        "archive of a month": f"{archive}{day.year}/{day.month}/",
        "archive of a topic": f"{archive}topic/{things['topics'][0].slug}/",
        "archive of an author": f"{archive}author/{things['people'][0].pk}/",
        "person": f"{archive}people/{things['people'][0].pk}/",
        "past events": f"{calendar}past/",
        "search": "/search/?q=update",
        "search for nothing": "/search/",
        "page of search results": "/search/?q=event",
    }


def list_api(things: dict[str, Any]) -> dict[str, str]:
    """Return the addresses of the API: every endpoint's list, full list and detail, and every page by its path."""
    found = {
        "search results": "/api/v2/search/?q=update",
        "search results of one kind": "/api/v2/search/?q=event&type=events.EventPage&locale=en&limit=100",
        "search results on one topic": f"/api/v2/search/?q=update&topic={things['topics'][0].slug}",
        "search suggestions": "/api/v2/search/suggest/?q=up",
    }
    for name in VIEWSETS:
        found[f"{name} list"] = f"/api/v2/{name}/?limit=100"
        found[f"{name} full list"] = f"/api/v2/{name}/?limit=100&fields=*"
        found[f"{name} ids"] = f"/api/v2/{name}/?limit=100&fields=_,id"
        if class_is_indexed(VIEWSETS[name].model):
            found[f"{name} search"] = f"/api/v2/{name}/?limit=100&search={SEARCHED[name]}"
        if name in things:
            found[f"{name} detail"] = f"/api/v2/{name}/{things[name][0].pk}/"
    for name, page in list_pages(things).items():
        label = page.specific_class._meta.label
        found[f"detail of {name}"] = f"/api/v2/pages/{page.pk}/"
        found[f"find {name}"] = f"/api/v2/pages/find/?html_path={page.get_url()}"
        found[f"full list of {label}"] = f"/api/v2/pages/?limit=100&type={label}&fields=*"
        found[f"children of {name}"] = f"/api/v2/pages/?limit=100&child_of={page.pk}"
    return found


Counted = dict[str, tuple[list[str], list[str]]]


@pytest.fixture(scope="module")
def counted(django_db_setup, django_db_blocker) -> Counted:
    """Return, by what an address shows, its queries at one and at ten of everything."""
    with django_db_blocker.unblock():
        found = []
        for count in (1, 10):
            with transaction.atomic():
                things = make_things(count)
                addresses = {**list_html(things), **list_api(things)}
                if not found:  # whatever a process learns once
                    ContentType.objects.get_for_models(*apps.get_models())
                    for path in addresses.values():
                        Client().get(path)
                found.append({name: count_queries(path) for name, path in addresses.items()})
                transaction.set_rollback(True)
    one, ten = found
    return {name: (one[name], ten[name]) for name in one}


def test_ten_of_everything_cost_as_many_queries_as_one(counted):
    different = [
        f"{name}: {len(one)} at one, {len(ten)} at ten; more: {find_added(one, ten)}"
        for name, (one, ten) in counted.items()
        if len(one) != len(ten)
    ]

    assert not different, "\n".join(different)


def test_every_endpoint_and_kind_of_page_is_counted(counted):
    models = {model._meta.label for model in apps.get_models() if issubclass(model, BasePage)}

    assert {f"full list of {label}" for label in models} <= set(counted)
    assert {f"{name} {kind}" for name in VIEWSETS for kind in ("list", "full list")} <= set(counted)
    assert {f"{name} detail" for name in VIEWSETS if name != "event-dates"} <= set(counted)


def find_added(one: list[str], ten: list[str]) -> list[str]:
    """Return the queries, without their values, that were made more often at ten."""
    without_values = [
        Counter(re.sub(r"(\?, )+", "?, ", re.sub(r"\d+|'[^']*'", "?", sql)) for sql in sqls) for sqls in (one, ten)
    ]
    added = without_values[1] - without_values[0]
    return [f"{times} x {re.sub('SELECT .*? FROM', 'SELECT … FROM', sql)[:400]}" for sql, times in added.items()]


MOST = 6
UPDATE_DETAIL = [
    # where the answer is about, what is private, and of what version it is
    ["site", "page", "locale", "organisation", "page", "collection", "change"],
    ["updatepage"],  # the update
    [  # all that it names: child rows and what they choose,
        *("updateauthor", "person", "updatetopic", "topic", "updatemeetingnotes", "meetingnotespage"),
        *("relatedupdate", "updatepage"),
        *("updatepage", "updatepage", "updatepage"),  # the updates around it,
        *(
            "page",
            "rendition",
            "page",
            "document",
            "person",
            "eventpage",
            "eventdate",
            "eventdate",
        ),  # what blocks name,
        *("eventdate", "eventdate", "calltoaction"),  # and the dates to come
    ],
    ["page"],  # what those name in turn
]


def list_tables(sql: str) -> list[str]:
    """Return the table, without its app, that each part of a statement reads from."""
    parts = sql.split(" UNION ALL ")
    return [re.findall(r'FROM "[a-z]+_(\w+)"', part)[0] for part in parts]


def test_the_detail_of_an_update_costs_these_queries(counted):
    _one, ten = counted["updates detail"]

    assert [sorted(list_tables(sql)) for sql in ten] == [sorted(tables) for tables in UPDATE_DETAIL]


@pytest.mark.parametrize("name", ["updates detail", "updates list", "updates full list"])
def test_updates_cost_at_most_six_queries(counted, name):
    _one, ten = counted[name]

    assert len(ten) <= MOST

"""A site in which everything names as many of everything as a test wants."""

import itertools
from datetime import date
from typing import Any

from django.utils import timezone
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page, Site

from blog.models import RelatedUpdate, UpdateAuthor, UpdateIndexPage, UpdateMeetingNotes, UpdatePage, UpdateTopic
from cms.models import HeroPage, Navigation, Organisation, SiteText
from cms.streams import SharedBody
from events.models import EventHost, EventIndexPage, EventPage, EventTopic, MeetingNotesPage
from home.models import StandardPage
from tests import factories
from tests.databases import without_savepoints
from tests.garden.models import Bed, GardenPage, Tool
from tests.immediate import each_task_once

numbers = itertools.count()


def plant(parent: Page, page: Any) -> Any:
    """Add a live page without what only publishing through the admin costs."""
    page.slug = f"page-{next(numbers)}"
    page.first_published_at = page.last_published_at = timezone.now()
    return parent.add_child(instance=page)


@without_savepoints()
@each_task_once()
def make_things(count: int, *, pages: int = 0) -> dict[str, Any]:
    """Make ``count`` of everything, each naming ``count`` of everything, below one archive and one list of events.

    Of pages there are ``pages``, where that is more.
    """
    pages = max(count, pages)
    home = factories.get_home()
    archive = plant(home, UpdateIndexPage(title="Updates"))
    calendar = plant(home, EventIndexPage(title="Events"))
    things: dict[str, list[Any]] = {
        "images": [factories.make_image(renditions=True, public=True) for _ in range(count)],
        "documents": [factories.make_document(public=True) for _ in range(count)],
        "topics": [factories.make_topic(slug=f"topic-{n}", public=True) for n in range(count)],
        "actions": [factories.make_call_to_action(f"Lend {n} hours") for n in range(count)],
        "events": [EventPage(title=f"Event {n}", summary="Come") for n in range(pages)],
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
    things["pages"] = [plant(home, StandardPage(title=f"Page {n}")) for n in range(pages)]
    things["notes"] = [
        plant(event, MeetingNotesPage(title="Notes", date=date(2026, 3, 1))) for event in (things["events"][:1] * count)
    ]
    full = [part for number in range(count) for part in make_blocks(things, number)]
    for page in (*things["pages"][:1], *things["notes"][:1], *things["events"], home):
        fill_page(page, things, full if page not in things["events"][1:] else [])
    things["updates"] = [
        plant(archive, make_update(things, full if number == 0 else full[:14], number)) for number in range(pages + 2)
    ]
    chosen = things["updates"][0]
    chosen.related_updates.set([RelatedUpdate(update=update) for update in things["updates"][1:]])
    chosen.save()
    things["gardens"] = [plant(home, make_garden(things, n)) for n in range(pages)]
    things["redirects"] = [Redirect.add_redirect(f"/old/{page.pk}/", page) for page in things["pages"]]
    fill_site_parts(things)
    return things


def make_garden(things: dict[str, Any], number: int) -> GardenPage:
    """Return a page of an app that only tests install, which names as many of its own snippets."""
    body = [factories.block("paragraph", "<p>Mulch.</p>"), factories.block("harvest", {"heading": "Ripe"})]
    garden = GardenPage(title=f"Garden {number}", hero_image=things["images"][0], body=body)
    tools = [Tool.objects.create(name="Spade", locale=factories.default_locale()) for _topic in things["topics"]]
    garden.beds.set([Bed(tool=tool, topic=topic) for tool, topic in zip(tools, things["topics"], strict=True)])
    return garden


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
        for page, document in zip(things["pages"], things["documents"], strict=False)
    )
    blocks.append(factories.block("paragraph", many))
    for part in blocks:
        part["id"] = factories.make_id(f"{part['type']}-{next(numbers)}")
    series = {"heading": "Soon", "count": 12, "series": things["events"][number].pk}
    blocks.append(factories.block("upcoming_events", series, f"series-{next(numbers)}"))
    return blocks


def fill_site_parts(things: dict[str, Any]) -> None:
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

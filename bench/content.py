"""The site that is measured: updates of twenty blocks that name people, pictures, pages and documents."""

import io
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any
from uuid import uuid4

from django.core.files.base import ContentFile
from django.core.files.images import ImageFile
from django.db import transaction
from django.utils import timezone
from PIL import Image as PillowImage
from wagtail.models import Locale, Page, Site

from blog.models import UpdateIndexPage, UpdatePage
from blog.models.updates import UpdateAuthor, UpdateTopic
from cms.models import CallToAction, Document, Image, Topic
from cms.people.models import Person
from cms.renditions import make_renditions
from events.models import EventDate, EventIndexPage, EventPage

FEW = 8
WORDS = "The circle met in the old bakery and agreed to open the garden on Saturdays from ten until three. " * 4


class Library:
    """What the updates name, eight of each kind."""

    def __init__(self, home: Page) -> None:
        self.images = [make_image(number) for number in range(FEW)]
        self.documents = [
            Document.objects.create(title=f"Minutes {n}", file=ContentFile(b"Minutes", f"minutes-{n}.pdf"))
            for n in range(FEW)
        ]
        self.people = [
            Person.objects.create(name=f"Person {n}", role="Gardener", photo=self.images[n]) for n in range(FEW)
        ]
        self.topics = [Topic.objects.create(name=f"Topic {n}", slug=f"topic-{n}") for n in range(FEW)]
        self.calls = [CallToAction.objects.create(heading=f"Join {n}", text=WORDS[:90]) for n in range(FEW)]
        index = home.add_child(instance=EventIndexPage(title="Events", slug="events"))
        self.events = [make_event(index, number) for number in range(FEW)]


def make_image(number: int) -> Image:
    file = io.BytesIO()
    PillowImage.new("RGB", (1600, 1000), (40 + number * 20, 120, 90)).save(file, "JPEG")
    image = Image.objects.create(
        title=f"Picture {number}", description="A garden.", file=ImageFile(file, name=f"picture-{number}.jpg")
    )
    make_renditions(image)
    return image


def make_event(index: Page, number: int) -> EventPage:
    event = index.add_child(instance=EventPage(title=f"Event {number}", summary=WORDS[:90]))
    start = timezone.now() + timedelta(days=number + 1)
    EventDate.objects.create(event=event, start=start, end=start + timedelta(hours=2), locale=event.locale)
    return event


def make_site(updates: int) -> None:
    """Fill an empty database with ``updates`` updates of twenty blocks each."""
    home = Site.objects.get(is_default_site=True).root_page
    library = Library(home)
    index = home.add_child(instance=UpdateIndexPage(title="Updates", slug="updates"))
    for first in range(0, updates, 50):
        with transaction.atomic():
            for number in range(first, min(first + 50, updates)):
                make_update(index, number, library)


def make_update(index: Page, number: int, library: Library) -> None:
    pick = number % FEW
    update = UpdatePage(
        title=f"Update {number}",
        slug=f"update-{number}",
        introduction=WORDS[:200],
        period=date(1900 + number // 12, number % 12 + 1, 1),
        hero_image=library.images[pick],
        body=[{**block, "id": str(uuid4())} for block in list_blocks(pick, library)],
        first_published_at=timezone.make_aware(datetime(2000, 1, 1)) + timedelta(days=number),
    )
    locale = Locale.get_default()
    update.authors = [
        UpdateAuthor(person=library.people[(pick + n) % FEW], sort_order=n, locale=locale) for n in (0, 1)
    ]
    update.topics = [UpdateTopic(topic=library.topics[pick], locale=locale)]
    index.add_child(instance=update)


def list_blocks(pick: int, library: Library) -> Iterator[dict[str, Any]]:
    """Yield twenty blocks as they are stored. The eighth of everything that is ``pick`` is named most."""

    def block(name: str, value: Any) -> dict[str, Any]:
        return {"type": name, "value": value}

    def items(*values: Any) -> list[dict[str, Any]]:
        return [{"type": "item", "value": value, "id": str(uuid4())} for value in values]

    image = {"image": library.images[pick].pk, "alt_text": "A garden.", "decorative": False}
    link = {"label": "Read on", "page": library.events[pick].pk}
    document = {"document": library.documents[pick].pk, "label": "", "summary": "Two pages."}
    event = {"page": library.events[pick].pk, "date": None}
    ids = [event.pk for event in library.events]
    text = "".join(
        f'<p>{WORDS} <a linktype="page" id="{ids[(pick + n) % FEW]}">More</a> '
        f'<a linktype="document" id="{library.documents[(pick + n) % FEW].pk}">Minutes</a></p>'
        for n in range(2)
    )
    for n in range(3):
        yield block("heading", {"text": f"Part {n}", "level": "2"})
        yield block("paragraph", text)
        yield block("image", {"image": image, "caption": "The garden in May."})
    yield block("paragraph", text)
    yield block("quote", {"text": WORDS[:90], "person": library.people[pick].pk, "attribution": "", "role": ""})
    yield block("news", {"heading": "News", "body": text, "image": image, "links": items(link, link)})
    person = library.people[(pick + 3) % FEW].pk
    yield block(
        "team_intro", {"heading": "Hello", "person": person, "introduction": text, "own_words": "<p>Hello.</p>"}
    )
    yield block(
        "events", {"heading": "Events", "introduction": "", "items": [{**block("event", event), "id": str(uuid4())}]}
    )
    yield block("upcoming_events", {"heading": "Coming up", "count": 3, "series": None})
    yield block("call_to_action", {"heading": "Join", "text": "Please.", "links": items(link)})
    yield block("shared_call_to_action", library.calls[pick].pk)
    way = {"title": "An hour", "body": text, "links": items(link)}
    yield block("ways_to_take_part", {"heading": "Take part", "introduction": "", "items": items(way, way)})
    yield block("documents", {"heading": "Papers", "items": items(document, document)})
    yield block("video", {"url": "https://vimeo.com/76979871", "title": "A film", "transcript": WORDS})

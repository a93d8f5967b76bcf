"""What is hidden on a site, and the words in it.

The words are written nowhere else: ``Planted.word`` makes them. Each begins with ``zxq``, so that one expression finds
them all, and each is remembered with the place that it was planted in.
"""

import itertools
from datetime import date
from typing import Any

from django.contrib.auth.models import Group
from django.core.files.base import ContentFile
from django.db.models import Model
from django.test import Client
from wagtail.models import (
    Page,
    PageViewRestriction,
)

from blog.models import UpdateAuthor, UpdatePage, UpdateTopic
from cms.models import CallToAction, Document, Image, Topic
from cms.people.models import Person
from cms.streams import SharedBody
from events.models import EventDate, EventHost, EventPage, EventTopic, MeetingNotesPage
from tests import factories
from tests.factories import add_page, block, link

LETTERS = "bcdfghjkmnpqrstv"
PREFIX = "zxq"
SMALL = (160, 100)


class Planted:
    """What was planted: ``words`` tells where each secret word is; ``hidden`` and ``shown`` are objects."""

    def __init__(self) -> None:
        self.words: dict[str, str] = {}
        self.hidden: list[Model] = []
        self.shown: list[Model] = []
        # Where the change feed stands before anything is planted.
        self.token = Client().get("/api/v2/changes/?limit=500").json()["next"]
        self.numbers = itertools.product(LETTERS, repeat=3)

    def word(self, place: str) -> str:
        """Return a new secret word, to be written into ``place``."""
        word = PREFIX + "".join(next(self.numbers))
        self.words[word] = place
        return word

    def hide(self, thing: Any) -> Any:
        self.hidden.append(thing)
        return thing

    # Hidden things, each full of words

    def image(self, place: str, **kwargs: Any) -> Image:
        image = factories.make_image(
            size=SMALL,
            name=f"{self.word(f'file name of an image: {place}')}.jpg",
            title=self.word(f"title of an image: {place}"),
            description=self.word(f"alternative text of an image: {place}"),
            credit=self.word(f"credit of an image: {place}"),
            **kwargs,
        )
        image.tags.add(self.word(f"tag of an image: {place}"))
        factories.prepare_renditions(image)
        return self.hide(image)

    def document(self, place: str, **kwargs: Any) -> Document:
        content = self.word(f"content of a document: {place}").encode()
        name = self.word(f"file name of a document: {place}")
        document = Document.objects.create(
            title=self.word(f"title of a document: {place}"), file=ContentFile(content, name=f"{name}.txt"), **kwargs
        )
        document.tags.add(self.word(f"tag of a document: {place}"))
        return self.hide(document)

    def person(self, place: str, **kwargs: Any) -> Person:
        return self.hide(
            factories.make_person(
                self.word(f"name of a person: {place}"),
                role=self.word(f"role of a person: {place}"),
                biography=self.word(f"biography of a person: {place}"),
                photo=self.image(f"portrait of a person: {place}"),
                **kwargs,
            )
        )

    def topic(self, place: str, **kwargs: Any) -> Topic:
        return self.hide(
            factories.make_topic(
                self.word(f"name of a topic: {place}"),
                slug=self.word(f"slug of a topic: {place}"),
                description=self.word(f"description of a topic: {place}"),
                **kwargs,
            )
        )

    def action(self, place: str, **kwargs: Any) -> CallToAction:
        links = [block("link", link(self.word(f"link of a call to action: {place}"), email="hello@example.org"))]
        heading = self.word(f"heading of a call to action: {place}")
        return self.hide(factories.make_call_to_action(heading, links=links, **kwargs))

    def fields(self, model: type[Page], place: str) -> dict[str, Any]:
        """Return a secret word for every text that a page of ``model`` has."""
        names = ("title", "slug", "seo_title", "search_description", "introduction", "summary", "hero_alt")
        more = ("hero_caption", "venue_name", "venue_address", "access_notes", "cost")
        known = {field.name for field in model._meta.get_fields()}
        found: dict[str, Any] = {name: self.word(f"{name}: {place}") for name in (*names, *more) if name in known}
        if "joining_link" in known:
            found["joining_link"] = f"https://example.org/{self.word(f'joining link: {place}')}"
            found["sign_up_url"] = f"https://example.org/{self.word(f'sign-up address: {place}')}"
        if "body" in known:
            image = self.image(place)
            found["body"] = self.body(place, model, image)
            found.update({"hero_image": image} if "hero_image" in known else {})
        return found

    def body(self, place: str, model: type[Page], image: Image) -> list[dict[str, Any]]:
        described = {"image": image.pk, "decorative": False}
        described["alt_text"] = self.word(f"alternative text: {place}")
        file = self.document(f"body of {place}")
        blocks = [
            block("heading", {"text": self.word(f"heading: {place}"), "level": "2"}),
            block("paragraph", f'<p><a linktype="document" id="{file.pk}">{self.word(f"paragraph: {place}")}</a></p>'),
            block("image", {"image": described, "caption": self.word(f"caption: {place}")}),
            block("shared_call_to_action", self.action(f"body of {place}").pk),
        ]
        allowed = SharedBody().child_blocks if model is not UpdatePage else None
        return [part for part in blocks if allowed is None or part["type"] in allowed]

    def page(self, parent: Page, model: type[Page], place: str, *, live: bool = True, **kwargs: Any) -> Any:
        """Add a page full of secret words, with people, topics and dates of its own where it can have them."""
        page = model(**{**self.fields(model, place), **kwargs})
        if isinstance(page, UpdatePage):
            page.kind = UpdatePage.Kind.NEWS
            page.authors.set([UpdateAuthor(person=self.person(f"author of {place}"))])
            page.topics.set([UpdateTopic(topic=self.topic(f"topic of {place}"))])
        if isinstance(page, EventPage):
            page.hosts.set([EventHost(person=self.person(f"host of {place}"))])
            page.topics.set([EventTopic(topic=self.topic(f"topic of {place}"))])
            page.dates.set([self.date(place, hours=1), self.date(place, days=-40), self.date(place, days=20)])
        if isinstance(page, MeetingNotesPage):
            page.date = date(2026, 3, 1)
        return self.hide(add_page(parent, page, live=live))

    def date(self, place: str, **kwargs: Any) -> EventDate:
        words = {name: self.word(f"{name} of a date: {place}") for name in ("place", "note")}
        return factories.make_date(**kwargs, **words)


def restrict(page: Page, restriction_type: str = PageViewRestriction.LOGIN) -> PageViewRestriction:
    restriction = PageViewRestriction.objects.create(page=page, restriction_type=restriction_type, password="letmein")
    if restriction_type == PageViewRestriction.GROUPS:
        restriction.groups.add(Group.objects.get_or_create(name="Friends")[0])
    return restriction

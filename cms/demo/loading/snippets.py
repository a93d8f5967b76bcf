"""People, topics and shared calls to action, in English and in Welsh."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from cms.demo.content.blocks import Block
from cms.demo.content.people import LINK_LABELS_CY, PEOPLE
from cms.demo.content.snippets import CALLS, TOPICS
from cms.demo.dates import shift_month
from cms.demo.loading.publishing import Desk, publish
from cms.demo.references import SOURCE, make_key
from cms.demo.streams import StreamWriter
from cms.models import CallToAction, Topic
from cms.people.models import Person


def create_snippets(desk: Desk) -> None:
    """Create every snippet as a draft, so that pages and snippets can refer to each other."""
    for slug, topic in TOPICS.items():
        picture = desk.references.find_image(topic.picture)
        row = Topic(name=topic.name, slug=slug, description=topic.description, picture=picture, public=True)
        _save_draft(desk, "topic", slug, row)
    for key, person in PEOPLE.items():
        row = Person(
            name=person.name,
            pronouns=person.pronouns,
            role=person.role,
            group=person.group,
            position=person.position,
            biography=person.biography,
            own_words=person.own_words,
            photo=desk.references.find_image(f"portrait-{key}"),
            joined=person.joined and shift_month(desk.calendar.today, -person.joined).replace(day=3),
            public=True,
        )
        _save_draft(desk, "person", key, row)
    for key, call in CALLS.items():
        _save_draft(desk, "call_to_action", key, CallToAction(heading=call.heading, text=call.text))


def _save_draft(desk: Desk, model: str, key: str, row: Any) -> None:
    row.live = False
    row.locale = desk.english
    row.translation_key = make_key(f"{model}/{key}")
    row.save()
    desk.references.add(model, key, row, language=SOURCE)


def publish_snippets(desk: Desk) -> None:
    """Add the links of people and calls to action, and publish all."""
    for slug in TOPICS:
        _publish(desk, "topic", slug, SOURCE)
    for key, person in PEOPLE.items():
        _publish(desk, "person", key, SOURCE, links=person.links)
    for key, call in CALLS.items():
        _publish(desk, "call_to_action", key, SOURCE, links=call.links)


def translate_snippets(desk: Desk) -> None:
    """Create the Welsh translation of every snippet as a draft; they are published once all pages exist."""
    for slug, topic in TOPICS.items():
        _translate(desk, "topic", slug, name=topic.name_cy, slug=topic.slug_cy, description=topic.description_cy)
    for key, person in PEOPLE.items():
        _translate(desk, "person", key, **person.texts_cy)
    for key, call in CALLS.items():
        _translate(desk, "call_to_action", key, heading=call.heading_cy, text=call.text_cy)


def _translate(desk: Desk, model: str, key: str, **words: str) -> None:
    row = desk.references.find_row(model, key, SOURCE).copy_for_translation(desk.welsh)
    for name, value in words.items():
        setattr(row, name, value)
    row.live = False
    row.live_revision = row.latest_revision = None
    row.first_published_at = row.last_published_at = None
    row.save()
    desk.references.add(model, key, row, language="cy")


def publish_welsh_snippets(desk: Desk) -> None:
    for slug in TOPICS:
        _publish(desk, "topic", slug, "cy")
    for key, person in PEOPLE.items():
        links = tuple({**link, "label": LINK_LABELS_CY[link["label"]]} for link in person.links)
        _publish(desk, "person", key, "cy", links=links)
    for key, call in CALLS.items():
        labelled = zip(call.links, call.labels_cy, strict=True)
        _publish(desk, "call_to_action", key, "cy", links=tuple({**link, "label": label} for link, label in labelled))


def _publish(desk: Desk, model: str, key: str, language: str, links: tuple[dict[str, Any], ...] = ()) -> None:
    row = desk.references.find_row(model, key, language)
    at = desk.calendar.beginning + timedelta(days=1)
    if links:
        writer = StreamWriter(desk.references, desk.calendar, language=language, published=at)
        blocks: list[Block] = [{"type": "link", "value": link} for link in links]
        row.links = writer.write(f"{model}/{key}/links", blocks)
    publish(desk, row, at=at)

"""Feeds of updates with their full content: Atom (RFC 4287) and JSON Feed 1.1 (jsonfeed.org)."""

import json
import re
import uuid
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from xml.sax.xmlreader import AttributesImpl

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.feedgenerator import Atom1Feed

from blog.models.updates import UpdatePage
from cms.represent.characters import clean_text
from cms.represent.images import SOCIAL, find_renditions
from cms.represent.languages import find_text_language
from cms.upstream.django import SimplerXMLGenerator

UPDATES_PER_FEED = 20

LOCAL_ADDRESS = re.compile(r'(\b(?:href|src)=")(?=/(?!/))')
SOURCE_SET = re.compile(r'(?<=\bsrcset=")[^"]+')
# Elements that need the site's scripts and styles: players, whose videos are linked below them, and icons.
NOT_FOR_FEEDS = re.compile(r'<details class="video__player">.*?</details>|<(iframe|svg)\b.*?</\1>', re.DOTALL)


@dataclass(frozen=True)
class FeedEntry:
    id: str
    title: str
    url: str
    summary: str
    content: str
    image: str | None
    published: datetime
    updated: datetime
    authors: list[str]
    topics: list[str]
    language: str


@dataclass(frozen=True)
class UpdateFeed:
    """A feed with absolute addresses; ``url`` is that of its page, ``feed_url`` its own."""

    title: str
    description: str
    language: str
    url: str
    feed_url: str
    updated: datetime  # for an empty feed; otherwise that of the latest entry
    entries: list[FeedEntry] = field(default_factory=list)


def make_entry(update: UpdatePage, request: HttpRequest) -> FeedEntry:
    """Return one loaded update as an entry."""
    url = update.get_full_url(request)
    root = url.removesuffix(update.get_url_parts(request)[2])
    renditions = find_renditions(update.hero_image, SOCIAL) if update.hero_image else []
    return FeedEntry(
        id=uuid.uuid5(update.translation_key, update.locale.language_code).urn,
        title=update.title,
        url=url,
        summary=update.introduction,
        content=render_content(update, request, root),
        image=renditions[-1][1][-1].full_url if renditions else None,
        published=update.first_published_at,
        updated=update.last_published_at or update.first_published_at,
        authors=[person.name for person in update.authors_list],
        topics=[topic.name for topic in update.topics_list],
        language=find_text_language(update),
    )


def render_content(update: UpdatePage, request: HttpRequest, root: str) -> str:
    """Return an update's image and body as stand-alone HTML: with absolute addresses, without players and icons."""
    html: str = render_to_string("blog/feed_entry.html", {"page": update, "request": request}, request=request)
    html = LOCAL_ADDRESS.sub(rf"\g<1>{root}", NOT_FOR_FEEDS.sub("", html))
    return SOURCE_SET.sub(lambda match: make_source_set_absolute(match.group(0), root), html).strip()


def make_source_set_absolute(source_set: str, root: str) -> str:
    return ", ".join(root + source if source.startswith("/") else source for source in source_set.split(", "))


class FullAtomFeed(Atom1Feed):
    """Django's Atom feed with ``content`` in addition to ``summary``, and all authors."""

    def latest_post_date(self) -> datetime:
        """Return when the feed last changed. Django's default for an empty feed is now, which changes every second."""
        return super().latest_post_date() if self.items else self.feed["updated"]

    def item_attributes(self, item: dict[str, Any]) -> dict[str, str]:
        """Return the language of an entry that is not in that of the feed."""
        is_other = item["language"] != self.feed["language"]
        return {**super().item_attributes(item), **({"xml:lang": item["language"]} if is_other else {})}

    def add_item_elements(self, handler: SimplerXMLGenerator, item: dict[str, Any]) -> None:
        super().add_item_elements(handler, item)
        for name in item["authors"]:
            handler.startElement("author", AttributesImpl({}))
            handler.addQuickElement("name", name)
            handler.endElement("author")
        handler.addQuickElement("content", item["content"], {"type": "html"})


def write_atom(feed: UpdateFeed) -> str:
    """Return the feed as Atom. It is the author of entries without one, as RFC 4287, 4.1.2 requires."""
    title, description = clean_text(feed.title), clean_text(feed.description)
    atom = FullAtomFeed(
        title=title,
        link=feed.url,
        description=description,
        subtitle=description or None,
        language=feed.language,
        feed_url=feed.feed_url,
        author_name=title,
        updated=feed.updated,
    )
    for entry in feed.entries:
        atom.add_item(
            title=clean_text(entry.title),
            link=entry.url,
            description=clean_text(entry.summary),
            unique_id=entry.id,
            pubdate=entry.published,
            updateddate=entry.updated,
            categories=[clean_text(name) for name in entry.topics],
            content=clean_text(entry.content),
            authors=[clean_text(name) for name in entry.authors],
            language=entry.language,
        )
    return atom.writeString("utf-8")


def write_json(feed: UpdateFeed) -> str:
    """Return the feed as JSON Feed 1.1, without empty members."""
    items = [
        {
            "id": entry.id,
            "url": entry.url,
            "title": entry.title,
            "summary": entry.summary,
            "content_html": entry.content,
            "image": entry.image,
            "date_published": entry.published.isoformat(),
            "date_modified": entry.updated.isoformat(),
            "authors": [{"name": name} for name in entry.authors],
            "tags": entry.topics,
            "language": entry.language,
        }
        for entry in feed.entries
    ]
    document = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": feed.title,
        "home_page_url": feed.url,
        "feed_url": feed.feed_url,
        "description": feed.description,
        "language": feed.language,
        "items": [drop_empty(item) for item in items],
    }
    return json.dumps(drop_empty(document) | {"items": document["items"]}, ensure_ascii=False)


def drop_empty(members: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in members.items() if value}


# By format: the function that writes it, and its content type.
FEED_FORMATS = {
    "atom": (write_atom, "application/atom+xml; charset=utf-8"),
    "json": (write_json, "application/feed+json; charset=utf-8"),
}

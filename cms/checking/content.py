"""What checks look at: the blocks, links and pictures of a page, as stored, at any depth.

Nothing here runs a query: streams are read as they are stored, with the keys of what they refer to.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from html import unescape
from typing import Any, NamedTuple

from django.db.models import URLField
from django.utils import timezone
from wagtail.blocks import BaseStreamBlock, BaseStructBlock, Block, ListBlock, PageChooserBlock, RichTextBlock, URLBlock
from wagtail.images.blocks import ImageBlock

from cms.blocks import LinkBlock
from cms.blocks.links import TARGETS
from cms.releases.revisions import list_streams
from cms.represent.rich_text import ATTRIBUTE, read_link

LINK = re.compile(r"<a\b[^>]*>(.*?)</a>", re.DOTALL)
TAG = re.compile(r"<[^>]*>")
TITLE_LENGTH = 60


@dataclass(frozen=True)
class Place:
    """Where something is on a page: in ``field``, and in a stream the nearest block with an ID.

    ``kind`` is the name of the block of the stream, and ``title`` what it says first.
    """

    field: str
    block: str = ""
    kind: str = ""
    title: str = ""


class Part(NamedTuple):
    """A block of a page with its stored value."""

    block: Any
    value: Any
    place: Place


class Link(NamedTuple):
    """A link with its text. It leads to the page with the key ``page``, or to ``url``, or to something else."""

    place: Place
    text: str
    page: int | None = None
    url: str = ""
    is_in_text: bool = False


class Picture(NamedTuple):
    """A use of a picture; ``alt_field`` is the name of the input for its description in the form."""

    place: Place
    image: int
    alt: str
    is_decorative: bool
    alt_field: str


class Content:
    """A page as it was read, with all that is in its streams."""

    def __init__(self, page: Any) -> None:
        self.page = page

    @cached_property
    def now(self) -> datetime:
        return timezone.now()

    @cached_property
    def moment(self) -> datetime:
        """When readers read it first: a post speaks of the day of its publication, any other page of today."""
        page = self.page
        if not getattr(page, "is_dated", False):
            return self.now
        if page.live and page.first_published_at:
            return min(page.first_published_at, self.now)
        return max(page.go_live_at or self.now, self.now)

    @cached_property
    def parts(self) -> list[Part]:
        """All blocks of all streams, in their order."""
        model: Any = type(self.page)
        return [
            part
            for name in list_streams(model)
            for part in walk_stream(self.page._meta.get_field(name).stream_block, getattr(self.page, name), Place(name))
        ]

    @cached_property
    def links(self) -> list[Link]:
        return [link for part in self.parts for link in read_links(part)]

    @cached_property
    def pictures(self) -> list[Picture]:
        found = [picture for part in self.parts for picture in read_pictures(part)]
        if image := getattr(self.page, "hero_image_id", None):
            found.insert(
                0, Picture(Place("hero_alt"), image, self.page.hero_alt, is_decorative=False, alt_field="hero_alt")
            )
        return found

    @cached_property
    def addresses(self) -> list[tuple[Place, str]]:
        """The web addresses outside of this site that readers are led to."""
        private = getattr(self.page, "private_fields", ())
        fields = [
            (Place(field.name), getattr(self.page, field.name))
            for field in self.page._meta.concrete_fields
            if isinstance(field, URLField) and field.name not in private
        ]
        blocks = [(part.place, part.value) for part in self.parts if isinstance(part.block, URLBlock)]
        texts = [(link.place, link.url) for link in self.links if link.is_in_text]
        return [
            (place, url)
            for place, url in (*fields, *blocks, *texts)
            if isinstance(url, str) and url.startswith(("http://", "https://"))
        ]

    def list_chosen(self, *blocks: type[Block]) -> Iterator[tuple[Place, int]]:
        """Yield the place and the key of each object that a chooser of these classes has chosen."""
        for part in self.parts:
            if isinstance(part.block, blocks) and isinstance(part.value, int):
                yield part.place, part.value

    def list_chosen_pages(self) -> Iterator[tuple[Place, int]]:
        yield from self.list_chosen(PageChooserBlock)
        yield from ((link.place, link.page) for link in self.links if link.is_in_text and link.page)


def walk_stream(block: BaseStreamBlock, stream: Any, place: Place) -> Iterator[Part]:
    """Yield all blocks of a page's stream."""
    for child in stream.get_prep_value() if stream else ():
        inner = block.child_blocks.get(child["type"])
        if inner is not None:
            title = find_title(inner, child["value"])
            here = replace(place, block=child.get("id") or "", kind=child["type"], title=title)
            yield from walk(inner, child["value"], here)


def walk(block: Any, value: Any, place: Place) -> Iterator[Part]:
    """Yield a block and all blocks inside, each with its stored value."""
    yield Part(block, value, place)
    if isinstance(block, ImageBlock):
        return
    if isinstance(block, BaseStructBlock):
        values = value if isinstance(value, Mapping) else {}
        left_out = find_unused(values) if isinstance(block, LinkBlock) else ()
        for name, inner in block.child_blocks.items():
            if name not in left_out:
                yield from walk(inner, values.get(name), place)
    elif isinstance(block, BaseStreamBlock | ListBlock):
        for child in value if isinstance(value, list) else ():
            is_long = isinstance(child, Mapping) and "value" in child and "type" in child
            inner = block.child_block if isinstance(block, ListBlock) else block.child_blocks.get(child.get("type"))
            own = (child.get("id") if is_long else "") or place.block
            if inner is not None:
                yield from walk(inner, child["value"] if is_long else child, replace(place, block=own))


def find_unused(link: Mapping[str, Any]) -> set[str]:
    """Return the targets of a link that were typed before another kind was chosen."""
    chosen = link.get("goes_to")
    return set(TARGETS) - {chosen} if chosen else set()


def find_title(block: Any, value: Any) -> str:
    """Return what a block says first, to find it on a page."""
    if isinstance(value, Mapping):
        names = re.findall(r"\{(\w+)\}", getattr(block.meta, "label_format", "") or "")
        texts: Iterable[Any] = (value.get(name) for name in names)
        text = next((text for text in texts if isinstance(text, str) and text), "")
    else:
        text = value if isinstance(value, str) else ""
    text = to_plain(text)
    return text if len(text) <= TITLE_LENGTH else f"{text[: TITLE_LENGTH - 1].rstrip()}…"


def to_plain(html: str) -> str:
    return " ".join(unescape(TAG.sub(" ", html)).split())


def read_links(part: Part) -> Iterator[Link]:
    block, value, place = part
    if isinstance(block, LinkBlock) and isinstance(value, Mapping):
        unused = find_unused(value)
        page = value.get("page") if "page" not in unused else None
        url = value.get("url") if "url" not in unused else ""
        yield Link(place, (value.get("label") or "").strip(), page, url or "")
    elif isinstance(block, RichTextBlock) and isinstance(value, str):
        for match in LINK.finditer(value):
            tag = match.group(0).partition(">")[0] + ">"
            kind, key = read_link(tag) or ("", None)
            href = "" if kind else unescape(dict(ATTRIBUTE.findall(tag)).get("href", ""))
            yield Link(place, to_plain(match.group(1)), key if kind == "page" else None, href, is_in_text=True)


def read_pictures(part: Part) -> Iterator[Picture]:
    if isinstance(part.block, ImageBlock):
        value = part.value if isinstance(part.value, Mapping) else {"image": part.value}
        if image := value.get("image"):
            alt, is_decorative = value.get("alt_text") or "", bool(value.get("decorative"))
            yield Picture(part.place, image, alt, is_decorative, "alt_text")

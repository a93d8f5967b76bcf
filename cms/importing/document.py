"""What a document says, whatever program wrote it: a list of passages."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from html import escape
from typing import Any, NamedTuple


@dataclass(frozen=True)
class Run:
    """Characters with one style; ``\\n`` begins a new line."""

    text: str
    bold: bool = False
    italic: bool = False
    href: str = ""


class Link(NamedTuple):
    label: str
    href: str


@dataclass(frozen=True)
class Text:
    """Characters with bold, italic and links."""

    runs: tuple[Run, ...] = ()

    @property
    def plain(self) -> str:
        return "".join(run.text for run in self.runs)

    @property
    def links(self) -> list[Link]:
        """The links in their order; a label of several styles is one link."""
        links: list[Link] = []
        for before, run in zip([None, *self.runs], self.runs, strict=False):
            if run.href and before and before.href == run.href:
                links[-1] = Link(links[-1].label + run.text, run.href)
            elif run.href:
                links.append(Link(run.text, run.href))
        return [Link(link.label.strip(), link.href) for link in links]

    @property
    def lines(self) -> list["Text"]:
        """The lines that are not empty."""
        return self.split(r"\n")

    def split(self, pattern: str) -> list["Text"]:
        """Return the parts between what matches a pattern, without those that are empty."""
        parts: list[list[Run]] = [[]]
        for run in self.runs:
            first, *others = re.split(pattern, run.text)
            parts[-1].append(replace(run, text=first))
            parts.extend([replace(run, text=part)] for part in others)
        return [text for part in parts if (text := tidy(part)).runs]

    def __bool__(self) -> bool:
        return bool(self.runs)


@dataclass(frozen=True)
class Heading:
    level: int
    text: Text


@dataclass(frozen=True)
class Paragraph:
    text: Text


@dataclass(frozen=True)
class Item:
    text: Text
    inner: tuple["Items", ...] = ()


@dataclass(frozen=True)
class Items:
    """A list."""

    ordered: bool
    items: tuple[Item, ...]


@dataclass(frozen=True)
class Quotation:
    paragraphs: tuple[Text, ...]


@dataclass(frozen=True)
class Table:
    rows: tuple[tuple[Text, ...], ...]


@dataclass(frozen=True)
class Picture:
    """A picture: its bytes, or only the address where it is."""

    alt: str = ""
    address: str = ""
    data: bytes | None = field(default=None, repr=False)
    caption: str = ""


Passage = Heading | Paragraph | Items | Quotation | Table | Picture


@dataclass(frozen=True)
class Document:
    """``notes`` say what did not come along; ``properties`` are what the file says of itself, such as a date."""

    passages: tuple[Passage, ...]
    notes: tuple[str, ...] = ()
    properties: dict[str, Any] = field(default_factory=dict)


# Spaces, and what people do not see

SPACES = re.compile(r"[ \t\r\f\v\u00a0\u2002-\u200a\u202f\u205f\u3000]+")
INVISIBLE = re.compile(r"[\x00-\x08\x0e-\x1f\x7f\u00ad\u200b\u2060\ufeff\ufffe\uffff\ud800-\udfff]")
JOINERS = " \n\u200c\u200d"  # nothing by themselves, and used within words and emoji
AROUND_BREAKS = re.compile(r" *\n *")


def tidy(runs: Iterable[Run]) -> Text:
    """Return runs without needless spaces and without borders where the style does not change."""
    joined: list[Run] = []
    for run in runs:
        text = SPACES.sub(" ", INVISIBLE.sub("", run.text))
        if not text:
            continue
        if joined and replace(joined[-1], text="") == replace(run, text=""):
            joined[-1] = replace(run, text=joined[-1].text + text)
        else:
            joined.append(replace(run, text=text))
    tidied: list[Run] = []
    ends_in_space = True
    for run in joined:
        text = AROUND_BREAKS.sub("\n", SPACES.sub(" ", run.text))
        if ends_in_space:
            text = text.lstrip(" " if tidied else " \n")
        if text:
            ends_in_space = text[-1] in " \n"
            tidied.append(replace(run, text=text))
    while tidied and not tidied[-1].text.rstrip():
        tidied.pop()
    if tidied:
        tidied[-1] = replace(tidied[-1], text=tidied[-1].text.rstrip())
    return Text(tuple(tidied) if any(run.text.strip(JOINERS) for run in tidied) else ())


def join_texts(texts: Iterable[Text], between: str = "\n") -> Text:
    runs: list[Run] = []
    for text in texts:
        if text:
            runs += [*([Run(between)] if runs else []), *text.runs]
    return tidy(runs)


def make_text(plain: str) -> Text:
    return tidy([Run(plain)])


# Every word


def list_texts(passages: Iterable[Passage]) -> Iterator[Text]:
    """Yield all that people can read in passages, in its order."""
    for passage in passages:
        match passage:
            case Heading() | Paragraph():
                yield passage.text
            case Items():
                yield from list_item_texts(passage)
            case Quotation():
                yield from passage.paragraphs
            case Table():
                yield from (cell for row in passage.rows for cell in row)
            case Picture():
                yield make_text(passage.alt)
                yield make_text(passage.caption)


def list_item_texts(items: Items) -> Iterator[Text]:
    for item in items.items:
        yield item.text
        for inner in item.inner:
            yield from list_item_texts(inner)


# HTML, as rich text stores it


def write_text(text: Text, attributes: "LinkWriter | None" = None) -> str:
    """Return HTML of the kind that rich text stores, without a surrounding paragraph."""
    write = attributes or write_href
    parts: list[str] = []
    href = ""
    for run in text.runs:
        if run.href != href:
            parts.append("</a>" if href else "")
            parts.append(f"<a {write(run.href)}>" if run.href else "")
            href = run.href
        written = escape(run.text, quote=False).replace("\n", "<br/>")
        written = f"<i>{written}</i>" if run.italic else written
        parts.append(f"<b>{written}</b>" if run.bold else written)
    parts.append("</a>" if href else "")
    return "".join(parts)


def write_items(items: Items, attributes: "LinkWriter | None" = None) -> str:
    tag = "ol" if items.ordered else "ul"
    written = (
        f"<li>{write_text(item.text, attributes)}{''.join(write_items(inner, attributes) for inner in item.inner)}</li>"
        for item in items.items
    )
    return f"<{tag}>{''.join(written)}</{tag}>"


def write_href(href: str) -> str:
    return f'href="{escape(href)}"'


class LinkWriter:
    """Returns the attributes of a link: a page of this site is linked by its number."""

    def __init__(self, find_page: Any) -> None:
        self.find_page = find_page

    def __call__(self, href: str) -> str:
        page = self.find_page(href)
        return f'linktype="page" id="{page}"' if page else write_href(href)

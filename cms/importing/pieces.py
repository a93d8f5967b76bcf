"""Turns a document into blocks: the pieces of a page, each with what else it could be."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from html import escape
from typing import Any

from django.utils.translation import gettext as _

from cms.importing.document import (
    Document,
    Heading,
    Items,
    Paragraph,
    Passage,
    Picture,
    Quotation,
    Run,
    Table,
    Text,
    join_texts,
    make_text,
    tidy,
    write_items,
    write_text,
)
from cms.importing.kinds import Block, Context, Kind, have_keys

PARAGRAPH, HEADING, IMAGE, QUOTE = "paragraph", "heading", "image", "quote"
MAX_HEADING = 150
PLAIN, DEFAULT = "plain", "default"


@dataclass(frozen=True)
class Choice:
    """What a piece can be; ``key`` names it in a form."""

    key: str
    label: str
    blocks: tuple[Block, ...]
    is_complete: bool = True
    note: str = ""


@dataclass(frozen=True)
class Piece:
    """Passages that belong together. The first choice is the one that is offered."""

    passages: tuple[Passage, ...]
    choices: tuple[Choice, ...]

    def choose(self, key: str) -> Choice:
        return next((choice for choice in self.choices if choice.key == key), self.choices[0])


def arrange(document: Document, context: Context, kinds: Sequence[Kind], keys: Collection[str]) -> list[Piece]:
    """Return the pieces of a document, for a stream that has blocks with these keys."""
    passages = level_headings(document.passages, context.title)
    kinds = [kind for kind in kinds if kind.block in keys]
    pieces: list[Piece] = []
    run: list[Passage] = []
    position = 0
    while position < len(passages):
        rest = passages[position:]
        choices = list_offers(rest, context, kinds, keys)
        if choices or not isinstance(rest[0], Paragraph | Items | Table):
            pieces.extend(make_plain_piece(run, context, keys))
            run = []
            length, offered = choices or (1, [])
            pieces.append(make_piece(rest[:length], offered, context, keys))
            position += length
        else:
            run.append(rest[0])
            position += 1
    return [*pieces, *make_plain_piece(run, context, keys)]


def list_offers(
    rest: Sequence[Passage], context: Context, kinds: Sequence[Kind], keys: Collection[str]
) -> tuple[int, list[Choice]] | None:
    """Return how many passages the first kind that recognises them takes, and all that these could be."""
    offers = [(kind, offer) for kind in kinds if (offer := kind.offer(rest, context))]
    offers = [(kind, offer) for kind, offer in offers if have_keys(offer.blocks, keys)]
    if not offers:
        return None
    length = offers[0][1].length
    return length, [
        Choice(kind.block, str(kind.label), tuple(offer.blocks), offer.is_complete, offer.note)
        for kind, offer in offers
        if offer.length == length
    ]


def make_piece(passages: Sequence[Passage], offered: list[Choice], context: Context, keys: Collection[str]) -> Piece:
    usual = tuple(write_blocks(passages, context, keys))
    text = tuple(write_blocks(passages, context, {PARAGRAPH, IMAGE} & set(keys)))
    label = {HEADING: _("Heading"), IMAGE: _("Picture")}.get(usual[0].type, _("Text")) if usual else _("Text")
    choices = [*offered]
    if usual != text:
        choices.append(Choice(DEFAULT, label if len(usual) == 1 else _("Heading and text"), usual))
        choices.append(Choice(PLAIN, _("Text"), text))
    else:
        choices.append(Choice(PLAIN, label, text))
    return Piece(tuple(passages), tuple(choices))


def make_plain_piece(run: list[Passage], context: Context, keys: Collection[str]) -> Iterator[Piece]:
    if run:
        yield make_piece(run, [], context, keys)


def level_headings(passages: Sequence[Passage], title: str) -> list[Passage]:
    """Return passages whose headings have the levels that a page has; one that repeats its title is left out."""
    kept = [one for one in passages if not (isinstance(one, Heading) and one.text.plain.strip() == title.strip())]
    levels = sorted({one.level for one in kept if isinstance(one, Heading)})
    return [replace(one, level=2 if one.level == levels[0] else 3) if isinstance(one, Heading) else one for one in kept]


# What fits nowhere else


def write_blocks(passages: Sequence[Passage], context: Context, keys: Collection[str]) -> Iterator[Block]:
    """Yield blocks of headings, pictures and text that say what passages say."""
    html: list[str] = []
    for passage in passages:
        if isinstance(passage, Heading) and HEADING in keys and len(passage.text.plain) <= MAX_HEADING:
            yield from write_paragraph(html)
            yield Block(HEADING, {"text": passage.text.plain, "level": str(passage.level)})
            html = [f"<p>{write_links(passage.text, context)}</p>"] if passage.text.links else []
        elif isinstance(passage, Picture):
            yield from write_paragraph(html)
            html = []
            yield from write_picture(passage, keys)
        else:
            html.append(write_passage(passage, context))
    yield from write_paragraph(html)


def write_paragraph(html: list[str]) -> Iterator[Block]:
    if written := "".join(html):
        yield Block(PARAGRAPH, written)


def write_picture(picture: Picture, keys: Collection[str]) -> Iterator[Block]:
    if IMAGE in keys:
        yield Block(IMAGE, {"image": picture, "caption": picture.caption})
    elif text := " – ".join(filter(None, [picture.alt, picture.caption])):
        yield Block(PARAGRAPH, f"<p>{escape(text, quote=False)}</p>")


def write_passage(passage: Passage, context: Context) -> str:
    """Return a passage as rich text."""
    links = context.link_writer
    match passage:
        case Heading():
            bold = tidy(Run(run.text, bold=True, href=run.href) for run in passage.text.runs)
            return f"<p>{write_text(bold, links)}</p>"
        case Paragraph():
            return f"<p>{write_text(passage.text, links)}</p>"
        case Items():
            return write_items(passage, links)
        case Quotation():
            return "".join(f"<p>{write_text(text, links)}</p>" for text in passage.paragraphs)
        case Table():
            rows = (join_texts([cell for cell in row if cell], " – ") for row in passage.rows)
            return "".join(f"<p>{write_text(row, links)}</p>" for row in rows if row)
        case _:
            return ""


def write_links(text: Text, context: Context) -> str:
    """Return the links of a heading, which cannot have any."""
    found = (Text((Run(link.label, href=link.href),)) for link in text.links)
    return write_text(join_texts(found, " · "), context.link_writer)


def find_title(document: Document) -> str:
    """Return the title of a document: what it says of itself, or the heading above all others."""
    title: Any = document.properties.get("title") or document.properties.get("main_heading")
    if title:
        return make_text(str(title)).plain
    headings = [passage for passage in document.passages if isinstance(passage, Heading)]
    top = [heading for heading in headings if heading.level == min(one.level for one in headings)]
    return top[0].text.plain if len(top) == 1 and document.passages[0] == top[0] else ""

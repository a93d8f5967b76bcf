"""Recognises lines that announce events in a document that is brought in."""

import re
from collections.abc import Sequence
from typing import Any, NamedTuple

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cms.importing.document import Heading, Items, Link, Paragraph, Passage, Table, Text, join_texts
from cms.importing.kinds import Block, Context, Offer, make_item
from cms.importing.moments import Moment, find_moment

MAX_TITLE, MAX_PLACE, MAX_INTRODUCTION, MAX_LINE = 150, 200, 500, 600
SIGN_UP = (
    r"sign[- ]?up|book(?: now| a place| your place| here| online)?|register|reserve a place|rsvp|tickets?|details|"
    r"more(?: information| details| about it)?|find out more|read more|cofrestru|cofrestrwch|archebu|archebwch(?: le)?|"
    r"mwy(?: o wybodaeth)?|manylion|rhagor"
)
SIGN_UP_LABEL = re.compile(rf"(?:please\s+)?(?:{SIGN_UP})(?:\s+(?:here|at|now|online|yma|nawr))?\W*", re.IGNORECASE)
SIGN_UP_END = re.compile(
    rf"(?:^|(?<=[\s.,;(–—-]))(?:please\s+)?(?:{SIGN_UP})(?:\s+(?:here|at|now|online|yma))?\s*:?\s*$", re.IGNORECASE
)
PROSE = re.compile(
    r"\b(?:is|are|was|were|be|been|met|held|had|have|has|will|we|our|they|i|thanks|mae|oedd|roedd|bydd|cawsom|fydd)\b",
    re.IGNORECASE,
)
ONLINE = re.compile(r"\b(?:online|zoom|teams|ar-lein|ar lein)\b", re.IGNORECASE)
ONLY_ONLINE = {"online", "ar-lein", "ar lein", "on line"}
EDGES = " \t,;:.|()·•–—-"
JOINTS = re.compile(r"^(?:at|in|yn|ym|yng)\s+|\s+(?:on|at|from|ar|am)$", re.IGNORECASE)
PARTS = re.compile(r"\s+[–—-]\s+|:\s+|,\s+|\s+\|\s+|\s+(?=(?:at|yn|ym) )")


class Line(NamedTuple):
    """An event that a line announces."""

    title: str
    place: str
    url: str
    moment: Moment

    @property
    def note(self) -> str:
        if self.moment.fits_weekday:
            return ""
        with_title = {"title": self.title, "date": f"{self.moment.start:%d/%m/%Y}"}
        return _("Check the day of “%(title)s”: %(date)s is another day of the week.") % with_title


class EventsKind:
    """Lines with a day and a time, under a heading or without one."""

    block = "events"
    label = gettext_lazy("Events")

    def offer(self, passages: Sequence[Passage], context: Context) -> Offer | None:
        heading = passages[0].text.plain if isinstance(passages[0], Heading) else ""
        length = 1 if heading else 0
        introduction = ""
        if heading and len(passages) > 2 and not read_events(passages[1], heading, context):
            introduction = read_introduction(passages[1])
            length += bool(introduction)
        lines: list[Line] = []
        while length < len(passages) and (found := read_events(passages[length], heading, context)):
            lines += found
            length += 1
        if not lines or len(heading) > MAX_TITLE:
            return None
        with translation.override(context.language):
            usual = lines[0].title if len(lines) == 1 else _("Events")
        value = {
            "heading": heading or usual,
            "introduction": introduction,
            "items": [make_item(make_event(line), "external_event") for line in lines],
        }
        return Offer(length, [Block("events", value)], note=" ".join(line.note for line in lines if line.note))


def make_event(line: Line) -> dict[str, Any]:
    return {
        "title": line.title,
        "organiser": "",
        "start": line.moment.start.isoformat(),
        "end": line.moment.end.isoformat() if line.moment.end else None,
        "place": "" if line.place.lower() in ONLY_ONLINE else line.place,
        "online": bool(ONLINE.search(f"{line.title} {line.place}")),
        "url": line.url,
    }


def read_introduction(passage: Passage) -> str:
    """Return a paragraph between a heading and its events; one with links would lose them."""
    is_plain = isinstance(passage, Paragraph) and not passage.text.links
    text = passage.text.plain if isinstance(passage, Paragraph) and is_plain else ""
    return text if len(text) <= MAX_INTRODUCTION else ""


def read_events(passage: Passage, heading: str, context: Context) -> list[Line]:
    """Return the events of a passage if it announces nothing else."""
    texts: list[Text] = []
    match passage:
        case Paragraph():
            whole = read_line(join_texts(passage.text.lines, ", "), heading, context)
            if whole:
                return [whole]
            texts = passage.text.lines
        case Items():
            if any(item.inner for item in passage.items):
                return []
            texts = [join_texts(item.text.lines, ", ") for item in passage.items]
        case Table():
            texts = [join_texts([cell for cell in row if cell], " – ") for row in passage.rows]
    lines = [read_line(text, heading if len(texts) == 1 else "", context) for text in texts]
    return [line for line in lines if line] if lines and all(lines) else []


def read_line(text: Text, heading: str, context: Context) -> Line | None:
    """Return the event that a line announces. All its words are in the title or the place, or say when it is."""
    if len(text.plain) > MAX_LINE or len(text.links) > 1 or any(len(link.label) > MAX_PLACE for link in text.links):
        return None
    plain, url = text.plain, ""
    for link in text.links:
        if not link.href.startswith(("http://", "https://")):
            return None
        plain, url = drop_label(plain, link), link.href
    moment = find_moment(plain, context.month, context.zone)
    if moment is None:
        return None
    before = trim(plain[: moment.begins])
    after = trim(drop_sign_up(plain[moment.stops :], has_link=bool(url)))
    if PROSE.search(f"{before} {after}") or ". " in before:
        return None
    title, place = (before, after) if before else split_title(after)
    title = title or heading
    if not title or len(title) > MAX_TITLE or len(place) > MAX_PLACE:
        return None
    return Line(title, place, url, moment)


def drop_label(plain: str, link: Link) -> str:
    """Leave out the label of a link if it says only that there is one."""
    is_address = link.label in {link.href, link.href.removeprefix("https://")}
    if not (is_address or SIGN_UP_LABEL.fullmatch(link.label)):
        return plain
    before, _label, after = plain.rpartition(link.label)
    return f"{before.rstrip()} {after}".rstrip() if after.strip(EDGES) else before.rstrip()


def drop_sign_up(text: str, *, has_link: bool) -> str:
    return SIGN_UP_END.sub("", text.rstrip(EDGES)) if has_link else text


def trim(text: str) -> str:
    return JOINTS.sub("", text.strip(EDGES)).strip(EDGES)


def split_title(text: str) -> tuple[str, str]:
    """Return the title and the place of a line that begins with the date."""
    title, *rest = PARTS.split(text, maxsplit=1)
    return trim(title), trim(rest[0]) if rest else ""

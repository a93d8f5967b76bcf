"""Recognises quotations and introductions of people in a document that is brought in."""

import re
from collections.abc import Sequence
from typing import Any, NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cms.importing.document import (
    Heading,
    Items,
    Paragraph,
    Passage,
    Quotation,
    Text,
    make_text,
    write_items,
    write_text,
)
from cms.importing.kinds import Block, Context, Offer

MAX_HEADING, MAX_NAME = 150, 100
QUOTED = re.compile(r"[“\"‘«](?P<text>[^“”\"«»]+)[”\"’»][.,]?\s*(?P<source>[–—-]\s*.+)?", re.DOTALL)
SOURCE = re.compile(r"^\s*[–—-]+\s*(?P<name>[^,(–—]+?)\s*(?:[,(–—]\s*(?P<role>.+?)\)?\s*)?$")
WELCOME = re.compile(
    r"^(?:a (?:warm )?welcome|welcome|meet|introducing|say hello|say hi|hello(?: to)?|"
    r"new (?:colleague|team member|face)|croeso|cyflwyno|dewch i gwrdd|cwrdd|dyma)\b",
    re.IGNORECASE,
)


class Quote(NamedTuple):
    texts: tuple[Text, ...]
    name: str
    role: str

    @property
    def plain(self) -> str:
        return "\n\n".join(text.plain for text in self.texts)

    @property
    def has_links(self) -> bool:
        return any(text.links for text in self.texts)


class TeamIntroKind:
    """A heading that welcomes somebody, text, and their own words."""

    block = "team_intro"
    label = gettext_lazy("Team introduction")

    def offer(self, passages: Sequence[Passage], context: Context) -> Offer | None:
        heading = passages[0]
        if not isinstance(heading, Heading) or not 0 < len(heading.text.plain) <= MAX_HEADING or heading.text.links:
            return None
        about: list[str] = []
        for position, passage in enumerate(passages[1:], 1):
            found = read_quote(passages[position:])
            if found:
                quote, length = found
                return self.make_offer(heading.text.plain, about, quote, position + length, context)
            match passage:
                case Paragraph():
                    about.append(f"<p>{write_text(passage.text, context.link_writer)}</p>")
                case Items():
                    about.append(write_items(passage, context.link_writer))
                case _:
                    return None
        return None

    def make_offer(self, heading: str, about: list[str], quote: Quote, length: int, context: Context) -> Offer | None:
        person = find_person(f"{heading} {quote.name}", context)
        if not (WELCOME.match(heading) or (person and find_person(heading, context))):
            return None
        words = "".join(f"<p>{write_text(text, context.link_writer)}</p>" for text in quote.texts)
        is_named = quote.name and quote.name.lower() not in f"{heading} {' '.join(about)}".lower()
        source = ", ".join(filter(None, [quote.name, quote.role]))
        if source and (is_named or quote.role):
            words += f"<p>– {write_text(make_text(source))}</p>"
        value = {"heading": heading, "person": person, "introduction": "".join(about), "own_words": words}
        note = "" if person else _("Choose the person in the editor.")
        return Offer(length, [Block("team_intro", value)], is_complete=person is not None, note=note)


class QuoteKind:
    """A quotation, with the name of who said it."""

    block = "quote"
    label = gettext_lazy("Quote")

    def offer(self, passages: Sequence[Passage], context: Context) -> Offer | None:
        found = read_quote(passages)
        if found is None:
            return None
        quote, length = found
        if quote.has_links or not quote.plain:
            return None
        person = context.people.get(quote.name.lower()) if quote.name else None
        value = {
            "text": quote.plain,
            "person": person,
            "attribution": "" if person else quote.name,
            "role": quote.role,
        }
        return Offer(length, [Block("quote", value)])


def find_person(text: str, context: Context) -> Any:
    """Return the key of the person with the longest name that a text contains."""
    names = [name for name in context.people if re.search(rf"\b{re.escape(name)}\b", text.lower())]
    return context.people[max(names, key=len)] if names else None


def read_quote(passages: Sequence[Passage]) -> tuple[Quote, int] | None:
    """Return a quotation at the beginning of passages, and how many of them it takes with its source."""
    first = passages[0]
    following = passages[1] if len(passages) > 1 else None
    if isinstance(first, Quotation):
        *texts, last = first.paragraphs
        if texts and (source := read_source(last)):
            return Quote(tuple(texts), *source), 1
        source = read_source(following.text) if isinstance(following, Paragraph) else None
        return Quote(first.paragraphs, *(source or ("", ""))), 2 if source else 1
    if not isinstance(first, Paragraph) or first.text.links:
        return None
    match = QUOTED.fullmatch(first.text.plain.strip())
    if not match:
        return None
    words = (make_text(match["text"]),)
    if match["source"]:
        source = read_source(make_text(match["source"]))
        return (Quote(words, *source), 1) if source else None
    source = read_source(following.text) if isinstance(following, Paragraph) else None
    return Quote(words, *(source or ("", ""))), 2 if source else 1


def read_source(text: Text) -> tuple[str, str] | None:
    """Return the name and role of a line such as “– Mari, cook”."""
    match = SOURCE.match(text.plain) if not text.links and len(text.plain) <= 3 * MAX_NAME else None
    if not match:
        return None
    name, role = match["name"].strip(), (match["role"] or "").strip()
    return (name, role) if len(name) <= MAX_NAME and len(role) <= MAX_NAME else None

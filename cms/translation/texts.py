"""Texts of translations, as people write them and as wagtail-localize keeps them.

It keeps every text as a piece of HTML in which only inline elements occur, and links as ``<a id="a1">``. In plain
fields people write plain text.
"""

import difflib
import re

from bs4 import BeautifulSoup, Tag
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from cms.represent.characters import clean_text
from cms.upstream.wagtail_localize import INLINE_TAGS, StringValue

# What browsers write, and what Wagtail's rich text has.
USUAL_TAGS = {"strong": "b", "em": "i"}


def to_text(html: str) -> str:
    """Return the plain text of a kept text, with ``<br>`` as a new line."""
    return str(StringValue(html).render_text())


def from_text(text: str) -> str:
    """Return what to keep of a plain text."""
    text = clean_text(text.replace("\r\n", "\n")).strip()
    return str(StringValue.from_plaintext(text).data)


def from_html(html: str, source: str) -> str:
    """Return what to keep of rich text from a browser: inline elements, and the links of its source.

    Of other elements only their text is kept. A paragraph begins on a new line.
    """
    soup = parse(clean_text(html))
    links = list_links(source)
    for element in soup.find_all(["script", "style"]):
        element.decompose()
    for element in soup.find_all(True):
        keep_or_unwrap(element, is_link=element.get("id") in links)
    return re.sub(r"^(?:\s|<br/>)+|(?:\s|<br/>)+$", "", str(soup).replace("\xa0", " "))


def keep_or_unwrap(element: Tag, *, is_link: bool) -> None:
    element.name = USUAL_TAGS.get(element.name, element.name)
    if element.name in {"div", "p"}:
        element.insert_before(parse("<br/>").contents[0])
    if element.name not in INLINE_TAGS or (element.name == "a" and not is_link):
        element.unwrap()
    else:
        element.attrs = {"id": element["id"]} if element.name == "a" else {}


def list_links(html: str) -> dict[str, str]:
    """Return the words of each link of a kept text, by its id."""
    return {str(link.get("id")): link.get_text() for link in parse(html).find_all("a")}


def parse(html: str) -> BeautifulSoup:
    return BeautifulSoup(html, "html.parser")


def mark_changes(old: str, new: str) -> SafeString:
    """Return the text of ``new``, with what it lacks of ``old`` in ``<del>`` and what it has more in ``<ins>``."""
    before, after = split_words(to_text(old)), split_words(to_text(new))
    parts: list[tuple[str, str]] = []
    for kind, i1, i2, j1, j2 in difflib.SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if kind == "equal":
            parts.append(("span", "".join(after[j1:j2])))
        else:
            parts += [("del", "".join(before[i1:i2])), ("ins", "".join(after[j1:j2]))]
    return format_html_join("", "<{0}>{1}</{0}>", [part for part in parts if part[1]])


def split_words(text: str) -> list[str]:
    return re.findall(r"\s+|\S+", text)

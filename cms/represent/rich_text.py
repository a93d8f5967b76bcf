"""Rich text as finished HTML, its links resolved from what the loader loaded."""

import re
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from html import escape
from typing import Any

from django.utils.safestring import SafeString, mark_safe
from wagtail.api.rich_text import APIRichText
from wagtail.rich_text import RichText, expand_db_html
from wagtail.rich_text.rewriters import EmbedRewriter

from cms.represent.emails import obfuscate_emails
from cms.represent.markdown import write_markdown, write_stored_markdown
from cms.represent.types import RichTextHtml

LINK_TYPES = ("page", "document")
ATTRIBUTE = re.compile(r"""\b(\w+)="([^"]*)\"""")
LINK_TAG = re.compile(r"<a\b[^>]*>|</a>")
INTERNAL_LINK = re.compile(r"<a\b[^>]*\blinktype=\"[^>]*>")
# The name that the editor gives each paragraph, for comments, which readers do not need.
BLOCK_KEY = re.compile(r" data-block-key=\"[^\"]*\"")

# Returns the address of (link type, primary key), or None where there is nothing to link to.
Resolve = Callable[[str, int], str | None]


def collect_links(source: str) -> Iterator[tuple[str, int]]:
    """Yield (link type, primary key) for each internal link in rich text as it is stored."""
    return filter(None, map(read_link, INTERNAL_LINK.findall(source)))


@lru_cache(maxsize=4096)
def read_link(tag: str) -> tuple[str, int] | None:
    """Return (link type, primary key) of the opening tag of an internal link as it is stored."""
    attributes = dict(ATTRIBUTE.findall(tag))
    link_type, pk = attributes.get("linktype", ""), attributes.get("id", "")
    return (link_type, int(pk)) if link_type in LINK_TYPES and pk.isdecimal() else None


def expand_rich_text(source: str, resolve: Resolve, opened: dict[str, str] | None = None) -> str:
    """Return stored rich text as HTML. A link whose target has gone loses its ``<a>``, not its text.

    Stored rich text has been through Wagtail's whitelist: tags and attributes are lower case, values in double quotes.
    ``opened`` keeps what stored opening tags become, for all texts with the same ``resolve``.
    """
    if "<embed" in source:
        source = EmbedRewriter()(source)
    opened = {} if opened is None else opened
    alive: list[bool] = []  # for each link that is open, whether it leads anywhere

    def replace(match: re.Match[str]) -> str:
        tag = match.group(0)
        if tag == "</a>":
            return tag if not alive or alive.pop() else ""
        if tag not in opened:
            opened[tag] = open_link(tag, resolve)
        alive.append(bool(opened[tag]))
        return opened[tag]

    return LINK_TAG.sub(replace, BLOCK_KEY.sub("", source))


def open_link(tag: str, resolve: Resolve) -> str:
    """Return the opening tag of a link for readers; nothing where the link leads nowhere."""
    attributes = dict(ATTRIBUTE.findall(tag))
    if "linktype" not in attributes:
        return tag if "href" in attributes else ""
    link = read_link(tag)
    url = resolve(*link) if link else None
    return f'<a href="{escape(url)}">' if url else ""


class Links:
    """The links of rich text in one response and language: where they lead, on this site or for other sites."""

    def __init__(self, resolve: Callable[[str, int, bool], str | None]) -> None:
        self.resolve = resolve
        self.opened: dict[bool, dict[str, str]] = {False: {}, True: {}}

    def expand(self, source: str, *, absolute: bool) -> str:
        """Return finished HTML whose internal links are absolute addresses, or paths on this site."""
        return expand_rich_text(source, lambda kind, pk: self.resolve(kind, pk, absolute), self.opened[absolute])


class LoadedRichText(RichText):
    """Rich text that renders without a query."""

    def __init__(self, source: str, links: Links) -> None:
        super().__init__(source)
        self.links = links

    def expand(self, *, absolute: bool) -> str:
        return self.links.expand(self.source, absolute=absolute)

    def __html__(self) -> SafeString:
        return mark_safe(obfuscate_emails(self.expand(absolute=False)))  # noqa: S308 - stored rich text is sanitised


def represent_rich_text(value: RichText, context: Mapping[str, Any]) -> RichTextHtml:
    """Return rich text in the format the request asks for, finished HTML unless it asks. Runs no query."""
    rich_text_format = context.get("_wagtail_rich_text_format") or APIRichText.get_default_format()
    if rich_text_format == APIRichText.FORMAT_DB_HTML:
        return value.source
    if rich_text_format == APIRichText.FORMAT_DB_MARKDOWN:
        return write_stored_markdown(value.source)
    html = value.expand(absolute=True) if isinstance(value, LoadedRichText) else expand_db_html(value.source)
    return write_markdown(html) if rich_text_format == APIRichText.FORMAT_MARKDOWN else html

"""Rich text as HTML, with links resolved from loaded objects."""

import re
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from html import escape
from typing import Any

from django.utils.safestring import SafeString, mark_safe
from wagtail.rich_text import RichText, expand_db_html

from cms.represent.emails import obfuscate_emails
from cms.represent.markdown import write_markdown, write_stored_markdown
from cms.represent.types import RichTextHtml
from cms.upstream.wagtail import APIRichText, EmbedRewriter, find_rich_text_format

LINK_TYPES = ("page", "document")
ATTRIBUTE = re.compile(r"""\b(\w+)="([^"]*)\"""")
LINK_TAG = re.compile(r"<a\b[^>]*>|</a>")
INTERNAL_LINK = re.compile(r"<a\b[^>]*\blinktype=\"[^>]*>")
# The editor's key of each paragraph, for comments; readers do not need it.
BLOCK_KEY = re.compile(r" data-block-key=\"[^\"]*\"")

# Returns the address for (link type, primary key), or None if there is no target.
Resolve = Callable[[str, int], str | None]
# Returns the root of the address for a path.
FindRoot = Callable[[str], str]
TYPED_PATH = re.compile("/(?!/)")


def no_root(path: str) -> str:
    return ""


def collect_links(source: str) -> Iterator[tuple[str, int]]:
    """Yield (link type, primary key) for each internal link in stored rich text."""
    return filter(None, map(read_link, INTERNAL_LINK.findall(source)))


@lru_cache(maxsize=4096)
def read_link(tag: str) -> tuple[str, int] | None:
    """Return (link type, primary key) from the stored opening tag of an internal link."""
    attributes = dict(ATTRIBUTE.findall(tag))
    link_type, pk = attributes.get("linktype", ""), attributes.get("id", "")
    return (link_type, int(pk)) if link_type in LINK_TYPES and pk.isdecimal() else None


def expand_rich_text(
    source: str, resolve: Resolve, opened: dict[str, str] | None = None, find_root: FindRoot = no_root
) -> str:
    """Return stored rich text as HTML. If a link's target no longer exists, its text stays without ``<a>``.

    A path that an editor typed, such as ``/about/``, comes after the root that ``find_root`` returns for it.

    Wagtail's whitelist has normalised the text: tags and attributes are lower case, values in double quotes. ``opened``
    caches resolved opening tags for all texts with the same ``resolve``.
    """
    if "<embed" in source:
        source = EmbedRewriter()(source)
    opened = {} if opened is None else opened
    alive: list[bool] = []  # for each open link, whether it has a target

    def replace(match: re.Match[str]) -> str:
        tag = match.group(0)
        if tag == "</a>":
            return tag if not alive or alive.pop() else ""
        if tag not in opened:
            opened[tag] = open_link(tag, resolve, find_root)
        alive.append(bool(opened[tag]))
        return opened[tag]

    return LINK_TAG.sub(replace, BLOCK_KEY.sub("", source))


def open_link(tag: str, resolve: Resolve, find_root: FindRoot) -> str:
    """Return the resolved opening tag of a link; an empty string if it has no target."""
    attributes = dict(ATTRIBUTE.findall(tag))
    if "linktype" not in attributes:
        href = attributes.get("href", "")
        return f'<a href="{escape(find_root(href))}{href}">' if TYPED_PATH.match(href) else tag if href else ""
    link = read_link(tag)
    url = resolve(*link) if link else None
    return f'<a href="{escape(url)}">' if url else ""


class Links:
    """The links of rich text in one response and language: their targets, as paths or absolute addresses."""

    def __init__(self, resolve: Callable[[str, int, bool], str | None], find_root: FindRoot) -> None:
        self.resolve = resolve
        self.find_root = find_root
        self.opened: dict[bool, dict[str, str]] = {False: {}, True: {}}

    def expand(self, source: str, *, absolute: bool) -> str:
        """Return HTML whose internal links are absolute addresses, or paths on this site."""
        find_root = self.find_root if absolute else no_root
        opened = self.opened[absolute]
        return expand_rich_text(source, lambda kind, pk: self.resolve(kind, pk, absolute), opened, find_root)


class LoadedRichText(RichText):
    """Rich text that renders without queries."""

    def __init__(self, source: str, links: Links) -> None:
        super().__init__(source)
        self.links = links

    def expand(self, *, absolute: bool) -> str:
        return self.links.expand(self.source, absolute=absolute)

    def __html__(self) -> SafeString:
        return mark_safe(obfuscate_emails(self.expand(absolute=False)))  # noqa: S308 - stored rich text is sanitised


def represent_rich_text(value: RichText, context: Mapping[str, Any]) -> RichTextHtml:
    """Return rich text in the requested format, HTML by default. Takes no query."""
    rich_text_format = find_rich_text_format(context)
    if rich_text_format == APIRichText.FORMAT_DB_HTML:
        return value.source
    if rich_text_format == APIRichText.FORMAT_DB_MARKDOWN:
        return write_stored_markdown(value.source)
    html = value.expand(absolute=True) if isinstance(value, LoadedRichText) else expand_db_html(value.source)
    return write_markdown(html) if rich_text_format == APIRichText.FORMAT_MARKDOWN else html

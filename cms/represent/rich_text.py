"""Rich text as finished HTML, its links resolved from what the loader loaded."""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from wagtail.api.rich_text import APIRichText
from wagtail.rich_text import RichText, expand_db_html
from wagtail.rich_text.rewriters import EmbedRewriter, LinkRewriter, MultiRuleRewriter

from cms.represent.emails import spell_emails
from cms.represent.markdown import write_markdown, write_stored_markdown
from cms.represent.types import RichTextHtml

LINK_TYPES = ("page", "document")
INTERNAL_LINK = re.compile(r"<a\b[^>]*\blinktype=\"(\w+)\"[^>]*>")
LINK_ID = re.compile(r"\bid=\"(\d+)\"")
# Wagtail's rewriter leaves a bare opening tag where a link's target has gone.
DEAD_LINK = re.compile(r"<a>(.*?)</a>", re.DOTALL)
# The editor names each paragraph, for comments; readers need none of it.
EDITOR_KEY = re.compile(r" data-block-key=\"[^\"]*\"")

# Returns the address of (link type, primary key), or None where there is nothing to link to.
Resolve = Callable[[str, int], str | None]


def collect_links(source: str) -> Iterator[tuple[str, int]]:
    """Yield (link type, primary key) for each internal link in rich text as it is stored."""
    for match in INTERNAL_LINK.finditer(source):
        pk = LINK_ID.search(match.group(0))
        if pk and match.group(1) in LINK_TYPES:
            yield match.group(1), int(pk.group(1))


def expand_rich_text(source: str, resolve: Resolve) -> str:
    """Return stored rich text as HTML. A link whose target has gone loses its ``<a>``, not its text."""

    def open_link(link_type: str) -> Callable[[dict[str, str]], str]:
        def open_tag(attributes: dict[str, str]) -> str:
            pk = attributes.get("id", "")
            url = resolve(link_type, int(pk)) if pk.isdecimal() else None
            return f'<a href="{escape(url)}">' if url else "<a>"

        return open_tag

    rewrite = MultiRuleRewriter(
        [LinkRewriter(rules={link_type: open_link(link_type) for link_type in LINK_TYPES}), EmbedRewriter()]
    )
    return DEAD_LINK.sub(r"\1", rewrite(EDITOR_KEY.sub("", source)))


class LoadedRichText(RichText):
    """Rich text that renders without a query: ``resolve(absolute)`` returns the function that resolves its links."""

    def __init__(self, source: str, resolve: Callable[[bool], Resolve]) -> None:
        super().__init__(source)
        self.resolve = resolve

    def expand(self, *, absolute: bool) -> str:
        """Return finished HTML whose internal links are absolute addresses, or paths on this site."""
        return expand_rich_text(self.source, self.resolve(absolute))

    def __html__(self) -> SafeString:
        return mark_safe(spell_emails(self.expand(absolute=False)))  # noqa: S308 - stored rich text is sanitised


def represent_rich_text(value: RichText, context: Mapping[str, Any]) -> RichTextHtml:
    """Return rich text in the format the request asks for, finished HTML unless it asks. Runs no query."""
    rich_text_format = context.get("_wagtail_rich_text_format") or APIRichText.get_default_format()
    if rich_text_format == APIRichText.FORMAT_DB_HTML:
        return value.source
    if rich_text_format == APIRichText.FORMAT_DB_MARKDOWN:
        return write_stored_markdown(value.source)
    html = value.expand(absolute=True) if isinstance(value, LoadedRichText) else expand_db_html(value.source)
    return write_markdown(html) if rich_text_format == APIRichText.FORMAT_MARKDOWN else html

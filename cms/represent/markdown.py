"""Rich text as Markdown, with Wagtail's converter. That would look up internal links, so they are resolved first."""

import re
from functools import cache

from cms.upstream.wagtail import make_markdown_converter

STORED_LINK = re.compile(r"<a\b[^>]*\blinktype=\"(page|document)\"[^>]*>")
LINK_ID = re.compile(r"\bid=\"(\d+)\"")


get_converter = cache(make_markdown_converter)


def write_markdown(html: str) -> str:
    """Return HTML with resolved links as CommonMark, without a query."""
    return get_converter()(html)


def write_stored_markdown(source: str) -> str:
    """Return stored rich text as CommonMark with internal links as ``wagtail://page?id=5``, without a query."""

    def name_reference(match: re.Match[str]) -> str:
        pk = LINK_ID.search(match.group(0))
        return f'<a href="wagtail://{match.group(1)}?id={pk.group(1)}">' if pk else "<a>"

    return write_markdown(STORED_LINK.sub(name_reference, source))

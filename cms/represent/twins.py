"""Pages as Markdown: for people who read plain text, and for programs that would have to guess from HTML."""

import re
from urllib.parse import urljoin

from bs4 import BeautifulSoup
from markdownify import MarkdownConverter

# What the address of a page as Markdown ends with, as llmstxt.org proposes for addresses without a file name.
TWIN = "index.html.md"
# What only a browser can show. The video of a player is linked below it.
FOR_BROWSERS = ("svg", "iframe", "button", "form", "script", "style", "template", ".visually-hidden", ".video__player")
BLANK_LINES = re.compile(r"\n{3,}")


def write_page(html: str, base: str) -> str:
    """Return the HTML of a page as Markdown with absolute addresses; ``base`` is the address of its site."""
    soup = BeautifulSoup(html, "html.parser")
    for element in soup.select(", ".join(FOR_BROWSERS)):
        element.decompose()
    for element in soup.select("summary, dt, dd, figcaption"):
        element.name = "p"
    for name in ("href", "src"):
        for element in soup.select(f"[{name}]"):
            element[name] = urljoin(base, str(element[name]))
    return (
        BLANK_LINES.sub("\n\n", MarkdownConverter(heading_style="ATX", bullets="-").convert_soup(soup)).strip() + "\n"
    )

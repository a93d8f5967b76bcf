"""The guide's text. Each section is a heading of the second level, below a line such as ``<a id="pictures"></a>``."""

import re
from functools import cache
from pathlib import Path
from typing import NamedTuple

from django.conf import settings
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import get_language
from markdown_it import MarkdownIt

FOLDER = Path(settings.BASE_DIR) / "docs"
PICTURES = "images/guide/"
SECTION = re.compile(r'^<a id="([a-z-]+)"></a>\n+## (.+)\n', re.MULTILINE)


class Section(NamedTuple):
    """A part of the guide. ``name`` is the same in every language."""

    name: str
    title: str
    text: str

    @property
    def url(self) -> str:
        return reverse("guide_section", args=[self.name])

    @property
    def html(self) -> str:
        return render(self.text)


def find_file(language: str) -> Path:
    """Return the file of the guide in a language; the English one where it is not translated."""
    translated = FOLDER / f"editors.{language}.md"
    return translated if translated.exists() else FOLDER / "editors.md"


@cache
def read_guide(language: str) -> dict[str, Section]:
    """Return the sections in a language, by name, in their order."""
    _introduction, *parts = SECTION.split(find_file(language).read_text())
    sections = map(Section, parts[::3], parts[1::3], parts[2::3])
    return {section.name: section for section in sections}


def read_own() -> dict[str, Section]:
    """Return the sections in the language of the person who asks."""
    return read_guide((get_language() or settings.LANGUAGE_CODE).partition("-")[0])


def render(text: str) -> str:
    """Return HTML. Links lead to other sections, and pictures are those of the guide."""
    parser = MarkdownIt("commonmark").enable("table")
    tokens = parser.parse(text)
    for token in [child for block in tokens for child in block.children or []]:
        href, src = str(token.attrGet("href") or ""), str(token.attrGet("src") or "")
        if href.startswith("#"):
            token.attrSet("href", reverse("guide_section", args=[href[1:]]))
        if src.startswith(PICTURES):
            token.attrSet("src", static(src.removeprefix("images/")))
    return str(parser.renderer.render(tokens, parser.options, {}))

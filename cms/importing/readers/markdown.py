"""Reads Markdown, with or without front matter."""

import re
from typing import Any

import yaml
from django.utils.translation import gettext as _
from markdown_it import MarkdownIt

from cms.importing.document import Document
from cms.importing.limits import MAX_TEXT, Refused
from cms.importing.readers.html import read_html

MAX_FRONT_MATTER = 50_000
FRONT_MATTER = re.compile(r"\A---[ \t]*\n(.*?)^(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE)


def read_markdown(text: str, *, with_files: bool = False) -> Document:
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if len(text) > 2 * MAX_TEXT:
        raise Refused(_("This text is too long. Bring it in as several parts."))
    properties, text = split_front_matter(text)
    if len(text) > MAX_TEXT:
        raise Refused(_("This text is too long. Bring it in as several parts."))
    parser = MarkdownIt("commonmark", {"maxNesting": 50}).enable(["table", "strikethrough"])
    document = read_html(parser.render(text), with_files=with_files)
    return Document(document.passages, document.notes, properties)


def split_front_matter(text: str) -> tuple[dict[str, Any], str]:
    """Return the properties at the beginning of a text, and the rest."""
    match = FRONT_MATTER.match(text)
    if not match:
        return {}, text
    if len(match[1]) > MAX_FRONT_MATTER:
        raise Refused(_("The lines between --- at the beginning are too long."))
    try:
        if any(isinstance(event, yaml.AliasEvent) for event in yaml.parse(match[1])):
            raise yaml.YAMLError(_("it refers to itself"))  # a few lines could stand for gigabytes
        properties = yaml.safe_load(match[1])
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise Refused(
            _("The lines between --- at the beginning cannot be read: %(error)s") % {"error": error}
        ) from None
    if properties is None:
        return {}, text[match.end() :]
    if not isinstance(properties, dict):
        return {}, text
    return {str(name): value for name, value in properties.items()}, text[match.end() :]

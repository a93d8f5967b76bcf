"""The stream of blocks that is a page's body."""

import json
import logging
from typing import Any

from django.utils import translation
from django.utils.text import slugify
from django.utils.translation import get_language
from wagtail.blocks import StreamValue, StructValue

from cms.blocks import StreamBlock
from cms.represent.languages import write_attributes

logger = logging.getLogger(__name__)


class Body(StreamBlock):
    """A page's body. Its headings, and those of its blocks, get anchors that are unique on the page."""

    loaded_as_usual = True

    def to_python(self, value: Any) -> StreamValue:
        """Return the stream; stored children that no block can read are logged and left out."""
        if isinstance(value, str) and value:
            try:
                value = json.loads(value)
            except ValueError:
                logger.warning("Left out a body that is not JSON")
                value = []
        if not isinstance(value, StreamValue):
            value = [child for child in as_list(value) if self.can_read(child)]
        return super().to_python(value)

    def can_read(self, child: Any) -> bool:
        """Whether a child is stored data of one of the blocks, or a (name, value) pair from code."""
        if isinstance(child, tuple):
            return True
        name = child.get("type") if isinstance(child, dict) else type(child).__name__
        readable = isinstance(child, dict) and isinstance(name, str) and name in self.child_blocks and "value" in child
        if not readable:
            logger.warning("Left out a %s block: there is no such block any more", name)
        return readable

    def prepare(self, value: StreamValue) -> None:
        """Give each heading of a loaded stream its anchor: a slug of its text, with ``-2``, ``-3`` for repetitions.

        Only earlier headings can change an anchor. The headings of other blocks come after them all.
        """
        taken: set[str] = set()
        headings = [(child.value, child.value["text"]) for child in value if child.block_type == "heading"]
        for struct, text in [*headings, *((child.value, find_heading(child)) for child in value)]:
            if text:
                struct.anchor = choose_anchor(text, taken)
                taken.add(struct.anchor)

    def render(self, value: StreamValue, context: Any = None) -> Any:
        """Return the HTML, all of it in the language of the text, which the loader has noted."""
        language = getattr(value, "language", None) or get_language()
        attributes = write_attributes(language) if language else ""
        with translation.override(language):
            return super().render(value, {**(context or {}), "attributes": attributes})

    class Meta:
        template = "cms/blocks/body.html"


def find_heading(child: Any) -> str:
    """Return the heading that a block shows above its content; empty for those without."""
    if not isinstance(child.value, StructValue):
        return ""
    own = getattr(child.block, "find_heading", lambda value: value.get("heading"))
    return str(own(child.value) or "")


def choose_anchor(text: str, taken: set[str]) -> str:
    """Return a slug of a heading that is not ``taken``."""
    base = anchor = slugify(text) or "section"
    number = 1
    while anchor in taken:
        number += 1
        anchor = f"{base}-{number}"
    return anchor


def as_list(value: Any) -> list[Any]:
    """Return stored children as a list; anything else is logged and treated as empty."""
    if isinstance(value, list | tuple):
        return list(value)
    if value:
        logger.warning("Left out a body that is %s", type(value).__name__)
    return []

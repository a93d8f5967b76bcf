"""What search engines read beside a page: schema.org as JSON-LD."""

import json
from collections.abc import Iterable
from typing import Any

from django.utils.safestring import SafeString, mark_safe

from cms.represent.images import SOCIAL, find_renditions

CONTEXT = "https://schema.org"
# Characters that could end a script element, escaped as in Django's json_script.
ESCAPES = {ord(character): f"\\u{ord(character):04X}" for character in "<>&"}


def write_json_ld(things: Iterable[dict[str, Any]]) -> SafeString:
    """Return things as a graph in JSON that is safe inside a ``script`` element. Browsers never run it."""
    text = json.dumps({"@context": CONTEXT, "@graph": list(things)}, ensure_ascii=False)
    return mark_safe(text.translate(ESCAPES))  # noqa: S308 what could end it is escaped


def drop_empty(thing: dict[str, Any]) -> dict[str, Any]:
    """Return a thing without the properties that have no value."""
    return {name: value for name, value in thing.items() if value not in ("", None, [])}


def name_organisation(home: str) -> dict[str, str]:
    """Return a reference to the organisation, which every page describes; ``home`` is the address of the site."""
    return {"@id": f"{home}/#organisation"}


def name_website(home: str) -> dict[str, str]:
    """Return a reference to the website, which every page describes; ``home`` is its address."""
    return {"@id": f"{home}/#website"}


def list_images(image: Any) -> list[str]:
    """Return the address of a loaded image in the size for other sites; none without an image."""
    sets = find_renditions(image, SOCIAL) if image else []
    return [rendition.full_url for _mime_type, renditions in sets[-1:] for rendition in renditions[-1:]]

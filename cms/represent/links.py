"""The JSON representation of a link."""

from collections.abc import Mapping
from typing import Any, Literal
from unicodedata import decimal

from typing_extensions import TypedDict

from cms.represent.documents import DocumentRepresentation, represent_document
from cms.represent.pages import PageReference, represent_page
from cms.represent.types import Url

LinkKind = Literal["page", "url", "email", "telephone", "document"]


class LinkRepresentation(TypedDict):
    """A link whose target type is ``kind``; ``url`` is always the address, including ``mailto:…`` and ``tel:…``."""

    label: str
    kind: LinkKind
    url: Url | None
    page: PageReference | None
    document: DocumentRepresentation | None


def normalise_telephone(number: str) -> str:
    """Return a phone number in digits, without the spaces and brackets that make it readable."""
    return "".join(sign if sign == "+" else str(decimal(sign)) for sign in number if sign == "+" or sign.isdecimal())


def represent_link(link: Any, context: Mapping[str, Any]) -> LinkRepresentation:
    """Return a loaded link. ``url`` is absolute; an email address is ``mailto:…``, a phone number ``tel:…``."""
    kind: LinkKind = link.kind
    page = represent_page(link["page"], context) if kind == "page" else None
    document = represent_document(link["document"], context) if kind == "document" else None
    if page:
        url = page["url"]
    elif document:
        url = document["url"]
    elif kind == "email":
        url = f"mailto:{link['email']}"
    elif kind == "telephone":
        url = f"tel:{normalise_telephone(link['telephone'])}"
    else:
        url = link["url"]
    return {"label": link["label"], "kind": kind, "url": url, "page": page, "document": document}

"""What a document looks like as JSON."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypedDict

from wagtail.api.utils import get_full_url

if TYPE_CHECKING:
    from cms.models import Document


class DocumentRepresentation(TypedDict):
    id: int
    type: str
    title: str
    url: str
    file_extension: str
    file_size: int | None


def represent_document(document: "Document", context: Mapping[str, Any]) -> DocumentRepresentation:
    """Return a document with its address; ``file_size`` is in bytes, ``file_extension`` lower case without the dot."""
    return {
        "id": document.pk,
        "type": "cms.Document",
        "title": document.title,
        "url": get_full_url(context.get("request"), document.url),
        "file_extension": document.file_extension.lower(),
        "file_size": document.file_size,
    }

"""The JSON representation of a document."""

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from django.http import HttpRequest
from typing_extensions import TypedDict
from wagtail.api.utils import get_full_url
from wagtail.documents.models import AbstractDocument

from cms.represent.memoize import memoize
from cms.represent.types import Url, column


class DocumentRepresentation(TypedDict):
    """A file to download; ``file_size`` is in bytes."""

    id: int
    type: Literal["cms.Document"]
    title: Annotated[str, column("cms.Document.title")]
    url: Url
    file_extension: str
    file_size: int | None


def represent_document(document: AbstractDocument, context: Mapping[str, Any]) -> DocumentRepresentation:
    """Return a document with its address; ``file_size`` is in bytes, ``file_extension`` in lower case without a dot."""
    return memoize(document, "representation", lambda: make_representation(document, context.get("request")))


def make_representation(document: AbstractDocument, request: HttpRequest | None) -> DocumentRepresentation:
    return {
        "id": document.pk,
        "type": "cms.Document",
        "title": document.title,
        "url": get_full_url(request, document.url),
        "file_extension": document.file_extension.lower(),
        "file_size": document.file_size,
    }

"""The JSON representation of a document."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any, Literal, NotRequired

from django.http import HttpRequest
from typing_extensions import TypedDict
from wagtail.api.utils import get_full_url
from wagtail.documents.models import AbstractDocument

from cms.represent.memoize import memoize
from cms.represent.policies import represent_policy
from cms.represent.types import Url, column


class DocumentReference(TypedDict):
    """Another document."""

    id: int
    type: Literal["cms.Document"]
    title: Annotated[str, column("cms.Document.title")]
    url: Url


class FileRepresentation(DocumentReference):
    """A file to download; ``file_size`` is in bytes."""

    file_extension: str
    file_size: int | None


class DocumentRepresentation(FileRepresentation):
    """A file to download; ``file_size`` is in bytes. A document that is a policy says how far it has got."""

    policy_status: NotRequired[Annotated[str, column("cms.Document.policy_status")]]
    comments_until: NotRequired[date | None]
    agreed_on: NotRequired[date | None]
    review_on: NotRequired[date | None]
    replaced_by: NotRequired[DocumentReference | None]


def represent_document(document: Any, context: Mapping[str, Any]) -> DocumentRepresentation:
    """Return a document with its address; ``file_size`` is in bytes, ``file_extension`` in lower case without a dot."""
    return memoize(document, "representation", lambda: make_representation(document, context.get("request")))


def make_representation(document: Any, request: HttpRequest | None) -> DocumentRepresentation:
    represented: DocumentRepresentation = {**represent_file(document, request)}  # type: ignore[typeddict-item]
    if getattr(document, "policy_status", ""):
        represented.update(represent_policy(document))  # type: ignore[typeddict-item]
        represented["replaced_by"] = refer_to(document.replaced_by, request) if document.replaced_by else None
    return represented


def represent_file(document: AbstractDocument, request: HttpRequest | None) -> FileRepresentation:
    """Return a document without what it says as a policy."""
    return {
        **refer_to(document, request),
        "file_extension": document.file_extension.lower(),
        "file_size": document.file_size,
    }


def refer_to(document: AbstractDocument, request: HttpRequest | None) -> DocumentReference:
    return {
        "id": document.pk,
        "type": "cms.Document",
        "title": document.title,
        "url": get_full_url(request, document.url),
    }

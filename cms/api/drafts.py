"""What previews change in the responses of the API."""

from typing import Any, Protocol

from django.db.models import Model
from django.http import HttpRequest
from wagtail.models import Page

from cms.upstream.drf import find_django_request


class Drafts(Protocol):
    """The drafts that a request may see: those of the previewed page, and of what this shows.

    ``find`` returns an object as its endpoint shows it, ``None`` where that is the published one. ``find_page`` does
    so for the path of a page.
    """

    def find(self, model: type[Model], pk: Any) -> Any: ...

    def find_page(self, path: str) -> Page | None: ...


def find_drafts(request: Any) -> Drafts | None:
    """Return the drafts of a request; ``None`` for the public."""
    return getattr(find_django_request(request), "drafts", None)


def set_drafts(request: HttpRequest, drafts: Any) -> None:
    """Let a request see drafts: its endpoint by ``find``, what the loader loads by ``find_draft``."""
    request.__dict__.update(drafts=drafts, find_draft=drafts.find_draft)

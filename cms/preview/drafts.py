"""What a request with a token sees: the draft of a page, and the drafts of what this shows."""

import copy
from datetime import datetime
from functools import cached_property
from typing import Any

from django.db.models import Model
from django.http import HttpRequest
from django.utils import timezone
from rest_framework.exceptions import NotFound
from wagtail.models import Page

from cms.api.drafts import set_drafts
from cms.preview.tokens import Source, read_token
from cms.releases.previews import DraftFinder
from cms.represent.content import get_content
from cms.represent.loader import Loader
from cms.represent.pages import find_url_parts
from cms.represent.site_context import SiteContext
from cms.upstream.wagtail import set_site

# The ID of a page that is not created yet.
NEW = 0


class PreviewedPage:
    """The drafts of one preview; see ``cms.api.drafts.Drafts``."""

    def __init__(self, request: HttpRequest, source: Source) -> None:
        self.request = request
        self.source = source
        self.finder = DraftFinder(*source.users)

    @property
    def expires(self) -> datetime:
        return self.source.expires

    def make_page(self) -> Any:
        """Return the page anew, as it would be if it were published now."""
        page = self.source.make_page()
        if page.pk is None:
            page.pk = page.id = NEW
        model: type[Model] = type(page)
        for stream in get_content(model).streams:
            written = stream.get_prep_value(getattr(page, stream.name))  # gives new blocks their IDs
            setattr(page, stream.name, stream.to_python(written))
        if not page.url_path.endswith(f"/{page.slug}/"):
            page.set_url_path(page.get_parent())
        now = timezone.now()
        page.first_published_at = page.first_published_at or now
        page.last_published_at = page.last_published_at or now
        return page

    @cached_property
    def page(self) -> Any:
        return self.make_page()

    @cached_property
    def shown(self) -> dict[tuple[type[Model], Any], Any]:
        """What the page shows, and readers would see once everything is published, by kind and primary key.

        Pages that it only links to are not among these: it shows no more than their titles.
        """
        request = copy.copy(self.request)
        request.__dict__["find_draft"] = self.finder.find
        loader = Loader(request)
        loader.load([self.page])
        return {
            make_key(model, pk): obj
            for model, objects in loader.objects.items()
            for pk, obj in objects.items()
            if obj is not None and model is not Page and (model, pk) not in loader.hidden
        }

    def find(self, model: type[Model], pk: Any) -> Any:
        """Return an object as this preview shows it; ``None`` if the published one is as good, or it is not shown."""
        found = None
        if make_key(model, pk) == (Page, self.page.pk):
            found = self.make_page()
        elif (shown := self.shown.get(make_key(model, pk))) is not None:
            found = self.read(shown)
        return found if isinstance(found, model) else None

    def read(self, shown: Any) -> Any:
        """Return an object anew, with everything that a detail shows."""
        if shown in self.finder.shown:
            return shown.latest_revision.as_object()
        return None if isinstance(shown, Page) else type(shown)._default_manager.get(pk=shown.pk)

    def find_page(self, path: str) -> Page | None:
        wanted = path.strip("/")
        pages = (obj for obj in [self.page, *self.shown.values()] if isinstance(obj, Page))
        return next((page for page in pages if self.find_path(page) == wanted), None)

    def find_path(self, page: Page) -> str | None:
        parts = find_url_parts(page, self.request)
        return parts[2].strip("/") if parts and parts[2] else None

    def find_draft(self, obj: Any) -> Any:
        """Return the draft that stands for an object elsewhere in the API."""
        if make_key(type(obj), obj.pk) == (Page, self.page.pk):
            return self.page
        shown = self.shown.get(make_key(type(obj), obj.pk))
        return shown if shown is not None and shown in self.finder.shown else None


def make_key(model: type[Model], pk: Any) -> tuple[type[Model], Any]:
    """Return the key of an object: the same for a page, whether or not its type is known."""
    return (Page if issubclass(model, Page) else model), pk


def accept_token(request: HttpRequest, token: str) -> None:
    """Let a request see the drafts of its token; raise ``NotAuthorised`` or ``Forbidden`` if there are none."""
    drafts = PreviewedPage(request, read_token(token))
    set_drafts(request, drafts)
    site_context = SiteContext.of(request)
    own = site_context.find_owner(drafts.page)
    if own is None:  # in the bin, for example
        raise NotFound("This page is on no site.")
    if "site" not in request.GET:
        site_context.site = own
        set_site(request, own)

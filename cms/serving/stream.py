"""`changes/stream/`: what has changed, as server-sent events.

The view sends what a client has missed, and ends; the client would come back by itself. Behind the outer layer the
connection stays open, and the layer sends what follows (``live.py``).
"""

import json
import logging
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from django.core import signing
from django.db import connection
from django.http import Http404, HttpResponse
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request
from wagtail.models import CollectionMember, DraftStateMixin, Page, Site

from cms.api.errors import InvalidParameters
from cms.api.parameters import Parameter, declare, site_parameter, text
from cms.api.schema.components import Components
from cms.api.sites import find_site
from cms.api.views import StrictView
from cms.caching.stale import list_stale_tags, read_changes, snapshot
from cms.caching.tags import get_object_tag, get_set_tag
from cms.changes.api import MAX_TOKEN_LENGTH, NotTracking
from cms.changes.feed import read_version
from cms.changes.impact import in_batches
from cms.changes.kinds import list_kinds
from cms.changes.models import Change
from cms.changes.objects import list_models
from cms.changes.tokens import Filters, Position, read_token, write_token
from cms.changes.watched import get_base_model
from cms.represent.pages import name_type
from cms.represent.site_context import SiteContext
from cms.webhooks.messages import WebhookItem, list_site_items

logger = logging.getLogger(__name__)

MEDIA_TYPE = "text/event-stream"
# So long a client waits before it connects again, in milliseconds.
RETRY = 3000
# After these, nobody knows what is different.
UNKNOWN = {Change.Op.MIGRATE, Change.Op.ANYTHING}


class Event(NamedTuple):
    """What a client is told that knows everything up to an earlier change; then it does up to ``number``."""

    number: int
    text: bytes


def describe(after: int, site_id: int) -> Event:
    """Return what has changed on a site since the change ``after``; an empty text if nothing, or if nobody knows."""
    with snapshot():
        version = read_version()
        if version is None or version == after:
            return Event(after, b"")
        site = Site.objects.filter(pk=site_id).first()  # the site may be gone, and the client still there
        changes = read_changes(after)
        if site is None or changes is None or after > version or any(change.op in UNKNOWN for change in changes):
            return make_restart(version, site_id)
        items = list_site_items(site, changes)
        data = {
            "tags": choose_tags(list_stale_tags(changes), items),
            "types": sorted({item["type"] for item in items}),
        }
        return Event(version, write_event("changed", version, data, site_id))


def try_describe(after: int, site_id: int) -> Event:
    """Return what ``describe`` does; an empty text if that fails: then streams stay open, and it is tried again."""
    try:
        return describe(after, site_id)
    except Exception:
        logger.exception("Could not find out what has changed since %d: streams wait", after)
        connection.close()  # no request does, and it may be broken
        return Event(after, b"")


def make_restart(version: int, site_id: int) -> Event:
    return Event(version, write_event("restart", version, {}, site_id))


def write_event(name: str, number: int, data: dict[str, Any], site_id: int) -> bytes:
    return f"event: {name}\nid: {make_id(number, site_id)}\ndata: {json.dumps(data)}\n\n".encode()


def make_id(number: int, site_id: int) -> str:
    return write_token(Position(after=number), Filters((), (), site_id))


def choose_tags(tags: Iterable[str], items: Iterable[WebhookItem]) -> list[str]:
    """Return the tags that responses may have: those of hidden objects are none of a client's business.

    Not all of the public ones are among the items: pages far below a new one show it in the way to them, and other
    sites have pages of their own.
    """
    models = {name_type(model): get_base_model(model) for model in list_models()}
    named = {get_object_tag(models[item["type"]], item["id"]) for item in items if item["type"] in models}
    hidden = tuple(get_object_tag(model, "") for model in list_kinds())
    named |= {get_set_tag(model) for model in list_kinds()}
    chosen = {tag for tag in tags if tag in named or not tag.startswith(hidden)}
    return sorted(chosen.union(list_public_tags(set(tags) - chosen)))


def list_public_tags(tags: set[str]) -> Iterator[str]:
    """Yield those tags that are of pages, snippets and files that readers of any site may see."""
    visibility = SiteContext.of(None).visibility
    for model in list_kinds():
        by_pk = {pk: tag for tag in tags if (pk := tag.removeprefix(get_object_tag(model, ""))).isdecimal()}
        if issubclass(model, Page | DraftStateMixin | CollectionMember):
            for pks in in_batches(by_pk):
                public = visibility.filter(model._default_manager.filter(pk__in=pks))
                yield from (by_pk[str(pk)] for pk in public.values_list("pk", flat=True))


def read_position(body: bytes) -> tuple[int, int]:
    """Return the number of the last change that a client knows after the events in ``body``, and its site."""
    token = body.rpartition(b"\nid: ")[2].partition(b"\n")[0].decode()
    position, filters = read_token(token)
    return position.after, filters.site


class EventStreamRenderer(BaseRenderer):
    """Makes the endpoint acceptable to clients that accept only events."""

    media_type = MEDIA_TYPE
    format = "events"

    def render(self, data: Any, *args: Any, **kwargs: Any) -> bytes:
        return json.dumps(data).encode()


class StreamView(StrictView):
    """Server-sent events: ``changed`` with the cache tags and types of what has changed, and ``restart``.

    ``Last-Event-ID`` or ``since`` says where the client is; otherwise it begins now.
    """

    is_of_site = True
    media_type = MEDIA_TYPE
    renderer_classes = [*StrictView.renderer_classes, EventStreamRenderer]

    def list_parameters(self) -> list[Parameter]:
        schema = text(max_length=MAX_TOKEN_LENGTH)
        since = declare("since", schema, "`next` of `changes/`, or the `id` of an event: what came after it.")
        return [since, site_parameter()]

    def describe_answers(self, router: Any, components: Components) -> dict[int, Any]:
        return {200: {"type": "string"}}

    def get(self, request: Request) -> HttpResponse:
        version = read_version()
        if version is None:
            raise NotTracking
        site = find_site(request)
        if site is None:
            raise Http404("There is no site.")
        token = request.headers.get("Last-Event-ID") or request.GET.get("since")
        opening = f"retry: {RETRY}\n".encode()
        if token:
            event = describe(read_number(token), site.pk)
            opening += event.text
            version = event.number
        opening += f"\nid: {make_id(version, site.pk)}\n\n".encode()
        headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
        return HttpResponse(opening, content_type=MEDIA_TYPE, headers=headers)


def read_number(token: str) -> int:
    try:
        return read_token(token[:MAX_TOKEN_LENGTH])[0].after
    except signing.BadSignature as error:
        raise InvalidParameters({"since": ["must be `next` of an earlier answer"]}) from error

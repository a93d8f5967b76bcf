"""What an endpoint is told: the objects that a transaction has changed, by name, never their content."""

import json
import uuid
from collections.abc import Iterable, Iterator
from datetime import datetime
from functools import cache
from itertools import takewhile
from typing import Any, Literal, NamedTuple
from urllib.parse import urlencode

from django.db.models import Max, Model
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from typing_extensions import TypedDict
from wagtail.models import Site

from cms.api.endpoints import collect_endpoints, name_view
from cms.api.sites import make_address, make_detail_url
from cms.changes.api import MAX_LIMIT, FeedReader
from cms.changes.feed import Pruned, follow_changes, read_last_change
from cms.changes.impact import find_affected
from cms.changes.models import Change
from cms.changes.objects import ChangeRow, FeedKind, open_kinds
from cms.changes.tokens import Filters
from cms.represent.types import Moment, Url
from cms.upstream.wagtail_api import WagtailAPIRouter
from cms.webhooks.models import Delivery, Endpoint

MAX_ITEMS = 100
CHANGED, RESTART, TEST = "content.changed", "content.restart", "content.test"


class WebhookItem(TypedDict):
    op: Literal["upsert", "delete"]
    type: str
    id: int
    locale: str | None
    detail_url: Url | None


class WebhookData(TypedDict):
    """``items`` of the content ``version``; a transaction with more than 100 comes in several parts."""

    version: int
    part: int
    of: int
    items: list[WebhookItem]


class WebhookMessage(TypedDict):
    """``content.restart``: read everything anew. It and ``content.test`` have no items."""

    type: Literal["content.changed", "content.restart", "content.test"]
    timestamp: Moment
    data: WebhookData


class News(NamedTuple):
    """What an endpoint has to be told before its position is ``number``; nothing if ``type`` is empty."""

    number: int
    type: str = ""
    items: list[WebhookItem] = []
    moment: datetime | None = None


def find_news(endpoint: Endpoint, position: int) -> News | None:
    """Return the next transaction after a position, or that everything has to be read anew; ``None`` if none came."""
    last, _op = read_last_change()
    if position == last:
        return None
    restart = Change.objects.filter(number__gt=position, op=Change.Op.ANYTHING).aggregate(last=Max("number"))["last"]
    if restart:
        return News(restart, RESTART)
    try:
        changes = read_transaction(position)
    except Pruned:
        return News(last, RESTART)
    if position > last:  # an old database was restored
        return News(last, RESTART)
    if not changes or changes[0].op == Change.Op.MIGRATE:  # until the migrations are complete
        return None
    items = list_items(endpoint, changes)
    return News(changes[-1].number, CHANGED if items else "", items, changes[-1].moment)


def read_transaction(position: int) -> list[Change]:
    """Return the changes of the first transaction after a position."""
    changes = follow_changes(position)
    first = next(changes, None)
    if first is None or first.batch is None:
        return [first] if first else []
    return [first, *takewhile(lambda change: change.batch == first.batch, changes)]


def list_items(endpoint: Endpoint, changes: Iterable[Change]) -> list[WebhookItem]:
    """Return what an endpoint wants to know of."""
    return [item for item in list_site_items(endpoint.site, changes) if is_wanted(endpoint, item)]


def list_site_items(site: Site, changes: Iterable[Change]) -> list[WebhookItem]:
    """Return the objects that look different since, or are no longer public, as `changes/` would send them."""
    affected = find_affected(changes)
    kinds = open_kinds(make_request(site), Filters((), (), site.pk), site)
    reader, items = FeedReader(kinds), list[WebhookItem]()
    for number, kind in enumerate(kinds):
        keys = [pk for other, pk in affected.keys if other == number]
        for first in range(0, len(keys), MAX_LIMIT):
            pks = keys[first : first + MAX_LIMIT]
            public = kind.find_public(pks)
            gone = kind.make_deletions(reader.find_known(kind, [pk for pk in pks if pk not in public], affected))
            for pk in pks:
                if pk in public:
                    items.append(describe(kind, pk, *public[pk]))
                elif pk in gone:
                    items.append(describe_deletion(gone[pk]))
    return items


def is_wanted(endpoint: Endpoint, item: WebhookItem) -> bool:
    is_type = not endpoint.types or item["type"] in endpoint.types
    return is_type and (not endpoint.languages or item["locale"] in endpoint.languages)


def describe(kind: FeedKind, pk: int, model: type[Model], locale: str) -> WebhookItem:
    if model is Site:
        path = f"{reverse(name_view('site'))}?{urlencode({'locale': locale})}"
        address = make_address(kind.request, path, is_of_site=True)
        return {"op": "upsert", "type": "site", "id": kind.site.pk, "locale": locale, "detail_url": address}
    url = make_detail_url(open_router(), kind.request, model, pk)
    return {"op": "upsert", "type": kind.name(model), "id": pk, "locale": locale or None, "detail_url": url}


def describe_deletion(row: ChangeRow) -> WebhookItem:
    return {"op": "delete", "type": row["type"], "id": row["id"], "locale": row["locale"], "detail_url": None}


@cache
def open_router() -> WagtailAPIRouter:
    router, _views = collect_endpoints()
    return router


def make_request(site: Site) -> Any:
    """Return a request for a site, which nobody sent."""
    request: Any = HttpRequest()
    request.method = "GET"
    request.META |= {"SERVER_NAME": site.hostname, "SERVER_PORT": str(site.port)}
    request.wagtailapi_router = open_router()
    return request


def make_deliveries(endpoint: Endpoint, news: News) -> Iterator[Delivery]:
    """Yield the messages to send, without saving them: one, or consecutive ones if there are many items."""
    starts = range(0, len(news.items), MAX_ITEMS) if news.items else [0]
    moment = (news.moment or timezone.now()).isoformat()
    for part, start in enumerate(starts, start=1):
        items = news.items[start : start + MAX_ITEMS]
        data: WebhookData = {"version": news.number, "part": part, "of": len(starts), "items": items}
        message: WebhookMessage = {"type": news.type, "timestamp": moment, "data": data}  # type: ignore[typeddict-item]
        yield Delivery(
            endpoint=endpoint,
            message_id=f"msg_{uuid.uuid4().hex}",
            type=news.type,
            items=len(items),
            body=json.dumps(message, separators=(",", ":")),
        )


def make_test(endpoint: Endpoint) -> Delivery:
    """Return a message that says nothing, to see whether it arrives."""
    delivery = next(make_deliveries(endpoint, News(read_last_change()[0], TEST)))
    delivery.is_extra = True
    return delivery


def make_replay(delivery: Delivery) -> Delivery:
    """Return a message to send once more, with the same ID."""
    copied = {name: getattr(delivery, name) for name in ("endpoint", "message_id", "type", "items", "body")}
    return Delivery(**copied, is_extra=True)

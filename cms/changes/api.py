"""`changes/`: a full read, then the changes since."""

from collections.abc import Iterable
from typing import Any, NamedTuple

from django.core import signing
from django.http import Http404, QueryDict
from django.urls import URLPattern, path
from django.utils.functional import cached_property
from rest_framework import status
from rest_framework.exceptions import APIException
from rest_framework.request import Request
from rest_framework.response import Response
from typing_extensions import TypedDict
from wagtail.models import Site

from cms.api.errors import InvalidParameters
from cms.api.parameters import (
    Parameter,
    Schema,
    choices,
    declare,
    list_of,
    locales_parameter,
    read_list,
    site_parameter,
    text,
)
from cms.api.problems import ProblemRepresentation, respond_problem
from cms.api.schema.components import Components
from cms.api.sites import find_locales, find_site
from cms.api.views import StrictView
from cms.changes.describe import describe_changes
from cms.changes.feed import find_floor, read_version
from cms.changes.impact import Affected, find_affected
from cms.changes.models import Change
from cms.changes.objects import ChangeRow, FeedKind, KnownObjects, list_type_names, open_kinds
from cms.changes.tokens import Filters, Position, read_token, write_token
from cms.represent.types import Url
from cms.upstream.wagtail_api import WagtailAPIRouter

MAX_LIMIT = 500
DEFAULT_LIMIT = 100
MAX_TOKEN_LENGTH = 2000


# The outer layer waits; without it the answer comes at once.
WAIT: Schema = {"type": "integer", "minimum": 0, "maximum": 60, "default": 0}


class ChangesResponse(TypedDict):
    items: list[ChangeRow]
    next: str
    has_more: bool


class RestartRepresentation(ProblemRepresentation):
    """The changes since this token are no longer available: start again with a full read at ``restart``."""

    restart: Url


class Batch(NamedTuple):
    """The next rows, the position after them, and whether there are more."""

    rows: list[ChangeRow]
    position: Position
    has_more: bool


class TokenTooOld(Exception):
    """The changes since a token are no longer available."""


class NotTracking(APIException):
    """Migrations are not complete, so nobody knows what changes. A reader keeps what it has, and its token."""

    status_code = status.HTTP_503_SERVICE_UNAVAILABLE
    default_detail = "The site is being updated. Keep what you have, and ask again with the same token."
    wait = 60  # seconds, for `Retry-After`


class ChangesAPIView(StrictView):
    """Without ``since``, start a full read; with it, continue from there.

    A client that applies every response has exactly what a full read would return. Objects are read in their current
    state; if one changes during the read, it is sent again.
    """

    model = Change  # the router identifies endpoints by their model
    is_of_site = True
    answers = {410: RestartRepresentation}
    is_authorised = False  # everybody gets the same

    @classmethod
    def get_urlpatterns(cls) -> list[URLPattern]:
        return [path("", cls.as_view(), name="listing")]

    def list_parameters(self) -> list[Parameter]:
        limit: Schema = {"type": "integer", "minimum": 1, "maximum": MAX_LIMIT, "default": DEFAULT_LIMIT}
        return [
            declare("since", text(max_length=MAX_TOKEN_LENGTH), "`next` of the answer before. It knows the filters."),
            declare("limit", limit, "How many rows to return at most."),
            declare("type", list_of(choices(list_type_names())), "Those of these types."),
            declare("wait", WAIT, "Wait for news, so many seconds at most. Without news the answer has no items."),
            locales_parameter("Those in these languages. Default: all, and what has no language."),
            site_parameter(),
        ]

    def describe_answers(self, router: WagtailAPIRouter, components: Components) -> dict[int, Any]:
        return {200: describe_changes(router, components)}

    def get(self, request: Request) -> Response:
        position, filters = self.find_position()
        limit = int(request.GET.get("limit", DEFAULT_LIMIT))
        try:
            batch = FeedReader(open_kinds(request, filters, self.site)).read(position, limit)
        except TokenTooOld:
            restart = request.build_absolute_uri(f"{request.path}{self.write_query(filters)}")
            message = "The changes since this token are no longer known. Start again with a full read."
            return respond_problem(status.HTTP_410_GONE, message, restart=restart)
        content: ChangesResponse = {
            "items": batch.rows,
            "next": write_token(batch.position, filters),
            "has_more": batch.has_more,
        }
        return Response(content)

    @cached_property
    def site(self) -> Site:
        site = find_site(self.request) or Site.objects.filter(is_default_site=True).first()
        if site is None:
            raise Http404("There is no site.")
        return site

    def find_position(self) -> tuple[Position | None, Filters]:
        """Return the client's position, ``None`` at the start, and the filters, which a token contains."""
        query = self.request.GET
        codes = [locale.language_code for locale in find_locales(self.request)]
        types = read_list(self.request, "type")
        requested = Filters(tuple(sorted(set(types))), tuple(sorted(codes)), self.site.pk)
        if "since" not in query:
            return None, requested
        try:
            position, filters = read_token(query["since"])
        except signing.BadSignature as error:
            raise InvalidParameters({"since": ["must be `next` of an earlier answer"]}) from error
        bound = {"type": requested.types == filters.types, "locale": requested.locales == filters.locales}
        for name, same in {**bound, "site": requested.site == filters.site}.items():
            if not same and (name in query or name == "site"):
                raise InvalidParameters({name: ["must be what it was when the token was made, or left out"]})
        return position, filters

    def write_query(self, filters: Filters) -> str:
        query = QueryDict(mutable=True)
        for name, values in {"type": filters.types, "locale": filters.locales}.items():
            if values:
                query[name] = ",".join(values)
        if "site" in self.request.GET:
            query["site"] = self.request.GET["site"]
        return f"?{query.urlencode()}" if query else ""


class FeedReader:
    """Reads a limited number of objects from a position on."""

    def __init__(self, kinds: list[FeedKind]) -> None:
        self.kinds = kinds

    def read(self, position: Position | None, limit: int) -> Batch:
        version = read_version()
        if version is None:
            raise NotTracking
        if position is None:
            return self.read_full(Position(after=version, full=True), version, limit)
        if not find_floor() <= position.after <= version:
            raise TokenTooOld
        read = self.read_full if position.full else self.read_changes
        return read(position, version, limit)

    def read_full(self, position: Position, version: int, limit: int) -> Batch:
        """Continue a full read, which shows the state as of the change ``position.after`` or later."""
        first, last_pk = position.last or (0, 0)
        keys: list[tuple[int, int]] = []
        for number, kind in enumerate(self.kinds):
            if number >= first and kind.is_wanted and len(keys) <= limit:
                after = last_pk if number == first else 0
                keys += [(number, pk) for pk in kind.list_keys(after=after, limit=limit + 1 - len(keys))]
        rows = self.show(keys[:limit], None)
        if len(keys) > limit:
            return Batch(rows, position._replace(last=keys[limit - 1]), True)
        return Batch(rows, Position(after=position.after), version > position.after)

    def read_changes(self, position: Position, version: int, limit: int) -> Batch:
        """Return the impact of the next changes: at most ``limit``, or those up to ``position.until``."""
        changes = Change.objects.filter(number__gt=position.after)
        if position.until:
            changes = changes.filter(number__lte=position.until)
        window = list(changes[: None if position.until else MAX_LIMIT])
        if not window:
            return Batch([], Position(after=position.after), False)
        if any(change.op in {Change.Op.MIGRATE, Change.Op.ANYTHING} for change in window):
            raise TokenTooOld
        until = window[-1].number
        affected = find_affected(window)
        keys = [
            key for key in affected.keys if self.kinds[key[0]].is_wanted and (not position.last or key > position.last)
        ]
        rows = self.show(keys[:limit], affected)
        if len(keys) > limit:
            return Batch(rows, Position(position.after, until, last=keys[limit - 1]), True)
        return Batch(rows, Position(after=until), version > until)

    def show(self, keys: list[tuple[int, int]], affected: Affected | None) -> list[ChangeRow]:
        """Return the rows of objects in order: their current state, or a deletion if they are no longer public."""
        rows: list[ChangeRow] = []
        for number, kind in enumerate(self.kinds):
            pks = [pk for other, pk in keys if other == number]
            if not pks:
                continue
            shown = kind.represent(pks)
            missing = [pk for pk in pks if pk not in shown]
            if affected and missing:
                shown |= kind.make_deletions(self.find_known(kind, missing, affected))
            rows += [shown[pk] for pk in pks if pk in shown]
        return rows

    def find_known(self, kind: FeedKind, pks: Iterable[int], affected: Affected) -> KnownObjects:
        """Return what is known of objects that clients may still have."""
        left = [pk for pk in pks if pk in affected.left[kind.model]]
        gone: Any = {pk: affected.gone[kind.model, pk] for pk in left if (kind.model, pk) in affected.gone}
        return {**kind.describe(left), **gone}

"""What readers see of what is published, and what they would see of the revision that was approved."""

import json
import re
from typing import Any
from unittest import mock

from django.core.serializers.json import DjangoJSONEncoder
from wagtail.models import Page
from wagtail.url_routing import RouteResult

from blog.models import UpdatePage
from cms.api.views import LoadedAPIViewSet
from cms.people.models import Person
from cms.releases.revisions import strip
from events.models import EventPage
from tests.changes.readers import QuickClient

ENDPOINTS: dict[type[Any], str] = {UpdatePage: "updates", EventPage: "events", Person: "people"}
LISTS = [f"/api/v2/{name}/?fields=*&limit=100" for name in ENDPOINTS.values()]
# Rows of a page get their key when they are published, so a revision made before does not know it.
KEYS_OF_ROWS = re.compile(r'"id":\d+,"start"')


def read(path: str) -> tuple[int, str]:
    """Return the status and text of a public answer."""
    response = QuickClient().get(path)
    return response.status_code, KEYS_OF_ROWS.sub('"start"', response.content.decode())


def list_addresses(instance: Any) -> list[str]:
    """Return where readers find something: its API detail and, of a page, its address."""
    detail = f"/api/v2/{ENDPOINTS[type(instance)]}/{instance.pk}/"
    return [detail, instance.get_url()] if isinstance(instance, Page) else [detail]


def read_everything(instances: list[Any]) -> dict[str, tuple[int, str]]:
    """Return what readers get at each address of these, public or not, and in the lists."""
    return {path: read(path) for path in [*LISTS, *(path for one in instances for path in list_addresses(one))]}


def read_as(instance: Any, path: str) -> tuple[int, str]:
    """Return the answer at an address of an instance if it were as given."""
    as_given = mock.Mock(side_effect=lambda *args, **kwargs: instance)
    route = staticmethod(lambda request, address: RouteResult(instance))
    with (
        mock.patch.object(LoadedAPIViewSet, "get_object", as_given),
        mock.patch.object(Page, "route_for_request", route),
    ):
        return read(path)


def read_content(instance: Any) -> dict[str, Any]:
    """Return the content of a page or snippet, as a revision of it would have it."""
    content = json.loads(json.dumps(instance.serializable_data(), cls=DjangoJSONEncoder))
    stripped = strip(type(instance), content)
    stripped.pop("first_published_at", None)  # publishing sets it in the row, not in the revision
    return stripped

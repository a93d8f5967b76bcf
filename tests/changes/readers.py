"""What anybody may read, by address: some of everything that caches keep."""

from typing import Any

from django.test import Client
from wagtail.models import Page

from blog.models import UpdateIndexPage, UpdatePage
from cms.caching.tags import TAGS
from cms.models import Document, Image, Topic
from cms.people.models import Person
from events.models import EventIndexPage, EventPage

LISTS = [
    "/",
    "/cy/",
    "/search/?q=ash",
    "/sitemap.xml",
    "/robots.txt",
    "/llms.txt",
    "/api/v2/updates/?fields=*&limit=100",
    "/api/v2/updates/?locale=cy&fallback=1",
    "/api/v2/updates/?order=-first_published_at&limit=2",
    "/api/v2/updates/?order=title&limit=1",
    "/api/v2/pages/?order=-title&limit=1",
    "/api/v2/events/?fields=*&limit=100",
    "/api/v2/event-dates/",
    "/api/v2/pages/?limit=100",
    "/api/v2/pages/?type=home.StandardPage&fields=*",
    "/api/v2/people/?fields=*",
    "/api/v2/topics/",
    "/api/v2/images/?fields=*",
    "/api/v2/documents/",
    "/api/v2/redirects/",
    "/api/v2/site/",
    "/api/v2/site/?locale=cy",
    "/api/v2/search/?q=birch",
    "/api/v2/search/suggest/?q=ced",
    "/api/v2/changes/",
]
DETAILS = {Image: "images", Document: "documents", Person: "people", Topic: "topics"}


class QuickClient(Client):
    """A client that is not slowed by the check of each answer against the document."""

    request = Client.request


def list_addresses() -> list[str]:
    """Return the addresses of lists, and those that each object has now, whether it is public or not."""
    pages = Page.objects.filter(depth__gt=1).specific()
    found = [
        f"/api/v2/{name}/{pk}/" for model, name in DETAILS.items() for pk in model.objects.values_list("pk", flat=True)
    ]
    for page in pages:
        found += list_addresses_of(page)
    return [*LISTS, *found]


def list_addresses_of(page: Any) -> list[str]:
    path = page.get_url()
    found = [f"/api/v2/pages/{page.pk}/"]
    if not path:
        return found
    found += [
        path,
        f"/api/v2/pages/find/?html_path={path}",
        f"/api/v2/pages/find/?html_path={path}&locale=cy&fallback=1",
        f"/api/v2/pages/find/?html_path={path}&locale=cy&rich_text_format=markdown",
    ]
    if isinstance(page, UpdatePage):
        found += [f"/api/v2/updates/{page.pk}/", f"/api/v2/updates/{page.pk}/?fields=_,previous,next,related"]
    if isinstance(page, EventPage):
        found += [f"/api/v2/events/{page.pk}/", f"{path}event.ics"]
    if isinstance(page, UpdateIndexPage):
        found += [f"{path}feed.atom", f"{path}feed.json"]
    if isinstance(page, EventIndexPage):
        found += [f"{path}calendar.ics", f"{path}past/"]
    return found


def read(client: Client, path: str) -> tuple[bytes, frozenset[str], str] | None:
    """Return the body, all tags and `CDN-Cache-Control` of a public answer; ``None`` where there is none."""
    response: Any = client.get(path)
    if response.status_code != 200 or "Cache-Tag" not in response.headers:
        return None
    return response.content, frozenset(response.wsgi_request.META[TAGS]), response["CDN-Cache-Control"]

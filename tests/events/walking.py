"""A walk over everything that a reader can come to by links."""

import re
from collections.abc import Iterator
from html import unescape
from urllib.parse import unquote

from django.test import Client
from django.utils import timezone

from events.models import EventDate, EventPage
from tests.api.endpoints import list_endpoints

LINKS = re.compile(r"""(?:https?|webcal)://localhost(?::\d+)?(/[^\s"'<>\\]*)|(?:href|src)="?(/[^\s">]*)""")
EXCLUDED = ("/static/", "/media/", "/admin/")
# Each month has the filters of the list, which are walked: one month with a filter stands for all.
FILTERED_MONTH = re.compile(r"/\d{4}/\d{1,2}/\?")
STARTS = ("/", "/cy/", "/robots.txt", "/llms.txt", "/sitemap.xml")
SEARCHES = ("/search/", "/events/", "/events/past/")
DOCUMENTS = ("/api/v2/schema/", "/api/v2/docs/")
MOST_ADDRESSES = 1000


def list_starts(word: str) -> Iterator[str]:
    """Yield where a walk begins: what crawlers know, searches for ``word``, the calendar of every date, and the API.

    What the API leads to is asked with all fields.
    """
    yield from (*STARTS, *DOCUMENTS)
    yield from (f"{path}?q={word}" for path in SEARCHES)
    yield f"/events/{timezone.localdate():%Y/%-m}/?q={word}"
    for date in EventDate.objects.filter(event__live=True).select_related("event"):
        yield f"{date.event.get_url()}dates/{date.translation_key}/event.ics"
    for endpoint in list_endpoints():
        if "/1/" not in endpoint.path:
            yield f"{endpoint.path}?q={word}" if "q" in endpoint.parameters else endpoint.path
            continue
        for page in EventPage.objects.values_list("pk", flat=True):
            yield endpoint.path.replace("/1/", f"/{page}/")


def walk(client: Client, starts: Iterator[str]) -> dict[str, str]:
    """Return what every address answers to which a link leads, nothing in it folded, escaped or encoded."""
    found: dict[str, str] = {}
    waiting = list(starts)
    while waiting:
        address = waiting.pop()
        if address in found or address.startswith(EXCLUDED):
            continue
        assert len(found) < MOST_ADDRESSES
        response = client.get(address)
        content = b"".join(response.streaming_content) if response.streaming else response.content
        body = content.decode(errors="replace").replace("\r\n ", "").replace("\\/", "/")
        found[address] = f"{dict(response.items())}{unquote(unescape(body))}"
        links = (first or second for first, second in LINKS.findall(unescape(body)))
        waiting += [link.split("#")[0] for link in links if not FILTERED_MONTH.search(link)]
        if address.startswith("/api/v2/") and "fields=" not in address:
            waiting.append(f"{address}{'&' if '?' in address else '?'}fields=*")
    return found

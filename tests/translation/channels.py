"""Everything that readers of a language get, by the channel that brings it."""

import html
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any
from urllib.parse import unquote

from django.test import Client
from django.utils import timezone
from wagtail.contrib.routable_page.models import RoutablePageMixin
from wagtail.models import Locale

from cms.models import Topic
from cms.people.models import Person
from cms.represent.routes import translate_route
from events.models import EventDate
from tests.api.endpoints import VIEWSETS
from tests.leaks.addresses import fill_parts, list_pages
from tests.translation.sentinels import WORD

CHANNELS = [
    "HTML",
    "list API",
    "detail API",
    "Markdown",
    "Atom",
    "JSON feed",
    "calendars",
    "search",
    "`changes/`",
    "`site/`",
]
SUFFIXES = {".atom": "Atom", ".json": "JSON feed", ".ics": "calendars"}

# The words of each channel.
Found = dict[str, set[str]]


def read_all(locale: Locale, asked: Iterable[str] = ()) -> Found:
    """Return the words that each channel has in a language. ``asked`` are those to search for."""
    client, found = Client(), defaultdict(set)
    for channel, address in [*list_page_addresses(locale), *list_api_addresses(client, locale)]:
        found[channel].update(read(client, address))
    for word in asked:
        api = f"/api/v2/search/?q={word}&locale={locale.language_code}"
        if client.get(api).json()["items"]:
            found["search"].add(word)
    return found


def read(client: Client, address: str) -> list[str]:
    response = client.get(address)
    assert response.status_code in {200, 301, 302, 404}, f"{address}: {response.status_code}"
    if response.status_code != 200:
        return []
    content = b"".join(response.streaming_content) if response.streaming else response.content
    return WORD.findall(unquote(html.unescape(content.decode().replace("\r\n ", ""))))


def list_page_addresses(locale: Locale) -> Iterator[tuple[str, str]]:
    """Yield the addresses of all pages of a language, with those of their feeds, calendars and lists."""
    topics = list(Topic.objects.filter(locale=locale).values_list("slug", flat=True))
    values = {
        "slug": [*topics, *Person.objects.filter(locale=locale).values_list("slug", flat=True)],
        "topic": topics,
        "pk": list(Person.objects.filter(locale=locale).values_list("pk", flat=True)),
        "key": list(EventDate.objects.filter(locale=locale).values_list("translation_key", flat=True)),
        "year": sorted({start.year for start in EventDate.objects.values_list("start", flat=True)}),
        "month": [timezone.now().month],
        "feed_format": ["atom", "json"],
    }
    for url, page in list_pages():
        if not page.live or page.locale_id != locale.pk:
            continue
        yield "HTML", url
        for route in type(page).get_subpage_urls() if isinstance(page, RoutablePageMixin) else []:
            for path in fill_parts(route, values):
                address = f"{url}{translate_route(path, locale.language_code)}"
                yield next((name for end, name in SUFFIXES.items() if path.endswith(end)), "HTML"), address


def list_api_addresses(client: Client, locale: Locale) -> Iterator[tuple[str, str]]:
    """Yield the addresses of all that the API has in a language: of things without one, too."""
    code = locale.language_code
    for name, view in VIEWSETS.items():
        parameters = {parameter["name"] for parameter in make_view(view).list_parameters()}
        query = f"?limit=100{'&fields=*' * ('fields' in parameters)}{f'&locale={code}' * ('locale' in parameters)}"
        address = f"/api/v2/{name}/"
        yield "list API", f"{address}{query}"
        if name == "event-dates":
            continue
        for item in client.get(f"{address}{query}").json()["items"]:
            yield "detail API", f"{address}{item['id']}/"
            yield "Markdown", f"{address}{item['id']}/?rich_text_format=markdown"
    yield "`site/`", f"/api/v2/site/?locale={code}"
    yield "`changes/`", f"/api/v2/changes/?limit=500&locale={code}"


def make_view(view: Any) -> Any:
    made = view()
    made.request, made.action = None, "listing_view"
    return made

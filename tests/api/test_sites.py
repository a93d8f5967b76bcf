"""An installation with three sites: each host tells of its own site, and of no other."""

import json
import re
from collections.abc import Iterator
from datetime import date
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page, Site

from cms.changes.models import Change
from cms.models import Navigation, Organisation, Topic
from cms.people.models import Person
from cms.serving.stream import describe
from cms.webhooks.messages import list_site_items
from home.models import HomePage
from tests.api.endpoints import list_endpoints
from tests.changes.commits import settle
from tests.changes.replica import Replica, read_all
from tests.cms.languages import make_welsh, welsh
from tests.databases import without_savepoints
from tests.factories import (
    add_page,
    block,
    default_locale,
    get_home,
    link,
    make_event,
    make_event_index,
    make_person,
    make_standard_page,
    make_topic,
    make_update,
    make_update_index,
)
from tests.immediate import each_task_once

pytestmark = pytest.mark.django_db

# The word in every text and address of a site, and where its readers find it.
WORDS = {
    "orchard": "https://www.orchard.example",
    "bakery": "https://bakery.example",
    "ferry": "http://ferry.example:8080",
}
HOSTS = {"orchard": "orchard.example", "bakery": "bakery.example", "ferry": "ferry.example:8080"}
# Where no page can tell what belongs to which site, since all sites share it: nothing here has the word of a site.
SHARED = ("people", "topics", "images", "documents")
# What needs a token.
NOT_READ = ("/preview/",)


@pytest.fixture
def sites(settings: Any) -> dict[str, Site]:
    """Return a site with a front end elsewhere, one in two languages, and one in Welsh alone."""
    settings.ALLOWED_HOSTS = ["*"]
    with without_savepoints(), each_task_once():
        return {word: make_site(word) for word in WORDS}


def make_site(word: str) -> Site:
    host, _, port = HOSTS[word].partition(":")
    if word == "orchard":
        site, home = Site.objects.get(), get_home()
        home.title = "The orchard"
        home.save_revision().publish()
        Site.objects.update(hostname=host, port=443)
        site.refresh_from_db()
    else:
        locale = welsh() if word == "ferry" else default_locale()
        home = add_page(Page.get_first_root_node(), HomePage(title=f"The {word}", slug=word, locale=locale))
        site = Site.objects.create(hostname=host, port=int(port or 443), root_page=home)
    front_end = WORDS[word] if word == "orchard" else ""
    Organisation.objects.update_or_create(site=site, defaults={"name": f"The {word}", "front_end_url": front_end})
    own = {"locale": home.locale}
    updates = make_update_index(home, title=f"News of the {word}", slug=f"{word}-news", **own)
    listed = [block("upcoming_events", {"heading": "Soon", "count": 5, "series": None})]
    topics = [Topic.objects.filter(slug="food").first() or make_topic()]
    author = Person.objects.first() or make_person()
    listed.append(block("team_intro", {"heading": "New", "person": author.pk, "introduction": "", "own_words": ""}))
    update = make_update(
        updates, title=f"Late in the {word}", slug=f"{word}-late", body=listed, topics=topics, authors=[author], **own
    )
    listed = [block("policies", {"heading": "What we agreed", "status": ""})]
    policy = {"policy_status": "agreed", "agreed_on": date(2026, 5, 4)}
    make_standard_page(home, title=f"Rules of the {word}", slug=f"{word}-rules", body=listed, **policy, **own)
    events = make_event_index(home, title=f"Dates of the {word}", slug=f"{word}-dates", **own)
    make_event(events, title=f"Fair in the {word}", slug=f"{word}-fair", **own)
    item = {**link(page=update.pk, label=f"The {word}"), "children": []}
    Navigation.objects.create(site=site, locale=home.locale, main_menu=[block("item", item)])
    Redirect.objects.create(site=site, old_path=f"/{word}-old", redirect_page=update)
    Redirect.objects.create(site=site, old_path="/same", redirect_link=f"/{word}-new/")
    if word == "bakery":
        make_welsh(update, title="Hwyr yn y bakery", slug="bakery-hwyr")
    return site


def visit(word: str) -> Client:
    host, _, port = HOSTS[word].partition(":")
    return Client(SERVER_NAME=host, SERVER_PORT=port or "443", headers={"Host": HOSTS[word]})


def read(client: Client, address: str) -> tuple[int, str]:
    response = client.get(address, secure="8080" not in client.defaults.get("HTTP_HOST", "8080"))
    body = b"".join(response.streaming_content) if response.streaming else response.content
    headers = "\n".join(f"{name}: {value}" for name, value in response.items())
    return response.status_code, f"{headers}\n{body.decode()}"


def list_own(word: str) -> Iterator[str]:
    """Yield addresses that exist on each site."""
    for endpoint in list_endpoints():
        if not endpoint.path.endswith(("/1/", "/find/", *NOT_READ)):
            query = "?q=late" if endpoint.required else ""
            yield f"{endpoint.path}{query}"
    yield "/api/v2/pages/?limit=100&fields=*"
    yield "/api/v2/pages/?limit=1"
    yield "/api/v2/pages/?locale=cy&fallback=1"
    yield "/api/v2/updates/?search=late"
    yield "/api/v2/redirects/find/?html_path=/same"
    yield f"/api/v2/pages/find/?html_path=/{'cy/' if word == 'ferry' else ''}{word}-news/{word}-late/"
    yield from ("/sitemap.xml", "/robots.txt", "/llms.txt", "/search/?q=late", "/same/", f"/{word}-old/")
    prefix = "/cy" if word == "ferry" else ""
    person = Person.objects.get()
    yield f"{prefix}/{word}-news/people/{person.slug}/"
    yield f"{prefix}/{word}-news/topic/food/"
    yield f"/api/v2/people/{person.pk}/"
    for path in ("", "news/", "news/{}-late/", "news/feed.atom", "news/feed.json", "dates/calendar.ics", "rules/"):
        yield f"{prefix}/{word}-{path.format(word)}" if path else f"{prefix}/"


def list_foreign(word: str, other: str) -> Iterator[str]:
    """Yield addresses on one site of what is on another one."""
    for pk in Page.objects.filter(slug__startswith=other).values_list("pk", flat=True):
        yield f"/api/v2/pages/{pk}/"
    yield f"/api/v2/pages/find/?html_path=/{other}-news/{other}-late/"
    yield f"/api/v2/pages/find/?html_path=/cy/{other}-news/{other}-late/"
    yield f"/api/v2/redirects/find/?html_path=/{other}-old"
    yield f"/api/v2/redirects/{Redirect.objects.get(old_path=f'/{other}-old').pk}/"
    for path in ("news/", "news/feed.atom", "dates/calendar.ics", "old/"):
        yield f"/{other}-{path}"
        yield f"/cy/{other}-{path}"


def test_each_host_tells_of_its_own_site_alone(sites):
    told = 0
    for word in WORDS:
        client, others = visit(word), set(WORDS) - {word}
        for address in list_own(word):
            status, text = read(client, address)
            assert status < 400, (word, address, text)
            assert not {other for other in others if other in text}, (word, address, text)
            told += word in text
    assert told > len(WORDS) * 20


def test_what_another_site_has_is_not_there(sites):
    for word in WORDS:
        client = visit(word)
        for other in set(WORDS) - {word}:
            for address in list_foreign(word, other):
                status, text = read(client, address)
                assert status == 404, (word, address)
                assert other not in text.replace(address, ""), (word, address, text)


def find_addresses(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list):
        for part in value:
            yield from find_addresses(part)
    elif isinstance(value, str) and value.startswith(("http://", "https://")):
        yield value


def test_every_address_in_an_answer_leads_to_the_same_site(sites, settings):
    """Those of the API are at one host, so they name the site; others are where its readers find it."""
    visited = set()
    for word, front_end in WORDS.items():
        for endpoint in list_endpoints():
            if endpoint.path.endswith(("/1/", "/find/", "/stream/", "/schema/", *NOT_READ)):
                continue
            query = {**endpoint.required, **({"q": "late"} if "q" in endpoint.required else {})}
            limited = {"limit": "1"} if endpoint.path.endswith("/pages/") else {}
            response = visit(word).get(endpoint.path, {**query, **limited}, secure=word != "ferry")
            for address in find_addresses(response.json()):
                parts = urlsplit(address)
                if parts.path.endswith(NOT_READ):
                    continue
                if parts.path.startswith("/api/v2/"):
                    assert f"{parts.scheme}://{parts.netloc}" == settings.BASE_URL
                    asked = "&q=late" if "search" in parts.path else ""
                    status, text = read(Client(SERVER_NAME=parts.hostname), f"{parts.path}?{parts.query}{asked}")
                    assert status == 200, (word, address, text)
                    named = parse_qs(parts.query).get("site")
                    is_shared = parts.path.split("/")[3] in {*SHARED, "docs", "schema"}
                    assert named == (None if word == "orchard" or is_shared else [HOSTS[word].partition(":")[0]])
                    visited.add(parts.path.split("/")[3])
                else:
                    assert address.startswith((front_end, f"https://{HOSTS[word]}")), (word, endpoint.path, address)
    assert {"pages", "updates", "events", "redirects", "search"} <= visited


def test_endpoints_are_of_a_site_if_they_take_its_name():
    assert all(endpoint.view.is_of_site == ("site" in endpoint.parameters) for endpoint in list_endpoints())


def test_a_site_has_the_languages_of_its_home_page(sites):
    languages = {word: visit(word).get("/api/v2/site/", secure=True).json() for word in WORDS}

    shown = {word: [(one["code"], one["is_default"]) for one in site["locales"]] for word, site in languages.items()}
    assert shown == {"orchard": [("en", True)], "bakery": [("en", True), ("cy", False)], "ferry": [("cy", True)]}
    assert [languages[word]["locale"] for word in WORDS] == ["en", "en", "cy"]
    assert [languages[word]["navigation"]["main_menu"][0]["label"] for word in WORDS] == [
        f"The {word}" for word in WORDS
    ]


def test_changes_of_a_site_are_told_to_its_own_readers(sites):
    since = settle()
    replicas = {word: Replica(visit(word)) for word in WORDS}
    for replica in replicas.values():
        replica.sync()
    position = settle()

    page = Page.objects.get(slug="bakery-late").specific
    page.title = "Later in the bakery"
    page.save_revision().publish()
    settle()

    changes = list(Change.objects.filter(number__gt=position))
    items = {word: list_site_items(site, changes) for word, site in sites.items()}
    assert {word for word, found in items.items() if any(item["id"] == page.pk for item in found)} == {"bakery"}
    [address] = [item["detail_url"] for item in items["bakery"] if item["id"] == page.pk]
    parts = urlsplit(address)
    assert read(visit("orchard"), f"{parts.path}?{parts.query}")[0] == 200
    events = {word: describe(position, site.pk).text.decode() for word, site in sites.items()}
    types = {word: json.loads(re.search(r"data: (.*)", text)[1])["types"] for word, text in events.items()}
    assert "blog.UpdatePage" in types["bakery"]
    assert "blog.UpdatePage" not in types["orchard"] + types["ferry"]
    make_welsh(Page.objects.get(slug="orchard-late").specific, title="Hwyr yn y orchard", slug="orchard-hwyr")
    settle()
    for word, replica in replicas.items():
        replica.sync()
        assert replica.rows == read_all(visit(word))
        assert (page.title in str(replica.rows)) == (word == "bakery")
    for word in WORDS:
        stream = visit(word).get("/api/v2/changes/stream/").content.decode()
        token = re.search(r"^id: (.+)$", stream, re.MULTILINE)[1]
        assert visit(word).get("/api/v2/changes/", {"since": token}).status_code == 200
    assert since

"""Responses for everybody depend on nothing but their address."""

import pytest
from django.test import Client

from cms.caching.headers import PUBLIC
from tests.api.endpoints import list_endpoints
from tests.factories import make_date, make_event, make_full_update, make_topic

# What a client may send besides the address, each with a word that must not get into a response for everybody.
HEADERS = [
    *("Accept-Charset", "Accept-Encoding", "Accept-Language", "Cache-Control", "Content-Type", "DNT", "Forwarded"),
    *("From", "If-None-Match", "Origin", "Pragma", "Range", "Referer", "Save-Data", "TE"),
    *("User-Agent", "Via", "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Port", "X-Forwarded-Prefix"),
    *("X-Forwarded-Proto", "X-Http-Method-Override", "X-Original-Url", "X-Real-Ip", "X-Requested-With"),
    *("X-Rewrite-Url", "X-Script-Name"),
]
COOKIES = ("django_language", "messages", "theme", "wagtail_session")
WORD = "FREE-MONEY"


@pytest.mark.django_db
@pytest.mark.parametrize("word", [WORD, "cy"])
def test_nothing_but_the_address_decides_what_everybody_gets(word, client):
    event = make_event(dates=[make_date()])
    make_topic()
    update = make_full_update()
    news = update.get_parent().get_url()
    pages = ["/", "/search/?q=what", news, update.get_url(), event.get_url(), event.get_parent().get_url()]
    files = ["/sitemap.xml", "/robots.txt", "/llms.txt", f"{news}feed.atom", f"{event.get_url()}event.ics"]
    addresses = [*pages, *files, "/api/v2/docs/", *(endpoint.path for endpoint in list_endpoints())]
    odd = dict.fromkeys(HEADERS, word)

    for address in addresses:
        plain = client.get(address)
        asked = Client(headers=odd)
        asked.cookies.load({"csrftoken": "c" * 32, **dict.fromkeys(COOKIES, word)})
        response = asked.get(address)

        assert (response.status_code, response.get("Cache-Control")) == (plain.status_code, plain.get("Cache-Control"))
        if plain.get("Cache-Control") == PUBLIC:
            assert response.content == plain.content, address
            assert word != WORD or WORD not in str(response.headers), address


@pytest.mark.django_db
def test_what_somebody_gets_who_has_signed_in_is_kept_by_their_browser_alone(admin_client):
    event = make_event()
    addresses = ["/", event.get_url(), "/sitemap.xml", "/api/v2/site/", f"/api/v2/events/{event.pk}/", "/api/v2/docs/"]

    for address in addresses:
        response = admin_client.get(address)

        assert response.status_code == 200
        assert {"private", "no-cache"} <= set(response["Cache-Control"].split(", ")), address
        assert "Cache-Tag" not in response

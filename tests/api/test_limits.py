"""Limits of the API: how often, how long, from where; and what it says besides the answer."""

import pytest
import time_machine
from django.contrib.sessions.backends.db import SessionStore
from django.db import OperationalError, connection
from rest_framework.response import Response

from cms.api.lists import statements
from cms.api.pages import PagesAPIViewSet
from tests import factories
from tests.api.endpoints import list_endpoints

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def counters(settings, tmp_path):
    settings.VAR_DIR = tmp_path


def statuses(client, count: int, **headers: str) -> list[int]:
    return [client.get("/api/v2/topics/", **headers).status_code for _ in range(count)]


# How often


@time_machine.travel("2026-07-01T12:00:15Z", tick=False)
def test_a_client_that_asks_too_often_is_told_when_to_come_back(client, settings):
    settings.API_RATE_LIMIT = 3

    assert statuses(client, 3) == [200, 200, 200]
    refused = client.get("/api/v2/pages/")

    assert refused.status_code == 429
    assert refused.json()["message"]
    assert refused["Retry-After"] == "45"
    assert refused["RateLimit"] == '"computed";r=0;t=45'
    assert refused["RateLimit-Policy"] == '"computed";q=3;w=60'
    assert refused["Cache-Control"] == "no-store"


def test_answers_within_the_limit_say_nothing_of_it(client, settings):
    settings.API_RATE_LIMIT = 3

    response = client.get("/api/v2/topics/")

    assert not {"RateLimit", "RateLimit-Policy", "Retry-After"} & set(response.headers)


def test_the_next_minute_is_a_new_one(client, settings):
    settings.API_RATE_LIMIT = 1
    with time_machine.travel("2026-07-01T12:00:59Z", tick=False) as clock:
        assert statuses(client, 2) == [200, 429]

        clock.shift(1)

        assert statuses(client, 2) == [200, 429]


@time_machine.travel("2026-07-01T12:00:00Z", tick=False)
def test_clients_are_counted_by_their_address(client, settings):
    settings.API_RATE_LIMIT = 1

    for address in ("192.0.2.1", "192.0.2.2", "2001:db8:1:1::1", "2001:db8:1:2::1"):
        assert statuses(client, 2, REMOTE_ADDR=address) == [200, 429], address
    # One client has all addresses of its network.
    assert statuses(client, 1, REMOTE_ADDR="2001:db8:1:1::2") == [429]


@time_machine.travel("2026-07-01T12:00:00Z", tick=False)
def test_an_address_that_a_client_claims_does_not_count(client, settings):
    settings.API_RATE_LIMIT = 1

    assert statuses(client, 1, HTTP_X_FORWARDED_FOR="192.0.2.1") == [200]
    assert statuses(client, 1, HTTP_X_FORWARDED_FOR="192.0.2.2") == [429]


@time_machine.travel("2026-07-01T12:00:00Z", tick=False)
def test_behind_a_proxy_the_address_that_the_proxy_saw_counts(client, settings):
    settings.API_RATE_LIMIT = 1
    settings.TRUSTED_PROXIES = 1

    assert statuses(client, 1, HTTP_X_FORWARDED_FOR="made up, 192.0.2.1") == [200]
    assert statuses(client, 1, HTTP_X_FORWARDED_FOR="192.0.2.2") == [200]
    assert statuses(client, 1, HTTP_X_FORWARDED_FOR="192.0.2.9, 192.0.2.1") == [429]


# How long


@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="SQLite has no limit for statements")
@pytest.mark.django_db(transaction=True)
def test_a_list_that_takes_too_long_is_given_up_with_a_reason(client, settings, monkeypatch):
    settings.API_STATEMENT_TIMEOUT = 0.1

    def sleep(view, request):
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_sleep(5)")

    monkeypatch.setattr(PagesAPIViewSet, "filter_queryset", lambda view, queryset: sleep(view, view.request))
    monkeypatch.setattr(statements, "known", {})
    response = client.get("/api/v2/pages/")

    assert response.status_code == 503
    assert "takes too long" in response.json()["message"]
    assert client.get("/api/v2/topics/").status_code == 200


@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="SQLite has no limit for statements")
@pytest.mark.django_db(transaction=True)
def test_the_limit_ends_with_the_list(client, settings):
    settings.API_STATEMENT_TIMEOUT = 0.5

    assert client.get("/api/v2/topics/").status_code == 200

    with connection.cursor() as cursor:
        cursor.execute("SHOW statement_timeout")
        assert cursor.fetchone() == ("0",)


def test_another_error_of_the_database_is_no_timeout(client, monkeypatch):
    def break_down(view, request) -> Response:
        raise OperationalError("the disk is full")

    monkeypatch.setattr(PagesAPIViewSet, "listing_view", break_down)

    with pytest.raises(OperationalError, match="the disk is full"):
        client.get("/api/v2/pages/")


# From where


@pytest.fixture
def origins(settings):
    settings.CORS_ALLOWED_ORIGINS = ["https://www.example.org"]


def test_pages_of_a_configured_origin_may_read(origins, client):
    response = client.get("/api/v2/topics/", headers={"origin": "https://www.example.org"})

    assert response["Access-Control-Allow-Origin"] == "https://www.example.org"
    exposed = response["Access-Control-Expose-Headers"].split(", ")
    assert {"ETag", "Cache-Tag", "Link", "RateLimit", "Retry-After"} <= set(exposed)
    assert "Access-Control-Allow-Credentials" not in response
    assert "origin" in response["Vary"].lower()


def test_errors_may_be_read_too(origins, client):
    response = client.get("/api/v2/topics/?colour=red", headers={"origin": "https://www.example.org"})

    assert response.status_code == 400
    assert response["Access-Control-Allow-Origin"] == "https://www.example.org"


@pytest.mark.parametrize("origin", ["https://evil.example", "https://www.example.org.evil.example", "null", "x"])
def test_pages_of_other_origins_may_not(origin, origins, client):
    response = client.get("/api/v2/topics/", headers={"origin": origin})

    assert response.status_code == 200
    assert "Access-Control-Allow-Origin" not in response


def test_a_preflight_says_what_is_allowed_and_is_not_counted(origins, client, settings):
    settings.API_RATE_LIMIT = 1
    for _ in range(3):
        response = client.options(
            "/api/v2/topics/",
            headers={"origin": "https://www.example.org", "access-control-request-method": "GET"},
        )

        assert response.status_code == 200
        assert response["Access-Control-Allow-Methods"] == "GET, HEAD, OPTIONS, POST"
        assert "if-none-match" in response["Access-Control-Allow-Headers"]
        assert response["Access-Control-Allow-Origin"] == "https://www.example.org"
    assert "Access-Control-Allow-Origin" not in client.options(
        "/api/v2/topics/", headers={"origin": "https://evil.example", "access-control-request-method": "GET"}
    )


def test_only_the_api_may_be_read_from_elsewhere(origins, client):
    factories.make_standard_page(slug="about")

    response = client.get("/about/", headers={"origin": "https://www.example.org"})

    assert "Access-Control-Allow-Origin" not in response


# Besides the answer


@pytest.mark.parametrize("path", ["topics/", "topics/1/", "topics/?colour=red", "nowhere/"])
def test_every_answer_is_safe_for_a_browser_and_leaves_no_cookie(path, client):
    response = client.get(f"/api/v2/{path}")

    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["X-Frame-Options"] == "SAMEORIGIN"
    assert response["Referrer-Policy"] == "strict-origin-when-cross-origin"
    assert "default-src 'self'" in response["Content-Security-Policy"]
    assert not response.cookies


@pytest.mark.parametrize("path", [*(str(endpoint) for endpoint in list_endpoints()), "docs/", "nowhere/"])
def test_no_answer_depends_on_who_has_signed_in(path, client):
    client.force_login(factories.make_user())
    opened = []
    read = SessionStore.load
    with pytest.MonkeyPatch.context() as monkeypatch:
        monkeypatch.setattr(SessionStore, "load", lambda store: opened.append(path) or read(store))
        response = client.get(f"/api/v2/{path}")

    assert "Cookie" not in response.get("Vary", "")
    assert not response.cookies
    assert opened == []

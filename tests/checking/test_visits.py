"""Links to other sites are visited politely, and only public ones."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest
from django.utils import timezone

from cms.checking import visits
from cms.checking.models import OutsideLink
from cms.checking.outside import make_key
from cms.checking.visits import Answer, Visitor, list_due, note, visit_due

pytestmark = pytest.mark.django_db
LOOPBACK = ["127.0.0.0/8"]
PLACES = {"/there": 200, "/gone": 404, "/broken": 500, "/locked": 403, "/loop": 302, "/moved": 301, "/shy": 405}


class Site(BaseHTTPRequestHandler):
    asked: list[tuple[str, str, str]] = []

    def answer(self) -> None:
        self.asked.append((self.command, self.path, self.headers["User-Agent"]))
        body = b"User-agent: *\nDisallow: /private" if self.path == "/robots.txt" else b""
        status = 200 if body else PLACES.get(self.path, 404)
        if self.path == "/shy" and self.command == "GET":
            status = 200
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        if status in {301, 302}:
            self.send_header("Location", "/there" if status == 301 else self.path)
        self.end_headers()
        if self.command == "GET":
            self.wfile.write(body)

    def do_GET(self) -> None:
        self.answer()

    def do_HEAD(self) -> None:
        self.answer()

    def log_message(self, *args: object) -> None:
        pass


@contextmanager
def serving() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.fixture
def site() -> Iterator[str]:
    Site.asked.clear()
    with serving() as address:
        yield address


@pytest.mark.parametrize(
    ("path", "state"),
    [
        ("/there", "works"),
        ("/moved", "works"),
        ("/shy", "works"),
        ("/gone", "dead"),
        ("/broken", "dead"),
        ("/loop", "dead"),
        ("/locked", "unknown"),
        ("/private/notes", "unknown"),
    ],
)
def test_an_address_is_asked_for_its_headers_as_robots_txt_allows(site, path, state):
    visitor = Visitor(allowed=LOOPBACK)

    answer = visitor.visit(f"{site}{path}")

    assert answer.state == state
    assert Site.asked[0][:2] == ("GET", "/robots.txt")
    assert all(agent.startswith("community-cms (http") for _method, _path, agent in Site.asked)
    assert ("GET", "/there") not in [one[:2] for one in Site.asked]
    assert state != "unknown" or path == "/locked" or len(Site.asked) == 1


def test_the_rules_of_a_host_are_read_once(site):
    visitor = Visitor(allowed=LOOPBACK)

    for path in ("/there", "/gone"):
        visitor.visit(f"{site}{path}")

    assert [path for _method, path, _agent in Site.asked].count("/robots.txt") == 1


@pytest.mark.parametrize(
    "url",
    ["http://127.0.0.1/", "http://[::1]/", "http://169.254.169.254/latest", "https://10.0.0.1/", "ftp://a.example/"],
)
def test_what_is_not_public_is_not_asked_and_not_reported(url):
    assert Visitor().visit(url).state == "unknown"


def test_a_redirect_to_what_is_not_public_is_not_followed(site, monkeypatch):
    visitor = Visitor(allowed=LOOPBACK)
    monkeypatch.setattr(visitor, "may_visit", lambda url: True)
    monkeypatch.setattr(visitor, "request", lambda method, url: (302, "http://10.0.0.1/") if site in url else ask(url))
    ask = Visitor().ask

    assert visitor.visit(f"{site}/moved").state == "unknown"


def make_link(url: str, **kwargs) -> OutsideLink:
    return OutsideLink.objects.create(key=make_key(url), url=url, host=url.split("/")[2], **kwargs)


def test_a_failure_is_dead_only_if_it_lasts_and_a_missing_page_at_once():
    link, gone = make_link("https://a.example/"), make_link("https://b.example/")

    note(link, Answer("dead", "timed out"))
    note(gone, Answer("dead", "404", is_final=True))

    assert (link.state, gone.state) == ("failing", "dead")

    OutsideLink.objects.filter(pk=link.pk).update(failed_since=timezone.now() - timedelta(days=1, minutes=1))
    link.refresh_from_db()
    note(link, Answer("dead", "timed out"))
    assert link.state == "failing"  # nobody answers: the network may be away

    note(gone, Answer("works", "200"))
    note(link, Answer("dead", "timed out"))

    assert (link.state, gone.state, gone.failed_since) == ("dead", "works", None)
    assert link.due_at > timezone.now() + timedelta(hours=23)


def test_a_host_is_asked_for_one_address_at_a_time(site):
    for path in ("there", "gone"):
        make_link(f"{site}/{path}", due_at=timezone.now() - timedelta(minutes=5))
    make_link("https://a.example/", due_at=timezone.now() + timedelta(days=1))

    assert len(list_due()) == 1
    visit_due(Visitor(allowed=LOOPBACK))

    assert sorted(OutsideLink.objects.values_list("state", flat=True)) == ["waiting", "waiting", "works"]


def test_a_host_with_many_addresses_keeps_no_other_from_its_turn():
    early = timezone.now() - timedelta(hours=1)
    many = [
        OutsideLink(key=str(number), url="https://a.example/", host="a.example", due_at=early) for number in range(600)
    ]
    OutsideLink.objects.bulk_create(many)
    make_link("https://b.example/")

    assert [link.host for link in list_due()] == ["a.example", "b.example"]


def test_an_address_that_fails_in_an_unknown_way_keeps_no_other_from_its_turn(caplog):
    class Visitors:
        def visit(self, url):
            if "a.example" in url:
                raise AttributeError("surprise")
            return Answer("works", "200")

    make_link("https://a.example/", due_at=timezone.now() - timedelta(minutes=5))
    make_link("https://b.example/")

    visit_due(Visitors())

    assert dict(OutsideLink.objects.values_list("host", "state")) == {"a.example": "unknown", "b.example": "works"}
    assert "https://a.example/ cannot be checked" in caplog.text


def test_an_address_that_is_forgotten_during_its_visit_stays_forgotten():
    link = make_link("https://a.example/")
    OutsideLink.objects.all().delete()

    note(link, Answer("works", "200"))

    assert not OutsideLink.objects.exists()


def test_a_visit_ends_in_time_with_whatever_redirects(site, monkeypatch):
    monkeypatch.setattr(visits, "VISIT_SECONDS", 0.0)

    answer = Visitor(allowed=LOOPBACK).visit(f"{site}/there")

    assert answer.state == "dead"
    assert not Site.asked

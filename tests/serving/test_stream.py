"""What `changes/stream/` tells, and a server whose clients wait."""

import http.client
import json
import resource
import time
from unittest.mock import Mock

import pytest
from django.db import OperationalError
from django.utils import timezone
from wagtail.models import Locale, PageViewRestriction, Site

from cms.caching import stale
from cms.changes.feed import prune_changes, read_last_change
from cms.changes.models import Change
from cms.changes.tokens import read_token
from cms.models import Topic
from cms.serving import stream
from cms.serving.stream import Event, describe, read_position, try_describe
from tests.changes.commits import settle
from tests.factories import get_home, make_standard_page, make_topic, make_update
from tests.ops.processes import fetch, serve

STREAM = "/api/v2/changes/stream/"


def read_events(body: bytes) -> list[dict[str, str]]:
    blocks = [block.split("\n") for block in body.decode().split("\n\n")]
    events = [dict(line.split(": ", 1) for line in block if ": " in line) for block in blocks]
    return [event for event in events if "data" in event]


def tell(after: int) -> Event:
    """Return what clients of the default site are told."""
    return describe(after, Site.objects.get(is_default_site=True).pk)


@pytest.mark.django_db
class TestView:
    def test_it_begins_now(self, client):
        response = client.get(STREAM, headers={"accept": "text/event-stream"})

        assert response.headers["Content-Type"] == "text/event-stream"
        assert response.headers["Cache-Control"] == "no-store"
        assert response.content.startswith(b"retry: ")
        assert read_events(response.content) == []
        assert read_position(response.content) == (read_last_change()[0], Site.objects.get().pk)

    def test_it_continues_where_the_client_was(self, client):
        topic = make_topic(public=True)
        page = make_update(topics=[topic])
        settle()
        first = client.get(STREAM)
        Topic.objects.filter(pk=topic.pk).update(name="Land")
        settle()
        token = first.content.rpartition(b"id: ")[2].strip().decode()

        (event,) = read_events(client.get(STREAM, headers={"last-event-id": token}).content)
        (same,) = read_events(client.get(STREAM, {"since": token}).content)

        data = json.loads(event["data"])
        assert event == same
        assert event["event"] == "changed"
        assert {f"topic-{topic.pk}", f"page-{page.pk}", "topics", "all"} <= set(data["tags"])
        assert data["types"] == ["blog.UpdatePage", "cms.Topic"]
        items = client.get("/api/v2/changes/", {"since": token}).json()["items"]
        assert {item["type"] for item in items} == set(data["types"])
        assert read_token(event["id"])[0].after == read_last_change()[0]

    def test_it_names_what_shows_a_new_page_above_it(self):
        above = make_standard_page(live=False)
        page = make_standard_page(make_standard_page(above, live=False))
        since = settle()

        above.get_latest_revision().publish()
        settle()

        (event,) = read_events(tell(since).text)
        assert f"page-{page.pk}" in json.loads(event["data"])["tags"]
        assert f"page-{page.get_parent().pk}" not in json.loads(event["data"])["tags"]

    def test_it_names_pages_of_every_site(self):
        home = get_home()
        other = home.get_parent().add_child(instance=type(home)(title="Other", slug="other"))
        Site.objects.create(hostname="other.example", port=80, root_page=other)
        page = make_standard_page(other)
        since = settle()

        page.save_revision().publish()
        type(page).objects.filter(pk=page.pk).update(introduction="New")
        settle()

        (event,) = read_events(tell(since).text)
        assert f"page-{page.pk}" in json.loads(event["data"])["tags"]

    def test_it_names_nothing_hidden(self, client):
        shown = make_topic(public=True)
        since = settle()
        hidden = make_topic("Nobody uses it")
        Topic.objects.filter(pk=shown.pk).update(name="Land")
        settle()

        text = tell(since).text.decode()
        assert f'"topic-{shown.pk}"' in text
        assert f'"topic-{hidden.pk}"' not in text

    @pytest.mark.parametrize("cause", ["migration", "pruned", "restored", "many"])
    def test_it_says_when_to_start_again(self, client, cause, monkeypatch):
        make_topic(public=True)
        version = settle()
        if cause == "migration":
            Change.objects.create(op=Change.Op.ANYTHING, moment=timezone.now())
        elif cause == "many":
            monkeypatch.setattr(stale, "MAX_CHANGES", 1)
            make_update()
            settle()
        elif cause == "pruned":
            make_topic("Land", public=True)
            settle()
            prune_changes(before=timezone.now() + timezone.timedelta(days=1))
            version = 1
        else:
            version += 100

        event = tell(version)

        assert read_events(event.text)[0]["event"] == "restart"
        assert event.number == read_last_change()[0]

    def test_readers_of_a_site_that_is_gone_start_again(self, caplog):
        version = settle()
        make_topic(public=True)
        settle()

        event = try_describe(version, 4040)

        assert read_events(event.text)[0]["event"] == "restart"
        assert event.number == read_last_change()[0]
        assert not caplog.records

    def test_without_a_change_it_tells_nothing(self):
        make_topic(public=True)
        version = settle()
        assert tell(version) == (version, b"")
        Change.objects.create(op=Change.Op.MIGRATE, moment=timezone.now())
        assert tell(version) == (version, b"")

    def test_streams_stay_open_when_nobody_can_find_out(self, monkeypatch, caplog):
        def fail(after: int, site: int) -> stream.Event:
            raise OperationalError("the server closed the connection")

        monkeypatch.setattr(stream, "describe", fail)
        monkeypatch.setattr(stream, "connection", Mock())

        assert try_describe(7, 1) == (7, b"")
        assert "the server closed the connection" in caplog.text
        stream.connection.close.assert_called_once_with()

    def test_it_refuses_tokens_that_are_none(self, client):
        response = client.get(STREAM, {"since": "nonsense"})

        assert response.status_code == 400
        assert "since" in response.json()["errors"]

    def test_it_says_that_the_site_is_being_updated(self, client):
        Change.objects.create(op=Change.Op.MIGRATE, moment=timezone.now())

        assert client.get(STREAM).status_code == 503

    @pytest.mark.parametrize("wait", ["0", "60"])
    def test_a_server_without_the_layer_does_not_wait(self, client, wait):
        assert client.get("/api/v2/changes/", {"wait": wait}).status_code == 200

    @pytest.mark.parametrize("wait", ["61", "-1", "soon", ""])
    def test_a_wait_that_is_none_is_refused(self, client, wait):
        assert client.get("/api/v2/changes/", {"wait": wait}).status_code == 400


def read_until(response: http.client.HTTPResponse, text: bytes) -> bytes:
    found = b""
    while text not in found:
        piece = response.read1(4096)
        assert piece, "The stream has ended."
        found += piece
    return found


@pytest.mark.django_db
def test_followers_learn_of_everything_that_pollers_do(client):
    """Whoever follows the stream, and reconnects now and then, makes anew all that `changes/` says is different."""
    topics = [make_topic(f"Topic{number}", public=number % 2 == 0) for number in range(4)]
    pages = [make_update(topics=topics[:number]) for number in range(3)]
    client.get("/api/v2/site/")  # makes the settings of the site
    settle()
    since = client.get("/api/v2/changes/?limit=500").json()["next"]
    token, known = since, []
    acts = [
        lambda: Topic.objects.filter(pk=topics[1].pk).update(name="Land"),
        pages[0].unpublish,
        topics[2].delete,
        lambda: make_update(title="New", topics=topics[3:]),
        lambda: Locale.objects.get_or_create(language_code="cy"),
        lambda: type(pages[1]).objects.filter(pk=pages[1].pk).update(title="Renamed"),
        lambda: PageViewRestriction.objects.create(page=pages[2], restriction_type="login"),
    ]

    for number, act in enumerate(acts):
        act()
        settle()
        if number % 3:
            (event,) = read_events(client.get(STREAM, headers={"last-event-id": token}).content)
            token = event["id"]
            known.append(json.loads(event["data"]))

    rows, more = [], {"next": since, "has_more": True}
    while more["has_more"]:
        more = client.get("/api/v2/changes/", {"since": more["next"], "limit": 500}).json()
        rows += more["items"]
    last = client.get(STREAM, headers={"last-event-id": token}).content
    known += [json.loads(event["data"]) for event in read_events(last)]
    tags, types = ({one for data in known for one in data[name]} for name in ("tags", "types"))
    assert types == {row["type"] for row in rows}
    everything = "site" in tags  # is on every response
    assert everything or {f"topic-{row['id']}" for row in rows if row["type"] == "cms.Topic"} <= tags


@pytest.mark.proof
@pytest.mark.django_db(transaction=True)
def test_nobody_misses_news_where_the_version_is_not_always_read(database_url):
    topic = make_topic(public=True)
    with serve(database_url, processes=1, VERSION_MAX_AGE="1000") as port:
        since = json.loads(fetch(port, "/api/v2/changes/?limit=500")[1])["next"]
        since = json.loads(fetch(port, f"/api/v2/changes/?limit=500&since={since}")[1])["next"]
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        begun = time.monotonic()
        connection.request("GET", f"/api/v2/changes/?since={since}&wait=15", headers={"Host": "localhost"})
        time.sleep(0.2)

        Topic.objects.filter(pk=topic.pk).update(name="Land")

        items = json.loads(connection.getresponse().read())["items"]
        connection.close()
    assert [item["id"] for item in items] == [topic.pk]
    assert time.monotonic() - begun < 8


@pytest.mark.proof
@pytest.mark.django_db(transaction=True)
def test_a_thousand_clients_of_a_server_with_two_threads(database_url):
    """As many as are allowed learn of a publication, the others are refused, and the server answers all the while."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(hard, 4096), hard))
    topic = make_topic(public=True)

    def send(path: str) -> http.client.HTTPConnection:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        connections.append(connection)
        connection.request("GET", path, headers={"Host": "localhost"})
        return connection

    def ask(path: str) -> http.client.HTTPResponse:
        return send(path).getresponse()

    connections: list[http.client.HTTPConnection] = []
    with serve(database_url, processes=1, LIVE_CONNECTIONS="600", LIVE_CONNECTIONS_PER_CLIENT="600") as port:
        first = json.loads(ask("/api/v2/changes/?limit=500").read())
        since = json.loads(ask(f"/api/v2/changes/?limit=500&since={first['next']}").read())["next"]
        polls = [send(f"/api/v2/changes/?since={since}&wait=60") for _client in range(20)]
        answers = [ask(STREAM) for _client in range(1000)]
        streams = [answer for answer in answers if answer.status == 200]
        assert len(streams) == 580
        assert {answer.status for answer in answers} == {200, 503}
        for stream in streams:
            read_until(stream, b"\nid: ")
        assert ask("/api/v2/site/").status == 200

        Topic.objects.filter(pk=topic.pk).update(name="Land")

        for stream in streams:
            assert f'"topic-{topic.pk}"'.encode() in read_until(stream, b"data: ")
        for poll in polls:
            items = json.loads(poll.getresponse().read())["items"]
            assert [item["id"] for item in items if item["type"] == "cms.Topic"] == [topic.pk]
        begun = time.monotonic()
    assert time.monotonic() - begun < 5  # when Granian would kill the process
    for connection in connections:
        connection.close()
    resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))

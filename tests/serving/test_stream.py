"""What `changes/stream/` tells, and a server whose clients wait."""

import http.client
import json
import time
from typing import Any

import pytest
from django.utils import timezone

from cms.changes.feed import prune_changes, read_last_change
from cms.changes.models import Change
from cms.changes.tokens import read_token
from cms.models import Topic
from cms.serving.stream import describe, read_position
from tests.changes.commits import settle
from tests.factories import make_topic, make_update
from tests.ops.processes import serve

STREAM = "/api/v2/changes/stream/"


def read_events(body: bytes) -> list[dict[str, str]]:
    blocks = [block.split("\n") for block in body.decode().split("\n\n")]
    events = [dict(line.split(": ", 1) for line in block if ": " in line) for block in blocks]
    return [event for event in events if "data" in event]


@pytest.mark.django_db
class TestView:
    def test_it_begins_now(self, client):
        response = client.get(STREAM, headers={"accept": "text/event-stream"})

        assert response.headers["Content-Type"] == "text/event-stream"
        assert response.headers["Cache-Control"] == "no-store"
        assert response.content.startswith(b"retry: ")
        assert read_events(response.content) == []
        assert read_position(response.content) == read_last_change()[0]

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

    def test_it_names_nothing_hidden(self, client):
        shown = make_topic(public=True)
        since = settle()
        hidden = make_topic("Nobody uses it")
        Topic.objects.filter(pk=shown.pk).update(name="Land")
        settle()

        text = describe(since).text.decode()
        assert f'"topic-{shown.pk}"' in text
        assert f'"topic-{hidden.pk}"' not in text

    @pytest.mark.parametrize("cause", ["migration", "pruned", "restored"])
    def test_it_says_when_to_start_again(self, client, cause):
        make_topic(public=True)
        version = settle()
        if cause == "migration":
            Change.objects.create(op=Change.Op.ANYTHING, moment=timezone.now())
        elif cause == "pruned":
            make_topic("Land", public=True)
            settle()
            prune_changes(before=timezone.now() + timezone.timedelta(days=1))
            version = 1
        else:
            version += 100

        event = describe(version)

        assert read_events(event.text)[0]["event"] == "restart"
        assert event.number == read_last_change()[0]

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


@pytest.mark.proof
@pytest.mark.django_db(transaction=True)
def test_clients_of_a_server_learn_of_a_publication(database_url):
    """More clients wait than there are threads, and the server still answers, and ends when it is told to."""
    topic = make_topic(public=True)

    def ask(path: str, **headers: str) -> http.client.HTTPResponse:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        connections.append(connection)
        connection.request("GET", path, headers={"Host": "localhost", **headers})
        return connection.getresponse()

    connections: list[Any] = []
    with serve(database_url, processes=1) as port:
        first = json.loads(ask("/api/v2/changes/?limit=500").read())
        since = json.loads(ask(f"/api/v2/changes/?limit=500&since={first['next']}").read())["next"]
        streams = [ask(STREAM) for _client in range(50)]
        for stream in streams:
            read_until(stream, b"\nid: ")
        polls = []
        for _client in range(20):
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
            connection.request("GET", f"/api/v2/changes/?since={since}&wait=25", headers={"Host": "localhost"})
            polls.append(connection)
        time.sleep(1)
        assert ask("/api/v2/site/").status == 200

        Topic.objects.filter(pk=topic.pk).update(name="Land")

        for stream in streams:
            assert f'"topic-{topic.pk}"'.encode() in read_until(stream, b"data: ")
        for connection in polls:
            items = json.loads(connection.getresponse().read())["items"]
            assert [item["id"] for item in items if item["type"] == "cms.Topic"] == [topic.pk]
        begun = time.monotonic()
    assert time.monotonic() - begun < 5  # when Granian would kill the process

"""Pictures of other sites are fetched politely, and nothing that is not public."""

from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from cms.environment.outgoing import Failed, Refused, get
from tests.threads import answering

LOOPBACK = ["127.0.0.0/8"]


class Handler(BaseHTTPRequestHandler):
    server: Any

    def do_GET(self) -> None:
        self.server.paths.append(self.path)
        status, headers, body = self.server.answers.get(self.path, (404, {}, b""))
        self.send_response(status)
        for name, value in {"Content-Length": str(len(body)), **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *arguments: Any) -> None:
        """Say nothing."""


@pytest.fixture
def server() -> Iterator[Any]:
    server: Any = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.paths, server.answers = [], {}
    with answering(server):
        yield server


def fetch(server, path, **options):
    return get(f"http://127.0.0.1:{server.server_port}{path}", **{"limit": 100, "allowed": LOOPBACK, **options})


def test_a_file_is_fetched_also_after_a_redirect(server):
    server.answers = {"/a": (302, {"Location": "/b"}, b""), "/b": (200, {}, b"picture")}

    assert fetch(server, "/a") == b"picture"
    assert server.paths == ["/a", "/b"]


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        ((404, {}, b"no"), "the answer was 404"),
        ((200, {}, b"x" * 101), "too large"),
        ((200, {"Content-Length": "50"}, b"half"), "broke off"),
        ((302, {"Location": "/a"}, b""), "too many redirects"),
    ],
)
def test_what_is_no_complete_file_is_not_taken(server, answer, reason):
    server.answers = {"/a": answer}

    with pytest.raises(Failed, match=reason):
        fetch(server, "/a")


@pytest.mark.parametrize(
    "location", ["https://10.0.0.1/", "file:///etc/passwd", "http://[::1/", "https://u:p@127.0.0.1/"]
)
def test_a_redirect_to_what_is_not_public_is_refused(server, location):
    server.answers = {"/a": (302, {"Location": location}, b"")}

    with pytest.raises((Refused, Failed)):
        fetch(server, "/a")

    assert server.paths == ["/a"]


def test_nothing_on_this_machine_is_fetched(server):
    with pytest.raises(Refused):
        fetch(server, "/a", allowed=())

    assert server.paths == []

"""Sites that receive webhooks."""

import json
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, NamedTuple

from standardwebhooks import Webhook

from tests.threads import answering

LOOPBACK = ["127.0.0.0/8"]


class Received(NamedTuple):
    headers: dict[str, str]
    body: bytes
    path: str = "/"

    @property
    def id(self) -> str:
        return self.headers["webhook-id"]

    @property
    def message(self) -> dict[str, Any]:
        return json.loads(self.body)

    @property
    def ids(self) -> list[int]:
        return [item["id"] for item in self.message["data"]["items"]]

    def verify(self, secret: str) -> Any:
        return Webhook(secret).verify(self.body, self.headers)


class Receiver(ThreadingHTTPServer):
    """Answers with ``status``, or as ``answer`` does, which gets the handler; notes everything that it was sent."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.received: list[Received] = []
        self.status = 200
        self.answer: Callable[[Any], None] | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/hook?from=cms"


class Handler(BaseHTTPRequestHandler):
    server: Any

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        headers = {name.lower(): value for name, value in self.headers.items()}
        self.server.received.append(Received(headers, body, self.path))
        if self.server.answer:
            self.server.answer(self)
            return
        self.send_response(self.server.status)
        self.send_header("Location", self.server.url)
        self.end_headers()
        self.wfile.write(b"thanks")

    def log_message(self, *args: Any) -> None:
        pass


def hang(handler: Any) -> None:
    time.sleep(2)


def drip_headers(handler: Any) -> None:
    handler.wfile.write(b"HTTP/1.0 200 OK\r\n")
    drip(handler, b"X-Slow: very")


def drip_body(handler: Any) -> None:
    handler.wfile.write(b"HTTP/1.0 500 Broken\r\n\r\n")
    drip(handler, b"x" * 100)


def drip(handler: Any, text: bytes) -> None:
    try:
        for byte in text:
            handler.wfile.write(bytes([byte]))
            handler.wfile.flush()
            time.sleep(0.1)
    except OSError:
        return


def send_megabytes(handler: Any) -> None:
    handler.send_response(200)
    handler.end_headers()
    try:
        for _piece in range(64):
            handler.wfile.write(b"\0" * 65536)
    except OSError:
        return


def speak_no_http(handler: Any) -> None:
    handler.wfile.write(b"220 mail.example.org ESMTP\r\n")


@contextmanager
def receiving() -> Iterator[Receiver]:
    receiver = Receiver()
    with answering(receiver):
        yield receiver

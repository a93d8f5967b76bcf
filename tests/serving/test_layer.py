"""The outer layer around a small application."""

import asyncio
import errno
import json
import threading
import time
from pathlib import Path
from typing import Any

import pytest
from django.core.handlers.wsgi import WSGIRequest
from django.http import FileResponse

from cms.caching.answers import Answer
from cms.caching.headers import PUBLIC
from cms.caching.responses import ResponseCache
from cms.limits.clients import identify
from cms.serving.files import FileServer
from cms.serving.layer import Limits, OuterLayer
from cms.serving.requests import make_environ
from cms.serving.sessions import has_signed_in
from tests.loops import run
from tests.serving.clients import Protocol, RequestHeaders, Scope, ask, ask_later

LIMITS = Limits(public=1000, uploads=100_000, prefix="/admin/")
HASHED = "css/site.0123456789ab.css"


class Application:
    """Says what it has received; some of its addresses are slow, broken or files."""

    def __init__(self, directory: Path) -> None:
        self.document = directory / "document.pdf"
        self.document.write_bytes(bytes(range(256)) * 10)
        self.asked: list[str] = []
        self.freed = threading.Event()

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Any:
        path = environ["PATH_INFO"]
        self.asked.append(path)
        if path == "/broken/":
            raise RuntimeError("broken")
        if path.startswith("/slow/"):
            self.freed.wait(10)
        if path == "/document/":
            return self.send_document(environ, start_response)
        body = environ["wsgi.input"].read()
        words = [environ["REQUEST_METHOD"], path, environ["QUERY_STRING"], environ.get("CONTENT_LENGTH", "-")]
        said = f"{' '.join(words)} {body.decode('latin-1')}".encode()
        start_response("200 OK", [("Content-Type", "text/plain"), ("Content-Length", str(len(said)))])
        return [said]

    def send_document(self, environ: dict[str, Any], start_response: Any) -> Any:
        response = FileResponse(self.document.open("rb"), content_type="application/pdf")
        start_response("200 OK", list(response.items()))
        return environ["wsgi.file_wrapper"](response.file_to_stream, response.block_size)


@pytest.fixture
def application(tmp_path) -> Application:
    return Application(tmp_path)


@pytest.fixture
def layer(application, tmp_path) -> OuterLayer:
    static, renditions = tmp_path / "static", tmp_path / "images"
    for name, content in {HASHED: "a{}" * 100, "css/site.css": "a{}", "secret.txt": "s"}.items():
        (static / name).parent.mkdir(parents=True, exist_ok=True)
        (static / name).write_text(content)
    (static / f"{HASHED}.br").write_text("compressed")
    renditions.mkdir()
    (renditions / "picture.avif").write_bytes(b"0123456789")
    files = FileServer(
        static_url="/static/", static_root=static, renditions_url="/media/images/", renditions_root=renditions
    )
    return OuterLayer(
        application,
        files=files,
        limits=LIMITS,
        threads=2,
        health_path="/healthz",
        has_signed_in=lambda environ: environ.get("HTTP_COOKIE") == "sessionid=abc",
        identify=identify,
    )


# Requests


def test_the_application_gets_the_request_and_the_client_the_whole_answer(layer):
    response = ask(layer, "/page/?b=2&a=1&_=9")

    assert (response.status, response.body) == (200, b"GET /page/ a=1&b=2 - ")
    assert response.headers["content-length"] == str(len(response.body))


def make(headers: list[tuple[str, str]], **scope: Any) -> dict[str, Any]:
    return make_environ(Scope(headers=RequestHeaders(headers), **scope))


def test_headers_become_what_django_knows():
    environ = make(
        [
            ("host", "example.org"),
            ("content-type", "text/plain"),
            ("x-two", "a"),
            ("x-two", "b"),
            ("cookie", "a=1"),
            ("cookie", "b=2"),
        ]
    )

    assert environ["HTTP_HOST"] == "example.org"
    assert environ["CONTENT_TYPE"] == "text/plain"
    assert environ["HTTP_X_TWO"] == "a,b"
    assert environ["HTTP_COOKIE"] == "a=1; b=2"
    assert (environ["REMOTE_ADDR"], environ["SERVER_PORT"]) == ("192.0.2.1", "8000")


def test_a_header_with_an_underscore_never_passes_for_a_real_one():
    environ = make(
        [("x_forwarded_for", "198.51.100.1"), ("x-forwarded-for", "192.0.2.9"), ("x_forwarded_proto", "https")]
    )

    assert environ["HTTP_X_FORWARDED_FOR"] == "192.0.2.9"
    assert "HTTP_X_FORWARDED_PROTO" not in environ


def test_http_2_names_the_host_otherwise():
    assert make([], authority="example.org")["HTTP_HOST"] == "example.org"
    assert make([], client="[2001:db8::1]:80")["REMOTE_ADDR"] == "2001:db8::1"


def test_a_path_that_is_not_ascii_reaches_django_whole():
    environ = make([], path="/gŵyl/☃/")

    assert WSGIRequest(environ).path == "/gŵyl/☃/"


def test_an_error_is_logged_and_answered(layer, caplog):
    assert ask(layer, "/broken/").status == 500
    assert [record.getMessage() for record in caplog.records] == ["No response: GET /broken/"]


def test_websockets_are_refused(layer):
    protocol = Protocol([])
    run(layer.__rsgi__(Scope(proto="ws", headers=RequestHeaders([])), protocol))

    assert protocol.response.status == 404


def test_head_has_headers_and_no_body(layer):
    for path in ("/page/", "/document/", f"/static/{HASHED}"):
        full, head = ask(layer, path), ask(layer, path, "HEAD")

        assert head.body == b""
        full.headers.pop("accept-ranges", None)
        if path == "/page/":  # whose body says the method
            full.headers["content-length"] = head.headers["content-length"]
        head.headers.pop("accept-ranges", None)
        assert head.headers == full.headers


# Bodies


def test_a_body_arrives_whole_also_in_chunks(layer):
    chunks = [b"one ", b"two"]

    assert ask(layer, "/form/", "POST", chunks, content_length="7").body == b"POST /form/  7 one two"
    assert ask(layer, "/form/", "POST", chunks, transfer_encoding="chunked").body == b"POST /form/  7 one two"


@pytest.mark.parametrize(
    ("path", "cookie", "size", "status"),
    [
        ("/search/", "", 1000, 200),
        ("/search/", "sessionid=abc", 1001, 413),
        ("/admin/login/", "", 1001, 413),
        ("/admin/images/add/", "sessionid=made-up", 1001, 413),
        ("/admin/images/add/", "sessionid=abc", 100_000, 200),
        ("/admin/images/add/", "sessionid=abc", 100_001, 413),
    ],
)
def test_a_body_over_the_limit_is_refused_before_it_is_read(path, cookie, size, status, layer, application):
    chunk = b"x" * 10_000
    announced = Protocol([chunk] * 1000)
    headers = [("cookie", cookie), ("content-length", str(size))]
    announced.chunks = [b"x" * size]
    run(layer.__rsgi__(Scope("POST", path, headers=RequestHeaders(headers)), announced))

    assert announced.response.status == status
    if status == 413:
        assert announced.read_before_answer == 0
        assert announced.read == size  # and dropped, so that the client may read the answer
        assert b"larger than this site accepts" in announced.response.body
        assert application.asked == []

    unannounced = Protocol([b"x"] * size + [b"x" * 1_000_000] * (status == 413))
    headers = [("cookie", cookie), ("transfer-encoding", "chunked")]
    if size < 5000:
        run(layer.__rsgi__(Scope("POST", path, headers=RequestHeaders(headers)), unannounced))
        assert unannounced.response.status == status
    assert layer.bodies.held == 0


@pytest.mark.parametrize(
    ("path", "body", "status", "name"),
    [
        ("/api/v2/pages/", [b"x" * 1001], 413, "body-too-large"),
        ("/api/v2/pages/", [b"one"], 408, "request-too-slow"),
        ("/api/v2/broken/", [], 500, "server-error"),
    ],
)
def test_in_the_api_it_explains_itself_as_the_api_does(path, body, status, name, layer, application, monkeypatch):
    monkeypatch.setattr("cms.serving.bodies.PAUSE", 0.05)

    def fail(environ: Any, start_response: Any) -> Any:
        raise RuntimeError("broken")

    layer.application = fail
    protocol = Protocol(body, pauses=1 if status == 408 else 0)
    run(layer.__rsgi__(Scope("POST", path, headers=RequestHeaders([])), protocol))

    problem = json.loads(protocol.response.body)
    assert (protocol.response.status, problem["status"]) == (status, status)
    assert problem["type"].endswith(f"/api/v2/problems/#{name}")
    assert protocol.response.headers["content-type"] == "application/problem+json"


def test_many_large_bodies_at_once_take_no_more_than_is_allowed(layer):
    async def send_many() -> list[int]:
        responses = [
            ask_later(layer, "/admin/", "POST", [b"x" * 50_000] * 2, cookie="sessionid=abc") for _ in range(12)
        ]
        return [response.status for response in await asyncio.gather(*responses)]

    statuses = run(send_many())

    assert {200, 503} >= set(statuses)
    assert 200 in statuses
    assert layer.bodies.held == 0


def test_a_body_that_ends_too_early_is_refused(layer, application):
    assert ask(layer, "/form/", "POST", [b"one"], content_length="7").status == 400
    assert application.asked == []


def test_a_full_disk_refuses_a_body(layer, monkeypatch):
    def fail(body: Any, chunk: bytes) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("cms.serving.bodies.Body.add", fail)

    assert ask(layer, "/form/", "POST", [b"one"]).status == 503
    assert layer.bodies.held == 0


@pytest.mark.django_db
def test_a_session_that_was_made_up_is_no_session(client, admin_user):
    client.force_login(admin_user)
    key = client.cookies["sessionid"].value

    assert has_signed_in({"HTTP_COOKIE": f"other=1; sessionid={key}"})
    assert not has_signed_in({"HTTP_COOKIE": "sessionid=made-up"})
    assert not has_signed_in({"HTTP_COOKIE": f"sessionid_={key}"})
    assert not has_signed_in({})


def test_a_client_that_stops_sending_is_given_up(layer, monkeypatch):
    monkeypatch.setattr("cms.serving.bodies.PAUSE", 0.05)
    protocol = Protocol([b"one", b"two"], pauses=1)
    run(layer.__rsgi__(Scope("POST", "/form/", headers=RequestHeaders([])), protocol))

    assert protocol.response.status == 408
    assert layer.bodies.held == 0


def test_stalled_bodies_hold_up_nobody(layer):
    async def ask_among_stalled() -> float:
        stalled = [
            asyncio.create_task(
                layer.__rsgi__(Scope("POST", "/form/", headers=RequestHeaders([])), Protocol([b"x"], 60))
            )
            for _ in range(50)
        ]
        await asyncio.sleep(0.05)
        begun = time.monotonic()
        assert (await ask_later(layer, "/page/")).status == 200
        for task in stalled:
            task.cancel()
        return time.monotonic() - begun

    assert run(ask_among_stalled()) < 1


def test_health_answers_while_every_thread_is_busy(layer, application):
    async def ask_while_busy() -> tuple[int, float]:
        busy = [asyncio.create_task(ask_later(layer, f"/slow/{number}/")) for number in range(5)]
        await asyncio.sleep(0.1)
        begun = time.monotonic()
        status = (await ask_later(layer, "/healthz")).status
        seconds = time.monotonic() - begun
        application.freed.set()
        await asyncio.gather(*busy)
        return status, seconds

    status, seconds = run(ask_while_busy())

    assert status == 200
    assert seconds < 1


# Files


def test_hashed_static_files_are_kept_for_good_and_come_compressed(layer, application):
    plain = ask(layer, f"/static/{HASHED}")
    compressed = ask(layer, f"/static/{HASHED}", accept_encoding="gzip, br")

    assert plain.body == b"a{}" * 100
    assert "immutable" in plain.headers["cache-control"]
    assert plain.headers["content-type"] == 'text/css; charset="utf-8"'
    assert compressed.headers["content-encoding"] == "br"
    assert compressed.headers["vary"] == "Accept-Encoding"
    assert compressed.body == b"compressed"
    assert ask(layer, f"/static/{HASHED}", if_none_match=plain.headers["etag"]).status == 304
    assert application.asked == []


def test_other_static_files_may_change(layer):
    assert "immutable" not in ask(layer, "/static/css/site.css").headers["cache-control"]


def test_renditions_never_change(layer):
    response = ask(layer, "/media/images/picture.avif")

    assert (response.status, response.body) == (200, b"0123456789")
    assert "immutable" in response.headers["cache-control"]
    assert response.headers["content-type"] == "image/avif"


@pytest.mark.parametrize(
    "path",
    [
        "/static/none.css",
        "/static/../document.pdf",
        "/media/images/../document.pdf",
        "/media/images/none.avif",
        "/media/images/",
        "/media/document.pdf",
    ],
)
def test_what_is_not_a_file_is_for_the_application(path, layer, application):
    ask(layer, path)

    assert application.asked == [path]


CONTENT = bytes(range(256)) * 10


@pytest.mark.parametrize(
    ("asked", "status", "part"),
    [
        ("bytes=0-0", 206, slice(0, 1)),
        ("bytes=100-199", 206, slice(100, 200)),
        ("bytes=2500-", 206, slice(2500, None)),
        ("bytes=-60", 206, slice(-60, None)),
        ("bytes=0-99999", 206, slice(0, None)),
        ("bytes=-99999", 206, slice(0, None)),
        ("bytes=0-9,20-29", 200, slice(None)),
        ("bytes=a-b", 200, slice(None)),
        ("lines=1-2", 200, slice(None)),
    ],
)
def test_a_document_comes_in_the_part_that_is_asked_for(asked, status, part, layer):
    response = ask(layer, "/document/", range=asked)

    assert (response.status, response.body) == (status, CONTENT[part])
    assert response.headers["content-length"] == str(len(CONTENT[part]))
    assert response.headers["accept-ranges"] == "bytes"
    if status == 206:
        positions = range(len(CONTENT))[part]
        assert response.headers["content-range"] == f"bytes {positions[0]}-{positions[-1]}/{len(CONTENT)}"


def test_a_part_beyond_the_end_is_refused_with_the_size(layer):
    response = ask(layer, "/document/", range="bytes=9999-")

    assert response.status == 416
    assert response.headers["content-range"] == f"bytes */{len(CONTENT)}"


# The cache


def test_waiting_for_the_same_response_holds_no_thread(layer, application):
    """Two threads: if those that wait held any, the other page would have to wait."""

    async def read_version() -> int:
        return 1

    async def compute(environ: dict[str, Any]) -> Answer:
        answer = await layer.compute(environ)
        headers = [*answer.headers, ("Cache-Control", PUBLIC), ("ETag", '"1"')]
        return answer._replace(headers=headers)

    layer.cache = ResponseCache(compute, capacity=10_000, read_version=read_version)

    async def ask_all() -> None:
        waiting = [asyncio.create_task(ask_later(layer, "/slow/")) for _ in range(20)]
        await asyncio.sleep(0.1)
        assert (await asyncio.wait_for(ask_later(layer, "/page/"), 5)).status == 200
        application.freed.set()
        assert {response.body for response in await asyncio.gather(*waiting)} == {b"GET /slow/  - "}

    run(ask_all())

    assert application.asked.count("/slow/") == 1


# Many requests of one client


def test_a_client_with_many_requests_waits_for_itself(layer, application):
    async def flood() -> list[str]:
        requests = [ask_later(layer, f"/slow/{number}/", client="192.0.2.1:1") for number in range(50)]
        tasks = [asyncio.ensure_future(request) for request in requests]
        await asyncio.sleep(0.1)
        others = [ask_later(layer, f"/other/{name}/", client=f"192.0.2.{name}:1") for name in (7, 8)]
        tasks += [asyncio.ensure_future(request) for request in others]
        await asyncio.sleep(0.1)
        application.freed.set()
        await asyncio.gather(*tasks)
        return application.asked

    asked = run(flood())

    assert len(asked) == 52
    assert {"/other/7/", "/other/8/"} <= {*asked[:6]}
    assert layer.pool.free == 2
    assert not layer.pool.waiting


def test_whoever_wants_a_response_that_waits_for_its_turn_brings_it_forward(layer, application):
    async def flood() -> list[str]:
        layer.cache = ResponseCache(layer.compute, capacity=10_000, read_version=read_version, hurry=layer.pool.hurry)
        addresses = [*(f"/slow/{number}/" for number in range(50)), "/popular/"]
        tasks = [asyncio.ensure_future(ask_later(layer, path, client="192.0.2.1:1")) for path in addresses]
        await asyncio.sleep(0.1)
        tasks.append(asyncio.ensure_future(ask_later(layer, "/popular/", client="192.0.2.7:1")))
        await asyncio.sleep(0.1)
        application.freed.set()
        await asyncio.gather(*tasks)
        return application.asked

    async def read_version() -> int:
        return 1

    assert "/popular/" in run(flood())[:5]


def test_a_request_that_names_two_hosts_names_none():
    environ = make([("host", "evil.example"), ("host", "example.org")])

    assert environ["HTTP_HOST"] == "evil.example,example.org"
    assert make([("host", "evil.example")], authority="example.org")["HTTP_HOST"] == "example.org"

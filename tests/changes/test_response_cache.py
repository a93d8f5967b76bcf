"""The response cache around an application that counts how often it is asked."""

import asyncio
import gzip
import sys
import time
import tracemalloc
from datetime import timedelta
from typing import Any
from wsgiref.util import setup_testing_defaults

import brotli
import pytest
from django.utils import timezone

from cms.caching.answers import Answer
from cms.caching.encodings import compress
from cms.caching.headers import PUBLIC
from cms.caching.responses import ResponseCache
from cms.caching.stale import EVERYTHING, Stale
from cms.caching.store import MAX_STEP_TAGS, MAX_STEPS, Entry, Store, weigh
from cms.caching.tags import TAGS
from cms.freshness.validity import VALID_UNTIL
from tests.loops import run


class Application:
    """Answers every request with its address and the number of times it was asked."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.version: int | None = 1
        self.status = 200
        self.headers = [("Content-Type", "text/plain"), ("Cache-Control", PUBLIC), ("CDN-Cache-Control", "max-age=9")]
        self.until: Any = None
        self.body = b""
        self.seconds = 0.0
        self.tags: list[str] = []
        self.stale: dict[int, set[str]] = {}

    async def __call__(self, environ) -> Answer:
        self.asked.append(environ["PATH_INFO"])
        body = self.body or f"{environ['PATH_INFO']} {len(self.asked)}".encode()
        await asyncio.sleep(self.seconds)
        if self.until:
            environ[VALID_UNTIL] = self.until
        if self.tags:
            environ[TAGS] = self.tags
        headers = [*self.headers, ("ETag", f'"{body.decode()[:40]}"'), ("Content-Length", str(len(body)))]
        return Answer(self.status, headers, body)

    async def read_version(self) -> int | None:
        return self.version

    async def find_stale(self, after: int) -> Stale:
        """Tell what ``stale`` has for the versions up to the last one, which may be above ``version``."""
        await asyncio.sleep(self.seconds)
        found = {version: tags for version, tags in self.stale.items() if version > after}
        return Stale(max(found, default=0), frozenset().union(*found.values()))


def make_cache(application: Application, capacity: int) -> ResponseCache:
    return ResponseCache(
        application,
        capacity=capacity,
        excluded_prefixes=("/admin/",),
        read_version=application.read_version,
        find_stale=application.find_stale,
    )


@pytest.fixture
def application() -> Application:
    return Application()


@pytest.fixture
def cache(application) -> ResponseCache:
    return make_cache(application, 100_000)


def ask(cache: ResponseCache, path: str = "/page/", method: str = "GET", **headers: str) -> tuple[int, dict, bytes]:
    return run(ask_later(cache, path, method, **headers))


async def ask_later(
    cache: ResponseCache, path: str = "/page/", method: str = "GET", **headers: str
) -> tuple[int, dict, bytes]:
    path, _, query = path.partition("?")
    environ: dict[str, Any] = {"REQUEST_METHOD": method, "PATH_INFO": path, "QUERY_STRING": query}
    environ |= {f"HTTP_{name.upper()}": value for name, value in headers.items()}
    setup_testing_defaults(environ)
    answer = await cache.answer(environ)
    return answer.status, dict(answer.headers), answer.body


def ask_together(cache: ResponseCache, count: int) -> list[bytes]:
    async def gather() -> list[tuple[int, dict, bytes]]:
        return await asyncio.gather(*(ask_later(cache) for _ in range(count)))

    return [body for _status, _headers, body in run(gather())]


def test_an_answer_is_computed_once_until_the_content_changes(cache, application):
    first, second = ask(cache), ask(cache)
    application.version = 2
    third = ask(cache)

    assert first == second
    assert third[2] != first[2]
    assert application.asked == ["/page/"] * 2


def test_a_client_that_knows_the_answer_gets_no_body(cache, application):
    _, headers, _ = ask(cache)

    for known in (headers["ETag"], f'"other", W/{headers["ETag"]}', "*"):
        status, again, body = ask(cache, if_none_match=known)
        assert (status, body) == (304, b"")
        assert again["ETag"] == headers["ETag"]
        assert "Content-Length" not in again
    assert ask(cache, if_none_match='"other"')[0] == 200
    assert len(application.asked) == 1


def test_a_condition_of_the_first_request_does_not_reach_the_answer_that_is_kept(cache):
    status, _, body = ask(cache, if_none_match='"other"')

    assert (status, body) == (200, b"/page/ 1")


def test_head_fills_the_cache_for_get(cache, application):
    status, headers, body = ask(cache, method="HEAD")

    assert (status, headers["Content-Length"], body) == (200, "8", b"/page/ 1")  # the server leaves the body out
    assert ask(cache)[2] == b"/page/ 1"
    assert len(application.asked) == 1


@pytest.mark.parametrize(
    ("method", "path", "headers"),
    [
        ("POST", "/page/", {}),
        ("OPTIONS", "/page/", {}),
        ("GET", "/page/", {"cookie": "other=1; sessionid=abc"}),
        ("GET", "/page/", {"authorization": "Bearer abc"}),
        ("GET", "/admin/login/", {}),
    ],
)
def test_what_is_for_one_person_passes_through(method, path, headers, cache, application):
    for _ in range(2):
        ask(cache, path, method, **headers)

    assert len(application.asked) == 2


@pytest.mark.parametrize(
    ("status", "headers"),
    [
        (404, [("Cache-Control", "no-store")]),
        (302, [("Location", "/")]),
        (200, [("Content-Type", "text/html")]),
        (200, [("Cache-Control", "private")]),
    ],
)
def test_what_is_not_marked_as_public_is_not_kept(status, headers, cache, application):
    application.status, application.headers = status, headers

    answers = [ask(cache) for _ in range(2)]

    assert [answer[2] for answer in answers] == [b"/page/ 1", b"/page/ 2"]


def test_other_hosts_schemes_and_addresses_have_other_answers(cache, application, settings):
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    variants: list[tuple[str, dict[str, str]]] = [
        ("/page/", {}),
        ("/page/", {"host": "other.example.org"}),
        ("/page/", {"x_forwarded_proto": "https"}),
        ("/page", {}),
        ("/page/?a=1", {}),
        ("/page/?a=2", {}),
    ]

    for _ in range(2):
        for path, headers in variants:
            ask(cache, path, **headers)

    assert len(application.asked) == len(variants)


def test_a_scheme_that_a_client_makes_up_is_the_one_that_django_sees(cache, application, settings):
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

    for given in ("http", "ftp", "x" * 100, "https", "https, http", " https"):
        ask(cache, x_forwarded_proto=given)

    assert len(application.asked) == 2


def test_an_answer_depends_on_the_headers_that_it_names(cache, application):
    application.headers.append(("Vary", "origin, Accept"))

    answers = [ask(cache, origin=origin)[2] for origin in ("https://a", "https://b", "https://a", "https://b")]

    assert answers == [b"/page/ 1", b"/page/ 2", b"/page/ 1", b"/page/ 2"]


def test_an_answer_that_depends_on_the_clock_is_dropped_in_time(cache, application):
    application.until = timezone.now() + timedelta(seconds=1)
    first = ask(cache)
    again = ask(cache)
    application.until = timezone.now() - timedelta(seconds=1)
    cache.store.entries.clear()

    late = [ask(cache)[2], ask(cache)[2]]

    assert again == first
    assert first[1]["CDN-Cache-Control"] in {"max-age=0", "max-age=1"}
    assert late == [b"/page/ 2", b"/page/ 3"]


def test_memory_stays_bounded(application):
    cache = make_cache(application, 10_000)
    for number in range(20):
        ask(cache, f"/{number:02}/")
    ask(cache, "/19/")
    ask(cache, "/00/")
    application.body = b"x" * 10_000
    large = [ask(cache, "/large/") for _ in range(2)]

    assert 1 < len(cache.store.entries) < 20
    assert cache.store.size == sum(weigh(*item) for item in cache.store.entries.items())
    assert application.asked.count("/19/") == 1
    assert application.asked.count("/00/") == 2
    assert large[0] == large[1]


@pytest.mark.parametrize("addresses", [1000, pytest.param(20_000, marks=pytest.mark.proof)])
@pytest.mark.parametrize("vary", ["", "Origin, Accept"])
def test_what_clients_send_takes_no_more_memory_than_is_allowed(vary, addresses, application):
    application.body = b"short"
    application.headers.append(("Vary", vary))
    cache = make_cache(application, 2_000_000)
    tracemalloc.start()
    for number in range(addresses):
        ask(cache, f"/{number % 7}/?{number}{'q' * 6_000}", origin=f"{number}{'o' * 3_000}")
        if number % 10 == 0:
            ask(cache, f"/?{number}{'q' * 60_000}", origin=f"{number}{'o' * 60_000}")
    used, _peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert len(cache.store.entries) > 100
    own = sys.getsizeof(application.asked) + sum(map(sys.getsizeof, application.asked))
    assert used - own < 2_500_000


def test_small_entries_are_counted_as_what_they_take(application):
    application.body = b"short"
    application.headers.append(("Vary", "Origin"))
    cache = make_cache(application, 1_000_000)
    tracemalloc.start()
    for number in range(3000):
        ask(cache, f"/{number}/", origin=f"https://{number}.example.org")
    used, _peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert used - sum(map(sys.getsizeof, application.asked)) < 1_250_000


def test_an_address_that_is_asked_often_outlives_its_variants(application):
    application.headers.append(("Vary", "Origin"))
    cache = make_cache(application, 20_000)
    for number in range(200):
        ask(cache, "/often/", origin="https://www.example.org")
        ask(cache, "/often/", origin=f"https://{number}.example.org")

    assert sum(isinstance(entry, Entry) for entry in cache.store.entries.values()) < 50
    assert application.asked.count("/often/") == 201


def test_one_computes_while_the_others_wait(cache, application):
    application.seconds = 0.1

    assert ask_together(cache, 8) == [b"/page/ 1"] * 8
    assert application.asked == ["/page/"]
    assert cache.flights == {}


@pytest.mark.parametrize(
    "answer",
    [
        {"headers": []},
        {"body": b"x" * 30_000},
        {"until": timezone.now() - timedelta(seconds=1)},
    ],
    ids=["not public", "too large", "over"],
)
def test_what_cannot_be_kept_is_computed_by_all_at_once(answer, cache, application):
    application.seconds = 0.2
    vars(application).update(answer)
    begun = time.monotonic()

    ask_together(cache, 8)

    assert len(application.asked) == 8
    assert time.monotonic() - begun < 1.2  # one after another they would take 1.6 s


def test_who_comes_after_a_change_does_not_get_what_was_begun_before(cache, application):
    application.seconds = 0.1

    async def change_in_between() -> bytes:
        slow = asyncio.create_task(ask_later(cache))
        await asyncio.sleep(0.05)
        application.version = 2
        late = await ask_later(cache)
        await slow
        return late[2]

    assert run(change_in_between()) == b"/page/ 2"


# What a change does not concern


@pytest.fixture
def kept(cache, application) -> list[str]:
    """Keep two answers that depend on different things, and return their addresses."""
    for number in (1, 2):
        application.tags = ["site", f"page-{number}"]
        ask(cache, f"/{number}/")
    application.asked.clear()
    return ["/1/", "/2/"]


def change(application: Application, *tags: str) -> None:
    application.version = (application.version or 0) + 1
    application.stale[application.version] = {*tags}


@pytest.mark.parametrize(
    ("steps", "computed"),
    [
        ([["all", "page-1"]], ["/1/"]),
        ([["all", "page-3"], ["all", "page-2"]], ["/2/"]),
        ([["all", "page-3"]], []),
        ([[*EVERYTHING]], ["/1/", "/2/"]),
        ([[*EVERYTHING], ["all", "page-3"]], ["/1/", "/2/"]),
        ([["all"]] * (MAX_STEPS + 1), ["/1/", "/2/"]),
    ],
    ids=["one", "the last", "none", "everything", "everything before", "asleep for too long"],
)
@pytest.mark.parametrize("are_seen", [True, False])
def test_only_what_changes_concern_is_computed_anew(are_seen, steps, computed, kept, cache, application):
    application.tags = ["site"]
    for tags in steps:
        change(application, *tags)
        if are_seen or len(steps) > 2:
            ask(cache, "/other/")
    application.asked.clear()

    for path in kept * 2:
        ask(cache, path)

    assert application.asked == computed


def test_what_changes_concern_takes_little_memory():
    store = Store(1000)
    for version in range(1, 31):
        store.advance(Stale(version, frozenset(f"page-{number}" for number in range(MAX_STEP_TAGS // 10))))

    assert sum(len(step.tags) for step in store.steps) == store.step_tags == MAX_STEP_TAGS
    assert (store.floor, store.steps[0].version) == (20, 21)


def test_an_answer_of_which_nothing_is_known_depends_on_every_change(cache, application):
    ask(cache)
    change(application, "all", "page-1")

    assert ask(cache)[2] == b"/page/ 2"


def test_what_changes_while_it_is_computed_is_not_served_to_those_who_come_later(cache, application):
    """The version is read before: the answer may hold what was there before or after the change."""
    ask(cache, "/other/")
    application.tags = ["site", "page-1"]
    application.seconds = 0.05

    async def change_in_between(*tags: str) -> int:
        slow = asyncio.create_task(ask_later(cache, f"/{tags[1]}/"))
        await asyncio.sleep(0.02)
        change(application, *tags)
        await slow
        application.asked.clear()
        await ask_later(cache, f"/{tags[1]}/")
        return len(application.asked)

    assert run(change_in_between("all", "page-1")) == 1
    assert run(change_in_between("all", "page-2")) == 0


def test_all_wait_until_one_knows_what_has_changed(kept, cache, application, monkeypatch):
    calls: list[int] = []
    find = application.find_stale
    application.seconds = 0.05

    async def count(after: int) -> Stale:
        calls.append(after)
        return await find(after)

    monkeypatch.setattr(cache, "find_stale", count)
    change(application, "all", "page-1")

    async def gather() -> None:
        await asyncio.gather(*(ask_later(cache, "/2/") for _ in range(8)))

    run(gather())

    assert calls == [1]
    assert application.asked == []


def test_who_does_not_get_to_know_what_has_changed_drops_everything(kept, cache, application):
    application.version = 5  # and nothing is known of it

    ask(cache, "/2/")

    assert application.asked == ["/2/"]


def test_an_error_frees_those_who_wait(cache, monkeypatch):
    async def fail(environ: Any) -> Answer:
        raise RuntimeError("broken")

    monkeypatch.setattr(cache, "compute", fail)
    for _ in range(2):
        with pytest.raises(RuntimeError):
            ask(cache)

    assert cache.flights == {}


def test_while_the_version_is_unknown_django_answers_itself(cache, application):
    application.version = None

    answers = [ask(cache)[2] for _ in range(2)]

    assert answers == [b"/page/ 1", b"/page/ 2"]


# Compression

TEXT = b"The garden is open on Saturdays. " * 100
UNPACK = {"br": brotli.decompress, "gzip": gzip.decompress}


@pytest.fixture
def compressions(monkeypatch) -> list[str]:
    done: list[str] = []

    def count(encoding: str, body: bytes) -> bytes:
        done.append(encoding)
        return compress(encoding, body)

    monkeypatch.setattr("cms.caching.responses.compress", count)
    return done


@pytest.mark.parametrize(
    ("accepted", "encoding"),
    [
        ("gzip, deflate, br, zstd", "br"),
        ("gzip", "gzip"),
        ("GZIP;q=0.5", "gzip"),
        ("br;q=0.1, gzip;q=0.9", "gzip"),
        ("br;q=0, *", "gzip"),
        ("*", "br"),
        ("*;q=0", ""),
        ("br;q=0", ""),
        ("br;q=none", ""),
        ("deflate", ""),
        ("identity", ""),
        ("", ""),
    ],
)
def test_text_comes_in_the_encoding_that_the_client_prefers(accepted, encoding, cache, application, compressions):
    application.body = TEXT

    for _ in range(2):
        status, headers, body = ask(cache, accept_encoding=accepted)

        assert (status, headers.get("Content-Encoding", ""), headers["Vary"]) == (200, encoding, "Accept-Encoding")
        assert headers["Content-Length"] == str(len(body))
        assert UNPACK.get(encoding, bytes)(body) == TEXT
    assert compressions == ([encoding] if encoding else [])
    assert len(application.asked) == 1


def test_a_compressed_response_has_the_weak_form_of_the_etag(cache, application, compressions):
    application.body = TEXT
    etag = ask(cache)[1]["ETag"]
    compressed = ask(cache, accept_encoding="br")[1]["ETag"]

    assert compressed == f"W/{etag}"
    for known in (etag, compressed):
        for accepted in ("", "br", "gzip"):
            assert ask(cache, accept_encoding=accepted, if_none_match=known)[0] == 304
    assert compressions == ["br"]


def test_a_compressed_body_counts_in_the_memory_of_the_cache(application):
    application.body = TEXT
    cache = make_cache(application, 100_000)
    for encoding in ("", "br", "gzip"):
        ask(cache, accept_encoding=encoding)

    assert cache.store.size == sum(weigh(*item) for item in cache.store.entries.items())
    assert cache.store.size > len(TEXT) + 100


@pytest.mark.parametrize(
    ("content_type", "body"), [("image/avif", TEXT), ("application/zip", TEXT), ("text/html", b"short")]
)
def test_what_would_gain_nothing_is_not_compressed(content_type, body, cache, application):
    application.headers[0] = ("Content-Type", content_type)
    application.body = body

    _status, headers, received = ask(cache, accept_encoding="br")

    assert received == body
    assert not {"Content-Encoding", "Vary"} & set(headers)


def test_encodings_join_what_a_response_varies_by_already(cache, application):
    application.body = TEXT
    application.headers.append(("Vary", "origin"))

    for origin in ("https://a", "https://b"):
        assert ask(cache, origin=origin, accept_encoding="br")[1]["Vary"] == "origin, Accept-Encoding"
    assert len(application.asked) == 2

"""Whatever clients send, a cached answer is the uncached one of the same request, and holds nothing of others."""

from typing import Any
from urllib.parse import quote

import pytest
from django.core.handlers.wsgi import WSGIHandler
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from cms.caching.answers import Answer
from cms.caching.responses import ResponseCache
from cms.caching.store import NOT_MODIFIED
from cms.serving.requests import make_environ
from cms.serving.threads import run_application
from cms.serving.versions import try_read_version
from tests import factories
from tests.serving.clients import RequestHeaders, Scope

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.sqlite]

PATHS = [
    "/",
    "/about/",
    "/about",
    "/updates/",
    "/search/",
    "/none/",
    "/api/v2/pages/",
    "/api/v2/topics/",
    "/sitemap.xml",
]
NAMES = ["q", "topic", "limit", "offset", "fields", "page", "_", "utm_source", "locale", "format", "html_path"]
VALUES = ["river", "1", "title", "json", "en", "/about/", ""]
HEADERS = {
    "accept": ["*/*", "text/html", "application/json", "application/yaml"],
    "accept-encoding": ["", "gzip", "br", "identity"],
    "accept-language": ["cy", "en"],
    "cookie": ["", "other=1", "sessionid=unknown", "django_language=cy"],
    "host": ["localhost", "127.0.0.1", "other.example.org"],
    "if-none-match": ['"other"', "*"],
    "origin": ["https://www.example.org", "null"],
    "range": ["bytes=0-9"],
    "x-forwarded-for": ["192.0.2.1"],
    "x-forwarded-host": ["evil.example"],
    "x-forwarded-proto": ["https"],
    "x_forwarded_proto": ["https"],
    "x-original-url": ["/admin/"],
    "x-http-method-override": ["POST"],
}
# They differ between two answers to one request.
VARYING = {"CDN-Cache-Control", "Set-Cookie"}


@st.composite
def requests(draw: Any) -> tuple[str, str, list[tuple[str, str]], list[tuple[str, str]]]:
    """Draw a method, a path, parameters and headers; ``MARK`` stands for what no other request has."""
    parameters = draw(st.lists(st.tuples(st.sampled_from(NAMES), st.sampled_from([*VALUES, "MARK"])), max_size=3))
    names = draw(st.lists(st.sampled_from(sorted(HEADERS)), max_size=3, unique=True))
    headers = [(name, draw(st.sampled_from([*HEADERS[name], "MARK"]))) for name in names]
    return draw(st.sampled_from(["GET", "GET", "HEAD", "POST"])), draw(st.sampled_from(PATHS)), parameters, headers


class Sites:
    """The same site with a response cache and without."""

    def __init__(self) -> None:
        self.django = WSGIHandler()
        self.cache = ResponseCache(self.compute, capacity=10_000_000, read_version=self.read_version, run=self.run)

    async def compute(self, environ: dict[str, Any]) -> Answer:
        return run_application(self.django, environ)

    async def read_version(self) -> int | None:
        return try_read_version()

    async def run(self, function: Any, *arguments: Any) -> Any:
        return function(*arguments)

    def ask(self, request: Any, mark: str, *, cached: bool) -> Answer:
        method, path, parameters, headers = request
        query = "&".join(f"{name}={quote(value.replace('MARK', mark))}" for name, value in parameters)
        pairs = {"host": "localhost"} | {name: value.replace("MARK", mark) for name, value in headers}
        environ = make_environ(Scope(method, path, query, RequestHeaders(list(pairs.items()))))
        coroutine = self.cache.answer(environ) if cached else self.compute(environ)
        with pytest.raises(StopIteration) as done:  # nothing in it has to wait
            coroutine.send(None)
        return done.value.value


def describe(answer: Answer, method: str) -> tuple[int, dict[str, str], bytes]:
    """Return what a client sees of an answer that is not compressed."""
    headers = {name: value for name, value in answer.headers if name not in VARYING}
    if answer.status == NOT_MODIFIED:
        headers = {name: value for name, value in headers.items() if name in {"Cache-Control", "Cache-Tag", "ETag"}}
    if policy := headers.get("Content-Security-Policy"):  # whose parts come in any order
        headers["Content-Security-Policy"] = "; ".join(sorted(policy.split("; ")))
    return answer.status, headers, b"" if method == "HEAD" else answer.body


def make_test(examples: int):
    @settings(max_examples=examples, deadline=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck))
    @given(st.lists(requests(), min_size=2, max_size=12))
    def check(sequence: list[Any]) -> None:
        sites = Sites()
        marks = [f"mark{number}mark" for number in range(len(sequence))]
        for request, mark in zip(sequence, marks, strict=True):
            cached = sites.ask(request, mark, cached=True)
            assert not any(
                other.encode() in cached.body or other in str(cached.headers) for other in marks if other != mark
            )
            if dict(cached.headers).get("Content-Encoding"):
                continue
            plain = sites.ask(request, mark, cached=False)
            status, headers, body = describe(cached, request[0])
            if "Accept-Encoding" in headers.get("Vary", ""):  # only what is kept is compressed
                headers["Vary"] = headers["Vary"].removesuffix("Accept-Encoding").removesuffix(", ")
            headers = {name: value for name, value in headers.items() if value}
            expected_status, expected, expected_body = describe(plain, request[0])
            differing = {name for name, value in {*headers.items()} ^ {*expected.items()}}
            assert not differing, (request, {name: (headers.get(name), expected.get(name)) for name in differing})
            assert (status, body) == (expected_status, expected_body), request

    return check


@pytest.mark.parametrize("examples", [20, pytest.param(500, marks=pytest.mark.proof)])
def test_a_cached_answer_is_the_uncached_one(examples, settings):
    settings.ALLOWED_HOSTS = ["localhost", "127.0.0.1"]
    settings.CORS_ALLOWED_ORIGINS = ["https://www.example.org"]
    factories.make_update(introduction="By the river.")
    factories.make_standard_page(slug="about", introduction="By the river. " * 100)

    for path in PATHS:  # what a process looks up once gives the first answer more tags
        Sites().ask(("GET", path, [], []), "", cached=False)

    make_test(examples)()

"""Lines of the log as JSON, with the id of the request that they are about."""

import json
import logging
from tempfile import TemporaryFile

import pytest
from django.core.exceptions import MiddlewareNotUsed
from django.http import HttpResponse
from django.test import RequestFactory

from cms.operations.logs import JSONFormatter
from cms.operations.request_ids import RequestIdMiddleware, find_request_id
from tests.ops.processes import ask, serve

logger = logging.getLogger("django.request")


@pytest.fixture
def lines(monkeypatch) -> list[dict[str, str]]:
    """What is logged, as it is read from JSON."""
    found: list[dict[str, str]] = []

    class Lines(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            found.append(json.loads(self.format(record)))

    handler = Lines()
    handler.setFormatter(JSONFormatter())
    monkeypatch.setattr(logging.getLogger(), "handlers", [handler])
    return found


@pytest.fixture
def middleware(settings) -> RequestIdMiddleware:
    settings.LOG_FORMAT = "json"

    def answer(request) -> HttpResponse:
        logger.warning("half\nway “there”")
        return HttpResponse()

    return RequestIdMiddleware(answer)


def test_each_line_has_the_id_that_the_response_has(middleware, lines):
    first, second = (middleware(RequestFactory().get("/page/")) for _ in range(2))

    assert [line["request_id"] for line in lines] == [first["X-Request-ID"], second["X-Request-ID"]]
    assert first["X-Request-ID"] != second["X-Request-ID"]
    assert lines[0]["message"] == "half\nway “there”"
    assert {"time", "level", "logger", "process"} <= lines[0].keys()
    logger.warning("after it")
    assert "request_id" not in lines[-1]


def test_a_line_that_is_logged_after_the_middleware_has_the_id_too(middleware, lines):
    request = RequestFactory().get("/page/")
    response = middleware(request)

    logger.warning("Not Found", extra={"request": request, "status_code": 404})

    assert lines[-1]["request_id"] == response["X-Request-ID"]
    assert (lines[-1]["method"], lines[-1]["path"], lines[-1]["status"]) == ("GET", "/page/", 404)


def test_an_error_is_one_line_with_its_traceback(lines):
    try:
        raise ValueError("broken")
    except ValueError:
        logger.exception("Something failed")

    assert "ValueError: broken" in lines[-1]["exception"]


@pytest.mark.parametrize(
    ("proxies", "given", "is_taken"),
    [(1, "7f3a-22", True), (0, "7f3a-22", False), (1, "x" * 129, False), (1, 'a"}\n{', False), (1, "", False)],
)
def test_only_a_trusted_proxy_names_requests(settings, proxies, given, is_taken):
    settings.TRUSTED_PROXIES = proxies

    assert (find_request_id({"HTTP_X_REQUEST_ID": given}) == given) is is_taken


def test_without_json_nothing_is_named(settings):
    settings.LOG_FORMAT = "text"

    with pytest.raises(MiddlewareNotUsed):
        RequestIdMiddleware(lambda request: HttpResponse())


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_cached_and_refused_answers_have_an_id_of_their_own_and_the_log_names_it(database_url):
    with TemporaryFile("w+") as log:
        with serve(database_url, log=log, LOG_FORMAT="json", LOG_LEVEL="WARNING", TRUSTED_PROXIES="1") as port:
            ids = [ask(port, "/api/v2/pages/", **{"X-Request-ID": f"id-{n}"})[1]["x-request-id"] for n in range(4)]
            missing = ask(port, "/nowhere/", **{"X-Request-ID": "lost"})
        log.seek(0)
        lines = [json.loads(line) for line in log if line.startswith("{")]

    assert ids == ["id-0", "id-1", "id-2", "id-3"]
    assert missing[0] == 404
    assert [line["path"] for line in lines if line.get("request_id") == "lost"] == ["/nowhere/"]

"""Queries and forms are read as UTF-8, whatever encoding a client names."""

from io import BytesIO
from typing import Any

import pytest
from django.core.handlers.wsgi import WSGIRequest

from cms.caching.queries import NormalisedQueries
from cms.serving.requests import make_environ
from tests.serving.clients import RequestHeaders, Scope

BODY = b'--xyz\r\nContent-Disposition: form-data; name="q"\r\n\r\n\\ud800\r\n--xyz--\r\n'
ENCODINGS = ["charset=utf-16", 'CHARSET = "utf-7"', "charset*=x''unicode_escape", "charset=rot13", "name*=x''y"]


def make_bare_environ(content_type: str) -> dict[str, Any]:
    return make_environ(Scope(query_string="q=%5Cud800", headers=RequestHeaders([("content-type", content_type)])))


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_a_query_means_the_same_for_every_client(encoding):
    environ = make_bare_environ(f"text/plain; {encoding}")

    assert WSGIRequest(environ).GET["q"] == "\\ud800"


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_a_form_is_read_as_utf_8_too(encoding):
    environ = make_bare_environ(f"multipart/form-data; {encoding}; boundary=xyz")
    environ |= {"REQUEST_METHOD": "POST", "CONTENT_LENGTH": str(len(BODY)), "wsgi.input": BytesIO(BODY)}

    assert WSGIRequest(environ).POST["q"] == "\\ud800"


def test_it_is_the_same_behind_other_servers():
    seen: list[str] = []
    application = NormalisedQueries(lambda environ, _start: seen.append(environ["CONTENT_TYPE"]) or [])

    application(make_bare_environ("") | {"CONTENT_TYPE": "text/plain; charset=utf-16"}, lambda *args: None)

    assert seen == ["text/plain"]

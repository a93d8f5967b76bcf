"""Queries that mean the same are spelt the same, for the response cache as for Django."""

from typing import Any
from urllib.parse import quote, quote_plus
from wsgiref.util import setup_testing_defaults

import pytest
from django.core.signals import request_finished, request_started
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from cms.caching.queries import normalise_query

TEXT = st.text(st.characters(codec="utf-8"), max_size=5) | st.sampled_from(
    ["", "_", "q", "a&b", "a=b", "a+b", "%41", "é"]
)
PAIRS = st.lists(st.tuples(TEXT.filter(lambda name: name != "_"), TEXT), max_size=6)
# What a client may send, well formed or not, as WSGI has it.
RAW = st.text(st.sampled_from("&=+%_;aqC3A9\xc3\xa9\xff/ "), max_size=20)


def read(query: str) -> dict[str, list[str]]:
    """Return the parameters as Django reads them from a WSGI request, without ``_``."""
    found = dict(QueryDict(query.encode("latin-1")).lists())
    found.pop("_", None)
    return found


def spell(text: str, draw: Any) -> str:
    """Return a text in one of the ways to write it in a query."""
    forms = [quote(text, safe=""), quote_plus(text), "".join(f"%{byte:02x}" for byte in text.encode())]
    return draw(st.sampled_from(forms))


def is_utf_8(query: str) -> bool:
    try:
        query.encode("latin-1").decode()
    except UnicodeDecodeError:
        return False
    return True


@given(RAW)
def test_django_reads_the_same_as_before(query):
    normal = normalise_query(query)

    if is_utf_8(query) or "_" not in query:
        assert read(normal) == read(query)
    assert "_" not in dict(QueryDict(normal.encode("latin-1")).lists())
    assert normalise_query(normal) == normal


@given(PAIRS, st.data())
def test_what_means_the_same_is_spelt_the_same(pairs, data):
    pairs = [pair for pair in pairs if pair != ("", "")]
    names = data.draw(st.permutations(sorted({name for name, _value in pairs})))
    others = sorted(pairs, key=lambda pair: names.index(pair[0]))
    spellings = ["&".join(f"{spell(n, data.draw)}={spell(v, data.draw)}" for n, v in some) for some in (pairs, others)]

    assert normalise_query(spellings[0]) == normalise_query(spellings[1])
    assert read(normalise_query(spellings[0])) == read(spellings[0])


@pytest.mark.parametrize(
    ("query", "normal"),
    [
        ("b=2&a=1", "a=1&b=2"),
        ("type=b&type=a", "type=b&type=a"),
        ("q=a&%71=b", "q=a&q=b"),
        ("q=a%20b", "q=a+b"),
        ("q=%c3%a9", "q=%C3%A9"),
        ("q=\xc3\xa9", "q=%C3%A9"),
        ("q=é€", "q=%C3%A9%E2%82%AC"),
        ("q=%ff", "q=%FF"),
        ("q=\xff&_=1", "q=\xff"),
        ("_=123&a=1&_", "a=1"),
        ("%5F=123&&a=1", "a=1"),
        ("__=1", "__=1"),
        ("a=&b", "a&b"),
        ("", ""),
    ],
)
def test_there_is_one_spelling(query, normal):
    assert normalise_query(query) == normal


@pytest.mark.django_db
@pytest.mark.parametrize("megabytes", [0, 64])
@pytest.mark.parametrize("cookie", ["", "sessionid=abc"])
def test_nothing_of_a_cache_buster_reaches_a_page(megabytes, cookie, settings, monkeypatch):
    monkeypatch.setattr("cms.operations.garbage.collect_after_answers", lambda: None)  # for the whole process
    from cms.wsgi import make_application

    for signal in (request_started, request_finished):  # they would close the connection with the test's transaction
        monkeypatch.setattr(signal, "send", lambda **kwargs: None)
    settings.RESPONSE_CACHE_BYTES = megabytes * 1024 * 1024
    settings.ALLOWED_HOSTS = ["*"]
    environ: dict[str, Any] = {
        "PATH_INFO": "/search/",
        "QUERY_STRING": "q=river&_=FREE-MONEY&%5f=FREE-MONEY",
        "HTTP_COOKIE": cookie,
    }
    setup_testing_defaults(environ)
    started: list[Any] = []

    body = b"".join(make_application()(environ, lambda *begun: started.append(begun)))

    assert started[-1][0] == "200 OK"
    assert b"river" in body
    assert "FREE-MONEY" not in body.decode() + str(started[-1][1])

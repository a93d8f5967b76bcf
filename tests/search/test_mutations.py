"""Welsh words are found whatever their first letters have become."""

import pytest

from search.mutations import list_forms
from tests import factories
from tests.api.asking import get
from tests.cms.languages import make_welsh, welsh_home

WORDS = [
    ("gardd", ["ardd", "ngardd"]),
    ("ardd", ["gardd", "ngardd"]),
    ("ngardd", ["gardd", "ardd"]),
    ("cegin", ["gegin", "nghegin", "chegin"]),
    ("nghegin", ["cegin", "gegin", "chegin"]),
    ("pont", ["bont", "mhont", "phont"]),
    ("tref", ["dref", "nhref", "thref"]),
    ("bwyd", ["fwyd", "mwyd"]),
    ("dref", ["tref", "nhref", "thref"]),
    ("merch", ["ferch"]),
    ("ferch", ["merch"]),
    ("llyfr", ["lyfr"]),
    ("lyfr", ["llyfr"]),
    ("rhwyfo", ["rwyfo"]),
    ("chwarae", []),
]


@pytest.mark.parametrize(("word", "forms"), WORDS)
def test_a_word_has_its_forms(word, forms):
    assert {word, *forms} <= {*list_forms(word, "cy")}
    assert list_forms(word, "en") == list_forms(word, None) == [word]


def test_a_short_word_has_no_other_form():
    assert list_forms("tad", "cy") == ["tad"]


@pytest.mark.sqlite
@pytest.mark.django_db
def test_readers_find_another_form_in_welsh_alone(client):
    welsh_home()
    page = factories.make_standard_page(title="Chats in the yard", slug="chats")
    text = factories.block("paragraph", "<p>Dewch i gwrdd â ni yn yr ardd ar ôl cinio.</p>")
    welsh = make_welsh(page, title="Sgwrs", slug="sgwrs", body=[text])

    for query in ("gardd", "ngardd", "ardd", "Gardd ginio"):
        (found,) = get(client, "search/", q=query, locale="cy")["items"]
        assert found["id"] == welsh.pk
        assert "<mark>ardd</mark>" in found["excerpt"]
    assert "<mark>ardd</mark>" in client.get("/cy/search/", {"q": "gardd"}).content.decode()
    assert get(client, "search/suggest/", q="chats", locale="en")["items"][0]["id"] == page.pk
    assert get(client, "search/", q="catsin", locale="en")["items"] == []
    assert get(client, "search/", q="gardd")["items"] == []

"""The search page."""

import pytest
from wagtail.models import PageViewRestriction

from cms.api.parameters import MAX_TEXT_LENGTH
from home.models import StandardPage
from tests import factories
from tests.cms.languages import make_welsh, welsh_home

pytestmark = pytest.mark.django_db


def search(client, query: str, **parameters):
    response = client.get("/search/", {"q": query, **parameters})
    assert response.status_code == 200, query
    return response


def titles(client, query: str) -> list[str]:
    return [result["title"] for result in search(client, query).context["results"]]


def test_words_of_titles_and_bodies_are_found(client):
    factories.make_standard_page(title="Allotments", introduction="Where the beans grow.")
    factories.make_update(
        title="News of May", body=[factories.block("paragraph", "<p>We repaired the greenhouse.</p>")]
    )
    factories.make_event(title="Seed swap", summary="Bring tomatoes.")

    assert titles(client, "allotments") == ["Allotments"]
    assert titles(client, "beans") == ["Allotments"]
    assert titles(client, "greenhouse") == ["News of May"]
    assert titles(client, "tomatoes") == ["Seed swap"]


def test_every_word_has_to_match(client):
    factories.make_standard_page(title="Beans and peas")
    factories.make_standard_page(title="Beans")

    assert titles(client, "beans peas") == ["Beans and peas"]


def test_what_has_some_of_the_words_is_shown_if_nothing_has_all_and_said_to_be_so(client):
    factories.make_standard_page(title="Beans and peas")

    response = search(client, "beans pumpkin")

    assert [result["title"] for result in response.context["results"]] == ["Beans and peas"]
    assert "Nothing has all of these words." in response.content.decode()
    assert "Nothing has all of these words." not in search(client, "beans peas").content.decode()
    assert search(client, "beans pumpkin", exact="1").context["total"] == 0


ODD_QUERIES = [
    "\x00",
    "beans\x00",
    "'",
    '"',
    '"beans',
    "beans*",
    "*",
    "-",
    "OR",
    "AND NOT",
    "NEAR(",
    "(",
    ")",
    "a:b",
    "title:beans",
    "\\",
    "%",
    "_",
    ";--",
    "<script>alert(1)</script>",
    "&amp;",
    "🌱",
    "ŵ",
    "ﬁ",
    "\u202e",
    "1",
    "  ",
    "\t\n",
    "a" * 5000,
    "beans " * 900,
    "' OR 1=1 --",
    "^",
    "~",
    "!",
    "!!",
    "&",
    "|",
    ":*",
    "beans & !peas",
    "{",
    "}",
    "[",
    "]",
]


def test_any_query_is_answered(client):
    factories.make_standard_page(title="Beans")
    for query in ODD_QUERIES:
        response = search(client, query)

        assert "<script>alert" not in response.content.decode(), query
        assert len(response.context["query"]) <= MAX_TEXT_LENGTH


@pytest.mark.parametrize("page", ["0", "-1", "2", "99", "abc", "9" * 40, "\x00"])
def test_there_is_no_page_past_the_last_one(page, client):
    factories.make_standard_page(title="Beans")

    assert client.get("/search/", {"q": "beans", "page": page}).status_code == 404
    assert len(search(client, "beans", page="").context["results"].object_list) == 1


def test_nothing_asked_shows_what_to_ask(client):
    html = search(client, "").content.decode()

    assert "Search by name, place or topic" in html


def test_nothing_found_shows_a_way_on(client):
    factories.make_update_index()

    html = search(client, "pumpkin").content.decode()

    assert "No results for “pumpkin”" in html
    assert 'href="/updates/"' in html


def test_results_stand_ten_on_a_page_and_keep_the_query(client):
    for number in range(12):
        factories.make_standard_page(title=f"Beans {number}", slug=f"beans-{number}")

    first, second = search(client, "beans"), search(client, "beans", page="2")

    assert (first.context["total"], len(first.context["results"].object_list)) == (12, 10)
    assert len(second.context["results"].object_list) == 2
    assert "?q=beans&amp;page=2" in first.content.decode()
    assert not {r["url"] for r in first.context["results"]} & {r["url"] for r in second.context["results"]}


def test_the_latest_page_comes_first(client):
    for title in ("Beans of May", "Beans of June"):
        factories.make_update(title=title)

    assert titles(client, "beans") == ["Beans of June", "Beans of May"]


def test_welsh_readers_find_welsh_pages(client):
    welsh_home()
    page = factories.make_standard_page(title="Garden")
    make_welsh(page, title="Gardd gymunedol", slug="gardd")

    assert titles(client, "gardd") == []
    response = client.get("/cy/search/", {"q": "gymunedol"})
    assert [found["title"] for found in response.context["results"]] == ["Gardd gymunedol"]
    assert "/cy/gardd/" in response.content.decode()
    assert client.get("/cy/search/", {"q": "garden"}).context["total"] == 0


def test_hidden_pages_are_neither_found_nor_counted(client):
    home = factories.get_home()
    factories.add_page(home, StandardPage(title="Pumpkin draft", slug="draft"), live=False)
    gone = factories.make_standard_page(title="Pumpkin gone")
    gone.unpublish()
    private = factories.make_standard_page(title="Pumpkin private")
    factories.make_standard_page(private, title="Pumpkin below")
    PageViewRestriction.objects.create(page=private, restriction_type=PageViewRestriction.LOGIN)
    changed = factories.make_standard_page(title="Courgette")
    changed.title = "Pumpkin to come"
    changed.save_revision()

    response = search(client, "pumpkin")

    assert response.context["total"] == 0
    assert "Pumpkin" not in response.content.decode()


def test_words_are_marked_and_addresses_are_spelled(client):
    factories.make_standard_page(title="Beans", introduction="Beans <3. Write to us@example.org.")

    html = search(client, "beans").content.decode()

    assert "<mark>Beans</mark> &lt;3." in html
    assert "us@example.org" not in html


def test_links_narrow_the_results_and_widen_them_again(client):
    food = factories.make_topic("Food")
    factories.make_update(title="Beans update", topics=[food])
    factories.make_update(title="Beans without a topic")
    factories.make_standard_page(title="Beans page")

    everything = search(client, "beans", page="1")
    chosen = search(client, "beans", type="blog.UpdatePage", topic="food")

    kinds, topics = everything.context["filters"][0]["links"], everything.context["filters"][1:]
    assert [(link["url"], link["count"]) for link in kinds] == [
        ("?q=beans&type=blog.UpdatePage", 2),
        ("?q=beans&type=home.StandardPage", 1),
    ]
    assert topics == []  # a single value narrows nothing
    assert titles(client, "beans") != [result["title"] for result in chosen.context["results"]] == ["Beans update"]
    assert [group["links"][0]["url"] for group in chosen.context["filters"]] == [
        "?q=beans&topic=food",
        "?q=beans&type=blog.UpdatePage",
    ]


def test_filters_that_fit_nothing_show_a_way_back(client):
    factories.make_standard_page(title="Beans")

    html = search(client, "beans", topic="none", type="blog.UpdatePage").content.decode()

    assert "Search everything" in html
    assert 'href="?q=beans"' in html
    assert titles(client, "beans") == ["Beans"]


def test_more_matches_than_are_looked_at_are_told(client, monkeypatch):
    monkeypatch.setattr("search.matching.MAX_MATCHES", 2)
    for number in range(3):
        factories.make_standard_page(title=f"Beans {number}", slug=f"b-{number}")

    html = search(client, "beans").content.decode()

    assert "More than 2 results for “beans”" in html

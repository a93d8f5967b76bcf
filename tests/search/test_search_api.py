"""``/api/v2/search/`` and ``/api/v2/search/suggest/``."""

import pytest
from django.contrib.auth.models import Group
from wagtail.contrib.search_promotions.models import Query, SearchPromotion
from wagtail.models import Page, PageViewRestriction, Site

from home.models import HomePage, StandardPage
from search import matching
from tests import factories
from tests.cms.languages import make_welsh, welsh_home

pytestmark = pytest.mark.django_db

PATH = "/api/v2/search/"


def ask(client, path: str = PATH, **parameters):
    response = client.get(path, parameters)
    assert response.status_code == 200, response.content
    return response.json()


def titles(client, path: str = PATH, **parameters) -> list[str]:
    return [item["title"] for item in ask(client, path, **parameters)["items"]]


def refuse(client, path: str = PATH, **parameters) -> dict:
    response = client.get(path, parameters)
    assert response.status_code == 400, response.content
    return response.json()["errors"]


def promote(query: str, page=None, **kwargs) -> SearchPromotion:
    page = page and Page.objects.get(pk=page.pk)
    return SearchPromotion.objects.create(query=Query.get(query), page=page, **kwargs)


def test_a_result_is_a_page_with_its_excerpt(client):
    page = factories.make_standard_page(title="Beans", introduction="How we grow beans & peas.", slug="beans")

    assert ask(client, q="bean")["items"] == [
        {
            "id": page.pk,
            "type": "home.StandardPage",
            "title": "Beans",
            "url": "http://localhost/beans/",
            "path": "/beans/",
            "locale": "en",
            "excerpt": "How we grow <mark>beans</mark> &amp; peas.",
            "promoted": False,
        }
    ]


def test_facets_count_types_topics_and_languages(client):
    welsh_home()
    food = factories.make_topic("Food")
    make_welsh(food, name="Bwyd", slug="bwyd")
    update = factories.make_update(title="Beans", topics=[food])
    factories.make_update(title="Beans again", topics=[food, factories.make_topic("Hidden", live=False)])
    factories.make_standard_page(title="Beans")
    make_welsh(update, title="Ffa, beans")

    facets = ask(client, q="beans")["facets"]

    assert facets["type"] == [
        {"value": "blog.UpdatePage", "label": "Update", "count": 3},
        {"value": "home.StandardPage", "label": "Information page", "count": 1},
    ]
    assert facets["topic"] == [{"value": "food", "label": "Food", "count": 3}]
    assert facets["locale"] == [
        {"value": "en", "label": "English", "count": 3},
        {"value": "cy", "label": "Cymraeg", "count": 1},
    ]
    assert ask(client, q="beans", locale="cy")["facets"]["topic"] == [{"value": "bwyd", "label": "Bwyd", "count": 1}]


def test_types_topics_and_languages_narrow_the_results(client):
    welsh_home()
    food = factories.make_topic("Food")
    make_welsh(food, name="Bwyd", slug="bwyd")
    update = factories.make_update(title="Beans update", topics=[food])
    factories.make_standard_page(title="Beans page")
    factories.make_event(title="Beans event")
    make_welsh(update, title="Ffa beans")

    assert titles(client, q="beans", type="home.StandardPage") == ["Beans page"]
    assert set(titles(client, q="beans", type="home.StandardPage,events.EventPage")) == {"Beans page", "Beans event"}
    assert set(titles(client, q="beans", topic="food")) == {"Beans update", "Ffa beans"}
    assert set(titles(client, q="beans", topic="bwyd")) == {"Beans update", "Ffa beans"}
    assert titles(client, q="beans", topic="none") == []
    assert titles(client, q="beans", locale="cy") == ["Ffa beans"]
    assert titles(client, q="beans", locale="en", topic="food", type="blog.UpdatePage") == ["Beans update"]


def test_results_are_parted_into_pages(client):
    for number in range(5):
        factories.make_standard_page(title=f"Beans {number}", slug=f"b-{number}")

    first, second = ask(client, q="beans", limit=3), ask(client, q="beans", limit=3, offset=3)

    assert (len(first["items"]), len(second["items"])) == (3, 2)
    following = "http://localhost/api/v2/search/?q=beans&limit=3&offset=3"
    assert first["meta"] == {
        "total_count": 5,
        "capped": False,
        "searched_for": "beans",
        "partial": False,
        "next": following,
        "previous": None,
    }
    assert second["meta"]["previous"] == "http://localhost/api/v2/search/?q=beans&limit=3"
    assert not {item["id"] for item in first["items"]} & {item["id"] for item in second["items"]}
    assert titles(client, q="beans", limit=0) == titles(client, q="beans", offset=matching.MAX_MATCHES) == []


def test_more_matches_than_are_looked_at_are_told(client, monkeypatch):
    monkeypatch.setattr(matching, "MAX_MATCHES", 2)
    for number in range(3):
        factories.make_standard_page(title=f"Beans {number}", slug=f"b-{number}")

    answer = ask(client, q="beans")

    assert (answer["meta"]["total_count"], answer["meta"]["capped"]) == (2, True)
    assert answer["facets"]["type"][0]["count"] == 2


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("q", ""),
        ("q", "a\x00b"),
        ("q", "a" * 201),
        ("limit", "-1"),
        ("limit", "1000"),
        ("limit", "x"),
        ("limit", "9" * 5000),
        ("offset", "-1"),
        ("offset", "99999999999999999999"),
        ("type", "blog.Nothing"),
        ("type", ""),
        ("type", "\x00"),
        ("topic", "\x00"),
        ("topic", "a" * 101),
        ("fields", "*"),
        ("qq", "beans"),
        ("site", "\x00"),
        ("locale", "\x00"),
    ],
)
def test_a_parameter_that_cannot_be_used_is_named(client, name, value):
    assert list(refuse(client, **{"q": "beans", name: value})) == [name]


def test_what_is_allowed_is_said(client):
    assert "blog.UpdatePage" in refuse(client, q="beans", type="x")["type"][0]
    assert "topic" in refuse(client, q="beans", topics="x")["topics"][0]
    assert set(refuse(client, type="x", limit="y")) == {"q", "type", "limit"}


def test_an_unknown_site_or_language_is_not_found(client):
    assert client.get(PATH, {"q": "beans", "site": "nowhere.example"}).status_code == 404
    assert client.get(PATH, {"q": "beans", "locale": "xx"}).status_code == 404


def test_a_number_against_caches_changes_nothing(client):
    factories.make_standard_page(title="Beans")

    assert titles(client, q="beans", _="1") == ["Beans"]


def test_only_the_requested_site_is_searched(client):
    other = Page.objects.get(depth=1).add_child(instance=HomePage(title="Other", slug="other"))
    factories.make_standard_page(other, title="Beans elsewhere", slug="beans")
    Site.objects.create(hostname="other.example", port=80, root_page=other)
    factories.make_standard_page(title="Beans here")

    assert titles(client, q="beans") == titles(client, PATH + "suggest/", q="be") == ["Beans here"]
    assert titles(client, q="beans", site="other.example") == ["Beans elsewhere"]
    assert client.get("/search/", {"q": "beans"}).context["total"] == 1


def hide_pages() -> None:
    """Make pages about pumpkins that nobody may read."""
    home = factories.get_home()
    factories.add_page(home, StandardPage(title="Pumpkin draft", slug="draft"), live=False)
    factories.make_standard_page(title="Pumpkin gone").unpublish()
    private = factories.make_standard_page(title="Pumpkin private")
    factories.make_standard_page(private, title="Pumpkin below")
    PageViewRestriction.objects.create(page=private, restriction_type=PageViewRestriction.LOGIN)
    moved = factories.make_standard_page(title="Pumpkin moved")
    moved.move(private, pos="last-child")


def test_hidden_pages_are_neither_found_suggested_nor_counted(client):
    hide_pages()
    for page in Page.objects.filter(title__startswith="Pumpkin"):
        promote("pumpkin", page)

    assert ask(client, q="pumpkin") == {
        "meta": {
            "total_count": 0,
            "capped": False,
            "searched_for": "pumpkin",
            "partial": False,
            "next": None,
            "previous": None,
        },
        "facets": {"type": [], "topic": [], "locale": []},
        "items": [],
    }
    assert ask(client, PATH + "suggest/", q="pum") == {"items": []}


def test_a_page_is_found_again_when_its_restriction_is_lifted(client):
    page = factories.make_standard_page(title="Pumpkin")
    restriction = PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)

    assert titles(client, q="pumpkin") == []
    restriction.delete()
    assert titles(client, q="pumpkin") == ["Pumpkin"]


# Promotions


def test_what_editors_promote_comes_first_and_is_said_to_be(client):
    factories.make_standard_page(title="Beans")
    promoted = factories.make_standard_page(title="Take part", introduction="Come.")
    promote("beans", promoted, description="Grow <b>with</b> us.", sort_order=1)
    promote("beans", external_link_url="https://example.org/", external_link_text="Bean society", sort_order=2)

    answer = ask(client, q=" BEANS ")

    assert [(item["title"], item["promoted"]) for item in answer["items"]] == [
        ("Take part", True),
        ("Bean society", True),
        ("Beans", False),
    ]
    assert answer["items"][0]["excerpt"] == "Grow &lt;b&gt;with&lt;/b&gt; us."
    link = answer["items"][1]
    assert (link["type"], link["id"], link["url"]) == ("link", None, "https://example.org/")
    assert answer["meta"]["total_count"] == 3
    assert answer["facets"]["type"][0]["count"] == 2
    assert titles(client, q="beans peas", exact="1") == []


def test_a_promotion_is_shown_once_and_follows_the_filters(client):
    welsh_home()
    page = factories.make_standard_page(title="Beans")
    promote("beans", page)
    promote("beans", external_link_url="https://example.org/", external_link_text="Society")

    assert titles(client, q="beans") == ["Beans", "Society"]
    assert titles(client, q="beans", type="blog.UpdatePage") == []
    assert titles(client, q="beans", locale="cy") == ["Society"]
    page.unpublish()
    assert titles(client, q="beans") == ["Society"]


# Suggestions


def test_titles_are_suggested_after_two_letters(client):
    page = factories.make_standard_page(title="Seed swap")
    factories.make_standard_page(title="Swapping tales")
    factories.make_standard_page(title="Other", introduction="Swap seeds.")

    assert set(titles(client, PATH + "suggest/", q="sw")) == {"Seed swap", "Swapping tales"}
    assert ask(client, PATH + "suggest/", q="Seed SW")["items"] == [
        {
            "id": page.pk,
            "type": "home.StandardPage",
            "title": "Seed swap",
            "url": page.full_url,
            "path": page.url,
            "locale": "en",
        }
    ]
    assert len(titles(client, PATH + "suggest/", q="sw", limit=1)) == 1
    assert titles(client, PATH + "suggest/", q="sw", type="blog.UpdatePage") == []


@pytest.mark.parametrize(
    ("name", "value"), [("q", "s"), ("q", ""), ("limit", "-1"), ("limit", "21"), ("offset", "1"), ("topic", "food")]
)
def test_a_suggestion_needs_parameters_that_can_be_used(client, name, value):
    assert list(refuse(client, PATH + "suggest/", **{"q": "swap", name: value})) == [name]


def test_answers_are_in_the_language_asked_for_not_in_that_of_the_reader(client):
    welsh_home()
    factories.make_update(title="Beans")

    answer = client.get(PATH, {"q": "beans"}, headers={"Accept-Language": "cy"}).json()

    assert answer["facets"]["type"][0]["label"] == "Update"


@pytest.mark.parametrize(("group", "status"), [("Moderators", 200), ("Editors", 302)])
def test_moderators_may_promote(group, status, client, django_user_model):
    user = django_user_model.objects.create_user(username=group, email=f"{group}@example.org", password="secret")
    user.groups.add(Group.objects.get(name=group))
    client.force_login(user)

    assert client.get("/admin/searchpicks/").status_code == status
    assert client.get("/admin/searchpicks/add/").status_code == status
    assert ("/admin/searchpicks/" in client.get("/admin/").content.decode()) == (status == 200)

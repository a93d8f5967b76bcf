"""Lists: filters, comparisons, facets, and where they go on."""

from datetime import UTC, date, datetime

import pytest
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Locale

from blog.models import UpdatePage
from cms.models import Organisation
from tests import factories
from tests.api.asking import get

pytestmark = pytest.mark.django_db


@pytest.fixture
def updates():
    """Return three updates: a story on food, news on tools, and a monthly update on both."""
    Locale.objects.create(language_code="cy")
    food, tools = factories.make_topic("Food"), factories.make_topic("Tools")
    return [
        factories.make_update(title="Soup", kind="story", topics=[food]),
        factories.make_update(title="Spades", kind="news", topics=[tools]),
        factories.make_update(title="October", kind="monthly_update", period=date(2026, 10, 1), topics=[food, tools]),
    ]


def list_titles(client, path="updates/", **parameters):
    return sorted(found["title"] for found in get(client, path, **parameters)["items"])


def test_several_values_find_any_of_them(updates, client):
    soup, spades, october = updates

    assert list_titles(client, id=f"{soup.pk},{october.pk}") == ["October", "Soup"]
    assert list_titles(client, slug=f"{soup.slug},{spades.slug}") == ["Soup", "Spades"]
    assert list_titles(client, kind="story,news") == ["Soup", "Spades"]
    assert list_titles(client, period="2026-10,2026-11") == ["October"]
    assert list_titles(client, topic="food,tools") == ["October", "Soup", "Spades"]
    assert list_titles(client, topic__all="food,tools") == ["October"]
    assert list_titles(client, locale="en,cy") == ["October", "Soup", "Spades"]


@pytest.mark.parametrize("types", ["type[]=blog.UpdatePage", "type[0]=blog.UpdatePage", "type=blog.updatepage"])
def test_the_fields_of_one_type_take_several_values_however_it_is_written(types, updates, client):
    for kinds in ("kind=story,news", "kind=story&kind=news", "kind[]=story&kind[]=news"):
        found = client.get(f"/api/v2/pages/?{types}&{kinds}").json()
        assert sorted(one["title"] for one in found["items"]) == ["Soup", "Spades"], kinds


def test_events_and_their_dates_take_several_values_too(client):
    food, tools = factories.make_topic("Food"), factories.make_topic("Tools")
    factories.make_event(title="Supper", attendance="online", topics=[food, tools])
    factories.make_event(title="Digging", attendance="mixed", topics=[tools])

    for path in ("events/", "event-dates/"):
        assert len(get(client, path, attendance="online,mixed")["items"]) == 2
        assert len(get(client, path, topic="food,tools")["items"]) == 2
        assert len(get(client, path, topic__all="food,tools")["items"]) == 1


@pytest.mark.parametrize(
    ("comparison", "value", "found"),
    [
        ("gte", "2026-10-02", ["Second", "Third"]),
        ("gt", "2026-10-02", ["Third"]),
        ("lte", "2026-10-02", ["First", "Second"]),
        ("lt", "2026-10-02", ["First"]),
        ("lt", "2026-10-02T12:00:00Z", ["First"]),
        ("lte", "2026-10-02T12:00:00Z", ["First", "Second"]),
        ("gt", "2026-10-02T12:00:00Z", ["Third"]),
    ],
)
def test_moments_are_compared_and_a_day_is_all_of_it(comparison, value, found, client):
    for day, title in enumerate(["First", "Second", "Third"], start=1):
        page = factories.make_update(title=title)
        UpdatePage.objects.filter(pk=page.pk).update(first_published_at=datetime(2026, 10, day, 12, tzinfo=UTC))

    assert list_titles(client, **{f"first_published_at__{comparison}": value}) == found


def test_numbers_are_compared(updates, client):
    assert list_titles(client, id__gt=updates[0].pk) == ["October", "Spades"]
    assert "errors" in get(client, "updates/", 400, id__gt="many")
    assert "errors" in get(client, "updates/", 400, title__gt="A")
    assert "errors" in get(client, "updates/", 400, first_published_at__gte="yesterday")


def test_paragraphs_are_no_filter(client):
    assert "unknown parameter" in get(client, "events/", 400, venue_address="1 Mill Lane")["errors"]["venue_address"][0]


def test_pages_are_found_by_the_blocks_in_them(client):
    factories.make_update(
        title="Said", body=[factories.block("quote", {"text": '"type": "team_intro"', "name": "Mair"})]
    )
    factories.make_update(title="Titled", body=[factories.block("heading", {"text": "Hello", "level": "2"})])

    assert list_titles(client, body__type="quote") == ["Said"]
    assert list_titles(client, body__type="heading,quote") == ["Said", "Titled"]
    assert list_titles(client, body__type="team_intro") == []
    assert list_titles(client, "pages/", type="blog.UpdatePage", body__type="heading") == ["Titled"]
    assert "errors" in get(client, "updates/", 400, body__type="poem")


@pytest.mark.sqlite
def test_a_stream_that_was_never_filled_has_no_blocks(client):
    """A migration that adds a stream writes an empty text."""
    factories.make_update(title="Said", body=[factories.block("quote", {"text": "Good", "name": "Mair"})])
    UpdatePage.objects.filter(pk=factories.make_update(title="Empty").pk).update(body="")

    assert list_titles(client, body__type="quote") == ["Said"]


def test_the_path_in_the_tree_is_no_filter(updates, client):
    """The path in responses is another one."""
    assert "path" in get(client, "updates/", 400, path="/updates/soup/")["errors"]
    assert "order" in get(client, "updates/", 400, order="path")["errors"]


def test_facets_count_the_whole_list(updates, client):
    meta = get(client, "updates/", facets="kind,period,topic", limit=1)["meta"]

    assert meta["facets"]["kind"] == [
        {"value": "monthly_update", "label": "Monthly update", "count": 1},
        {"value": "news", "label": "News", "count": 1},
        {"value": "story", "label": "Story", "count": 1},
    ]
    assert meta["facets"]["period"] == [{"value": "2026-10", "label": "October 2026", "count": 1}]
    assert meta["facets"]["topic"] == [
        {"value": "food", "label": "Food", "count": 2},
        {"value": "tools", "label": "Tools", "count": 2},
    ]
    assert "facets" not in get(client, "updates/")["meta"]


def test_facets_follow_the_filters_and_the_language(updates, client):
    about_tools = get(client, "updates/", facets="kind", topic="tools")["meta"]["facets"]["kind"]
    assert [one["value"] for one in about_tools] == ["monthly_update", "news"]
    assert get(client, "pages/", facets="type", type="blog.UpdatePage")["meta"]["facets"]["type"][0]["count"] == 3
    welsh = get(client, "updates/", facets="kind", locale="cy", fallback=1)["meta"]["facets"]["kind"]
    assert "Diweddariad misol" in {one["label"] for one in welsh}
    assert "errors" in get(client, "updates/", 400, facets="kind", search="soup")
    assert "errors" in get(client, "updates/", 400, facets="colour")


def test_a_list_says_where_it_goes_on(updates, client):
    first = client.get("/api/v2/updates/?limit=2&order=title&_=1")
    following = first.json()["meta"]["next"]
    second = client.get(following)

    assert following == "http://localhost/api/v2/updates/?limit=2&order=title&offset=2"
    assert first.json()["meta"]["previous"] is None
    assert first["Link"] == f'<{following}>; rel="next"'
    assert [one["title"] for one in second.json()["items"]] == ["Spades"]
    assert second.json()["meta"]["next"] is None
    previous = second.json()["meta"]["previous"]
    assert second["Link"] == f'<{previous}>; rel="prev"'
    assert client.get(previous).json()["items"] == first.json()["items"]
    assert "Link" not in client.get("/api/v2/updates/")


def test_a_search_says_where_it_goes_on(updates, client):
    for title in ("Leek soup", "Pea soup"):
        factories.make_update(title=title)
    first = client.get("/api/v2/search/?q=soup&limit=2")
    following = first.json()["meta"]["next"]
    second = client.get(following)

    assert first["Link"] == f'<{following}>; rel="next"'
    assert second.json()["meta"]["next"] is None
    titles = [one["title"] for found in (first, second) for one in found.json()["items"]]
    assert sorted(titles) == ["Leek soup", "Pea soup", "Soup"]


def test_pages_have_their_path_and_when_they_were_last_published(updates, client):
    meta = get(client, "updates/", order="title")["items"][0]["meta"]

    assert meta["path"] == UpdatePage.objects.get(title="October").get_url()
    assert meta["last_published_at"] >= meta["first_published_at"]
    assert get(client, f"updates/{updates[0].pk}/")["meta"]["path"] == updates[0].get_url()


def test_a_search_for_nothing_and_types_in_any_case_are_as_in_wagtail(updates, client):
    assert len(get(client, "updates/", search="")["items"]) == 3
    assert len(get(client, "pages/", type="blog.updatepage")["items"]) == 3


@pytest.mark.parametrize("path", ["pages/find/", "updates/find/", "redirects/find/"])
def test_finding_needs_something_to_find(path, client):
    assert "must be given" in get(client, path, 400)["detail"]


def test_redirects_lead_to_the_public_site(client):
    home = factories.get_home()
    organisation = Organisation.for_site(home.get_site())
    organisation.front_end_url = "https://www.example.org/"
    organisation.save()
    Redirect.add_redirect("/old/", "/new/", is_permanent=True)

    assert get(client, "redirects/")["items"][0]["location"] == "https://www.example.org/new/"
    assert get(client, "pages/find/", 404, html_path="/old/")["redirect"]["to"] == "https://www.example.org/new/"
    for path in ("/old/", "/old"):
        assert client.get("/api/v2/redirects/find/", {"html_path": path}).status_code == 302


def test_the_api_lists_its_endpoints(client):
    found = get(client, "")

    assert {"updates", "pages", "search", "changes"} <= {one["name"] for one in found["items"]}
    for one in found["items"]:
        expected = 401 if one["name"] == "preview" else 200
        assert client.get(one["url"], {"q": "beans"} if "search" in one["url"] else {}).status_code == expected
    assert client.get(found["documentation"]).status_code == client.get(found["schema"]).status_code == 200


def test_problems_lead_to_a_page_that_explains_them(client):
    address = get(client, "updates/", 400, colour="red")["type"]
    page = client.get("/api/v2/problems/").content.decode()

    assert f'id="{address.partition("#")[2]}"' in page


def test_a_detail_has_the_pages_above_it(client):
    about = factories.make_standard_page(title="About", slug="about")
    secret = factories.make_standard_page(about, title="Draft", slug="draft", live=False)
    below = factories.make_standard_page(secret, title="Below", slug="below")

    crumbs = get(client, f"pages/{below.pk}/")["meta"]["breadcrumbs"]

    assert [(one["title"], one["path"]) for one in crumbs] == [("Home", "/"), ("About", "/about/")]
    assert "breadcrumbs" not in get(client, "pages/", fields="*")["items"][0]["meta"]
    assert all("breadcrumbs" not in row["data"].get("meta", {}) for row in get(client, "changes/")["items"])

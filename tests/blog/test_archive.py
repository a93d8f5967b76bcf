"""The archive of updates and its routes."""

import re
from datetime import UTC, date, datetime

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation

from blog.models import UpdatePage
from tests import factories
from tests.cms.languages import make_welsh, welsh_home

pytestmark = pytest.mark.django_db


def publish(page: UpdatePage, *when: int) -> UpdatePage:
    moment = datetime(*when, tzinfo=UTC)  # type: ignore[misc]  # the star stands for three to six numbers
    UpdatePage.objects.filter(pk=page.pk).update(first_published_at=moment, last_published_at=moment)
    return page


@pytest.fixture
def index():
    return factories.make_update_index(introduction="What we did.")


def titles(client, path: str) -> list[str]:
    response = client.get(path)
    assert response.status_code == 200, path
    return [update.title for update in response.context["updates"]]


@pytest.mark.sqlite
def test_the_newest_update_comes_first(index, client):
    publish(factories.make_update(title="Old"), 2025, 4, 1)
    publish(factories.make_update(title="New"), 2026, 5, 1)
    factories.make_update(title="Draft", live=False)

    assert titles(client, "/updates/") == ["New", "Old"]


def test_the_order_is_that_of_first_publication(index, client):
    old = publish(factories.make_update(title="Old"), 2025, 4, 1)
    publish(factories.make_update(title="New"), 2026, 5, 1)
    UpdatePage.objects.get(pk=old.pk).save_revision().publish()

    assert titles(client, "/updates/") == ["New", "Old"]


def test_twelve_updates_stand_on_a_page(index, client):
    for day in range(1, 26):
        publish(factories.make_update(title=f"Day {day}"), 2026, 5, day)

    assert titles(client, "/updates/") == [f"Day {day}" for day in range(25, 13, -1)]
    assert titles(client, "/updates/?page=3") == ["Day 1"]
    html = client.get("/updates/?page=2").content.decode()
    assert "Page 2 of 3" in html
    assert 'href="?page=1"' in html
    assert 'href="?page=3"' in html


def test_only_parts_that_there_are_are_answered(index, client):
    for _ in range(13):
        factories.make_update()

    assert client.get("/updates/", {"page": ""}).status_code == 200
    for page in ("0", "-1", "99", "abc", "9" * 40, "\x00", "1.5"):
        assert client.get("/updates/", {"page": page}).status_code == 404, page


@pytest.mark.sqlite
def test_years_and_months_show_what_was_published_in_them(index, client):
    publish(factories.make_update(title="April"), 2025, 4, 1)
    publish(factories.make_update(title="May"), 2026, 5, 1)
    publish(factories.make_update(title="June"), 2026, 6, 1)

    assert titles(client, "/updates/2026/") == ["June", "May"]
    assert titles(client, "/updates/2026/5/") == ["May"]
    assert titles(client, "/updates/2025/") == ["April"]
    years = client.get("/updates/").context["years"]
    assert [(year["year"], year["count"], [month["label"] for month in year["months"]]) for year in years] == [
        (2026, 2, ["June", "May"]),
        (2025, 1, ["April"]),
    ]


@pytest.mark.sqlite
def test_a_month_begins_at_midnight_in_london(index, client):
    publish(factories.make_update(title="First of June"), 2026, 5, 31, 23, 30)

    assert titles(client, "/updates/2026/6/") == ["First of June"]
    assert titles(client, "/updates/2026/5/") == []


def test_a_month_without_updates_shows_a_way_on(index, client):
    html = client.get("/updates/2026/5/").content.decode()

    assert "No updates found" in html
    assert 'href="/updates/"' in html


def test_an_empty_archive_shows_a_way_on(index, client):
    html = client.get("/updates/").content.decode()

    assert "No updates yet" in html
    assert "Go to the home page" in html


@pytest.mark.parametrize(
    "route",
    [
        "2026/13/",
        "2026/0/",
        "0/",
        "0/5/",
        "9999/",
        "99999/",
        "99999999999999999999/",
        "2026/5/5/",
        "topic/none/",
        "topic/",
        "author/999/",
        "author/99999999999999999999999/",
        "people/999/",
        "people/abc/",
        "nowhere/",
        "feed.rss",
    ],
)
def test_what_cannot_be_is_not_found(route, index, client):
    factories.make_update()

    assert client.get(f"/updates/{route}").status_code == 404


def test_a_topic_shows_its_updates(index, client):
    food, music = factories.make_topic("Food", description="What we cook."), factories.make_topic("Music")
    factories.make_update(title="Soup", topics=[food])
    factories.make_update(title="Choir", topics=[music])
    factories.make_update(title="Feast", topics=[music, food])

    assert set(titles(client, "/updates/topic/food/")) == {"Soup", "Feast"}
    html = client.get("/updates/topic/food/").content.decode()
    assert "What we cook." in html
    assert {(t["name"], t["count"]) for t in client.get("/updates/").context["topics"]} == {("Food", 2), ("Music", 2)}


def test_an_unpublished_topic_is_not_found(index, client):
    food = factories.make_topic("Food")
    factories.make_update(topics=[food])

    food.unpublish()

    assert client.get("/updates/topic/food/").status_code == 404
    assert "Food" not in client.get("/updates/").content.decode()


def test_topics_and_authors_without_updates_are_not_offered(index, client):
    factories.make_topic("Lonely")
    factories.make_person("Quiet")
    topic, author = factories.make_topic("Drafted"), factories.make_person("Secretive")
    factories.make_update(live=False, topics=[topic], authors=[author])

    response = client.get("/updates/")

    assert (response.context["topics"], response.context["authors"], response.context["years"]) == ([], [], [])


def test_an_author_shows_what_they_wrote(index, client):
    mair, sam = factories.make_person("Mair"), factories.make_person("Sam")
    factories.make_update(title="Hers", authors=[mair])
    factories.make_update(title="Theirs", authors=[sam, mair])
    factories.make_update(title="His", authors=[sam])

    written = client.get("/updates/people/mair/").context["written"]
    assert {page.title for page in written} == {"Hers", "Theirs"}
    offered = client.get("/updates/").context["authors"]
    assert [(author["name"], author["count"]) for author in offered] == [("Mair", 2), ("Sam", 2)]
    assert client.get(offered[0]["url"]).status_code == 200


def test_numbers_and_former_names_lead_to_a_person_for_ever(index, client):
    mair = factories.make_person("Mair Puw", public=True)
    assert mair.slug == "mair-puw"

    mair.name, mair.slug = "Mair Ifans", "mair-ifans"
    mair.save()

    for route in (f"author/{mair.pk}/", f"people/{mair.pk}/", "people/mair-puw/"):
        response = client.get(f"/updates/{route}")
        assert (response.status_code, response.url) == (301, "/updates/people/mair-ifans/")
    assert client.get("/updates/people/mair-ifans/").status_code == 200


def test_the_former_address_of_somebody_hidden_tells_nothing(index, client):
    mair = factories.make_person("Mair Puw")

    for route in (f"author/{mair.pk}/", f"people/{mair.pk}/", "people/mair-puw/"):
        assert client.get(f"/updates/{route}").status_code == 404


def test_two_people_of_one_name_have_two_addresses(index):
    first, second = factories.make_person("Mair"), factories.make_person("Mair")
    first.slug = "mair-puw"
    first.save()

    third = factories.make_person("Mair")

    assert (second.slug, third.slug) == ("mair-2", "mair-3")
    second.slug = "mair"
    with pytest.raises(ValidationError):
        second.clean()


def test_words_of_addresses_are_in_the_language_of_their_page(index, client):
    welsh_home()
    food, mair = factories.make_topic("Food", slug="food"), factories.make_person("Mair", public=True)
    page = factories.make_update(topics=[food], authors=[mair])
    make_welsh(index, title="Newyddion", slug="newyddion")
    publish(make_welsh(page, title="Stori", slug="stori"), 2026, 5, 2)

    for english, welsh in (("topic/food/", "pwnc/food/"), ("people/mair/", "pobl/mair/")):
        redirected = client.get(f"/cy/newyddion/{english}?page=1")
        html = client.get(f"/updates/{english}").content.decode()
        assert (redirected.status_code, redirected.url) == (301, f"/cy/newyddion/{welsh}?page=1")
        assert client.get(f"/cy/newyddion/{welsh}").status_code == 200
        assert f'href="http://localhost/cy/newyddion/{welsh}"' in html
        assert client.get(f"/updates/{welsh}").status_code == 404
    assert client.get("/cy/newyddion/pwnc/food/feed.atom").status_code == 200
    feed = client.get("/cy/newyddion/topic/food/feed.atom")
    assert (feed.status_code, feed.url) == (301, "/cy/newyddion/pwnc/food/feed.atom")
    assert client.get("/cy/newyddion/topic/none/").status_code == 301
    assert client.get("/cy/newyddion/topic/none/", follow=True).status_code == 404


def test_a_person_is_shown_with_what_they_wrote_and_where_they_are_mentioned(index, client):
    mair = factories.make_person("Mair", biography="Cooks for forty.")
    written = factories.make_update(title="Written", authors=[mair])
    quoted = factories.make_update(
        title="Quoted",
        body=[factories.block("quote", {"text": "x", "person": mair.pk, "attribution": "", "role": ""})],
    )
    introduced = factories.make_update(
        title="Introduced", body=[factories.block("team_intro", {"heading": "Hello", "person": mair.pk})]
    )
    factories.make_update(
        title="Draft", live=False, body=[factories.block("team_intro", {"heading": "Hello", "person": mair.pk})]
    )
    factories.make_update(title="Unrelated")

    response = client.get("/updates/people/mair/")

    assert [page.pk for page in response.context["written"]] == [written.pk]
    assert {page.pk for page in response.context["mentioned"]} == {quoted.pk, introduced.pk}
    html = response.content.decode()
    assert "Cooks for forty." in html
    assert "Draft" not in html
    assert "<title>Mair" in html
    assert '<link rel="canonical" href="http://localhost/updates/people/mair/">' in html


def test_nobody_is_shown_whom_no_update_mentions(index, client):
    person = factories.make_person()
    factories.make_update(live=False, authors=[person])
    assert client.get(f"/updates/people/{person.slug}/").status_code == 404

    person.public = True
    person.save()

    response = client.get(f"/updates/people/{person.slug}/")
    assert response.status_code == 200
    assert "No updates mention Mair yet" in response.content.decode()


def test_an_unpublished_person_is_not_found(index, client):
    person = factories.make_person(public=True)
    factories.make_update(authors=[person])

    person.unpublish()

    assert client.get(f"/updates/people/{person.pk}/").status_code == 404
    assert client.get(f"/updates/author/{person.pk}/").status_code == 404


def test_the_names_of_people_lead_to_them(index, client):
    mair = factories.make_person("Mair")
    page = factories.make_update(authors=[mair])

    assert 'href="/updates/people/mair/"' in client.get(page.get_url()).content.decode()


def test_welsh_readers_have_an_archive_of_their_own(index, client):
    welsh_home()
    food, mair = factories.make_topic("Food", slug="food"), factories.make_person("Mair")
    page = factories.make_update(title="News", topics=[food], authors=[mair])
    factories.make_update(title="English only", topics=[food])
    make_welsh(food, name="Bwyd", slug="bwyd")
    make_welsh(index, title="Newyddion", slug="newyddion")
    translation_of_page = make_welsh(page, title="Stori", slug="stori")
    publish(translation_of_page, 2026, 5, 2)

    with translation.override("cy"):
        assert titles(client, "/cy/newyddion/") == ["Stori"]
        assert titles(client, "/cy/newyddion/pwnc/bwyd/") == ["Stori"]
    response = client.get("/cy/newyddion/")
    assert [(topic["name"], topic["url"]) for topic in response.context["topics"]] == [
        ("Bwyd", "/cy/newyddion/pwnc/bwyd/")
    ]
    assert [month["label"] for year in response.context["years"] for month in year["months"]] == ["Mai"]
    assert client.get("/cy/newyddion/pwnc/food/").status_code == 404
    assert client.get("/updates/topic/bwyd/").status_code == 404
    assert re.search(r'<html lang="cy"', response.content.decode())


def test_an_update_without_a_date_of_publication_harms_nothing(index, client):
    """An import may have forgotten it."""
    page = factories.make_update()
    UpdatePage.objects.filter(pk=page.pk).update(first_published_at=None, last_published_at=None)

    for path in ("/updates/", "/updates/2026/", page.get_url(), "/", f"/api/v2/updates/{page.pk}/", "/api/v2/updates/"):
        assert client.get(path).status_code == 200, path


def test_the_archive_is_not_stopped_by_a_page_of_the_same_name(index, client):
    """A year as the slug of an update would hide the archive of that year, or be hidden by it."""
    factories.make_update(title="Year", slug="y2026")

    assert client.get("/updates/y2026/").status_code == 200


@pytest.mark.sqlite
def test_a_monthly_update_stands_in_the_month_that_it_covers(index, client):
    page = factories.make_update(title="December", kind=UpdatePage.Kind.MONTHLY_UPDATE, period=date(2025, 12, 1))
    publish(page, 2026, 1, 2)

    assert titles(client, "/updates/2025/12/") == titles(client, "/updates/2025/") == ["December"]
    assert titles(client, "/updates/2026/1/") == titles(client, "/updates/2026/") == []
    html = client.get("/updates/").content.decode()
    assert 'href="/updates/2025/12/"' in html
    assert 'href="/updates/2026/1/"' not in html


def test_a_card_says_the_month_that_an_update_covers_and_the_day_of_others(index, client):
    page = factories.make_update(title="December", kind=UpdatePage.Kind.MONTHLY_UPDATE, period=date(2025, 12, 1))
    publish(page, 2026, 1, 2)
    publish(factories.make_update(title="News"), 2026, 1, 3)

    html = client.get("/updates/").content.decode()

    assert re.findall(r'<time datetime="([^"]+)">([^<]+)</time>', html) == [
        ("2026-01-03", "3 January 2026"),
        ("2025-12", "December 2025"),
    ]


def test_the_page_of_an_update_says_its_month_and_its_day_once(index, client):
    page = factories.make_update(title="Winter", kind=UpdatePage.Kind.MONTHLY_UPDATE, period=date(2025, 12, 1))
    publish(page, 2026, 1, 2)

    html = client.get(page.get_url()).content.decode()

    assert (html.count("December 2025"), html.count("2 January 2026")) == (1, 1)

"""``updates/``: filters and fields."""

from datetime import UTC, date, datetime

import pytest

from blog.models import UpdatePage
from tests import factories
from tests.api.asking import get
from tests.cms.languages import make_welsh, welsh_home

pytestmark = pytest.mark.django_db


def titles(client, **parameters) -> list[str]:
    data = get(client, "updates/", **parameters)
    assert data["meta"]["total_count"] == len(data["items"])
    return [item["title"] for item in data["items"]]


def refuse(client, **parameters) -> str:
    return get(client, "updates/", 400, **parameters)["message"]


def publish(title: str, *when: int, **kwargs) -> UpdatePage:
    page = factories.make_update(title=title, **kwargs)
    moment = datetime(*when, tzinfo=UTC)  # type: ignore[misc]  # the star stands for three to six numbers
    UpdatePage.objects.filter(pk=page.pk).update(first_published_at=moment, last_published_at=moment)
    return page


def test_only_updates_are_listed(client):
    factories.make_standard_page()
    factories.make_update(title="News")

    assert titles(client) == ["News"]


def test_kinds_are_told_apart(client):
    factories.make_update(title="News")
    factories.make_update(title="Story", kind="story")
    factories.make_update(title="May", kind="monthly_update", period=date(2026, 5, 1))

    assert titles(client, kind="story") == ["Story"]
    assert titles(client, kind="monthly_update") == ["May"]


def test_a_month_is_found(client):
    for month in (5, 6):
        factories.make_update(title=f"Month {month}", kind="monthly_update", period=date(2026, month, 1))

    assert titles(client, period="2026-05") == ["Month 5"]
    assert titles(client, period="2026-07") == []
    assert titles(client, period__gte="2026-06") == titles(client, period__gt="2026-05") == ["Month 6"]
    assert titles(client, period__lte="2026-05") == titles(client, period__lt="2026-06") == ["Month 5"]


def test_days_of_publication_are_inclusive_and_local(client):
    publish("Fourth", 2026, 5, 4, 9)
    publish("Fifth, in London", 2026, 5, 4, 23, 30)
    publish("Sixth", 2026, 5, 6, 9)

    assert titles(client, published_after="2026-05-05") == ["Fifth, in London", "Sixth"]
    assert titles(client, published_before="2026-05-05") == ["Fourth", "Fifth, in London"]
    assert titles(client, published_after="2026-05-05", published_before="2026-05-05") == ["Fifth, in London"]


def test_a_topic_is_found_by_its_slug_in_any_language(client):
    welsh_home()
    food, music = factories.make_topic("Food"), factories.make_topic("Music")
    page = factories.make_update(title="Soup", topics=[food, music])
    factories.make_update(title="Choir", topics=[music])
    make_welsh(page, title="Cawl", slug="cawl")
    make_welsh(food, name="Bwyd", slug="bwyd")

    assert titles(client, topic="food") == ["Soup", "Cawl"]
    assert titles(client, topic="bwyd") == ["Soup", "Cawl"]
    assert titles(client, topic="bwyd", locale="cy") == ["Cawl"]
    assert titles(client, topic="none") == []


def test_an_author_is_found_in_any_language(client):
    welsh_home()
    mair, sam = factories.make_person("Mair"), factories.make_person("Sam")
    page = factories.make_update(title="Hers", authors=[mair, sam])
    factories.make_update(title="His", authors=[sam])
    make_welsh(page, title="Cymraeg", slug="cymraeg")
    welsh_mair = make_welsh(mair)

    assert titles(client, author=mair.pk) == ["Hers", "Cymraeg"]
    assert titles(client, author=welsh_mair.pk) == ["Hers", "Cymraeg"]
    assert titles(client, author=999_999) == []


def test_an_update_is_listed_once_however_many_of_its_topics_match(client):
    food = factories.make_topic("Food")
    factories.make_update(title="Soup", topics=[food, food])

    assert titles(client, topic="food") == ["Soup"]


def test_an_unpublished_topic_or_author_finds_nothing(client):
    food, mair = factories.make_topic("Food"), factories.make_person("Mair")
    factories.make_update(topics=[food], authors=[mair])

    food.unpublish()
    mair.unpublish()

    assert titles(client, topic="food") == []
    assert titles(client, author=mair.pk) == []


def test_filters_work_together_and_with_wagtails_own(client):
    food = factories.make_topic("Food")
    publish("A", 2026, 5, 1, topics=[food])
    publish("B", 2026, 5, 2, topics=[food], kind="story")
    publish("C", 2026, 5, 3, topics=[food])

    assert titles(client, topic="food", kind="news", order="-first_published_at") == ["C", "A"]
    assert titles(client, topic="food", kind="news", published_after="2026-05-02") == ["C"]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("kind", "gossip"),
        ("period", "May"),
        ("period", "2026-13"),
        ("period", "2026-1"),
        ("period", "2026-10-05"),
        ("period", "0000-01"),
        ("published_after", "yesterday"),
        ("published_before", "2026-02-30"),
        ("author", "mair"),
        ("topic", "\x00"),
    ],
)
def test_a_value_that_cannot_be_is_refused_by_its_name(name, value, client):
    assert name in refuse(client, **{name: value})


@pytest.mark.parametrize("value", ["9" * 30, "-1", "1e3", "0.5", "1e400", "nan"])
def test_no_number_of_an_author_breaks_the_list(value, client):
    assert client.get("/api/v2/updates/", {"author": value}).status_code in {200, 400}


def test_a_parameter_that_does_not_exist_is_refused(client):
    assert "colour" in refuse(client, colour="red")
    assert "type" in refuse(client, type="wagtailcore.Page")


def test_a_list_shows_what_a_card_needs(client):
    image = factories.make_image(renditions=True)
    factories.make_update(hero_image=image, topics=[factories.make_topic()], authors=[factories.make_person()])

    item = client.get("/api/v2/updates/").json()["items"][0]

    assert set(item) >= {"id", "type", "meta", "title", "introduction", "kind", "period", "hero", "authors", "topics"}
    assert "body" not in item
    assert item["hero"]["image"]["renditions"]


def test_a_detail_shows_everything(client):
    page = factories.make_full_update()

    data = client.get(f"/api/v2/updates/{page.pk}/").json()

    shown = [block["type"] for block in data["body"]]
    assert shown == [block.block_type for block in page.body]
    assert sorted(shown) == sorted(UpdatePage._meta.get_field("body").stream_block.child_blocks)
    assert set(data) >= {"related", "previous", "next", "meeting_notes"}
    assert data["hero"]["image"]["alt"] == ""
    assert data["authors"][0]["photo"]["alt"] == "Mair"


def test_an_updates_endpoint_shows_no_other_page(client):
    page = factories.make_standard_page()

    assert client.get(f"/api/v2/updates/{page.pk}/").status_code == 404

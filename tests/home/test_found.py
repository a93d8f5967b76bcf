"""What search engines and shared links read about every kind of page."""

import re

import pytest
from django.conf import settings
from wagtail.models import Locale, Site

from cms.models import Organisation, SiteText
from tests import factories
from tests.schema_org import find_mistakes, read_things

pytestmark = pytest.mark.django_db


@pytest.fixture
def site():
    organisation, _ = Organisation.objects.update_or_create(
        site=Site.objects.get(),
        defaults={
            "name": "Both Banks",
            "contact_address": "1 Bridge Street",
            "contact_telephone": "01632 960 123",
            "logo": factories.make_image(),
        },
    )
    return organisation


def make_pages():
    topic, mair = factories.make_topic("Food"), factories.make_person("Mair", public=True)
    hero = factories.make_image(renditions=True)
    update = factories.make_update(
        title="Soup", authors=[mair], topics=[topic], kind="news", hero_image=hero, hero_alt="Soup"
    )
    event = factories.make_event(title="Supper", topics=[topic])
    standard = factories.make_standard_page(title="About us")
    below = factories.make_standard_page(standard, title="History")
    archive, events = update.get_parent(), event.get_parent()
    return {
        "home": "/",
        "standard": below.get_url(),
        "archive": archive.get_url(),
        "month": f"{archive.get_url()}{update.first_published_at:%Y}/",
        "update": update.get_url(),
        "topic": f"{archive.get_url()}topic/food/",
        "person": f"{archive.get_url()}people/{mair.slug}/",
        "events": events.get_url(),
        "events on a topic": f"{events.get_url()}topic/food/",
        "event": event.get_url(),
    }


def read(client, url):
    response = client.get(url, follow=True)
    assert response.status_code == 200, url
    return response.content.decode()


def test_all_pages_say_in_the_words_of_schema_org_what_they_are(client, site):
    pages = make_pages()

    things = {name: read_things(read(client, url)) for name, url in pages.items()}

    mistakes = [f"{name}: {m}" for name, found in things.items() for thing in found for m in find_mistakes(thing)]
    assert mistakes == []
    kinds = {name: {thing["@type"] for thing in found} for name, found in things.items()}
    assert all({"Organization", "WebSite"} <= found for found in kinds.values())
    assert all("BreadcrumbList" in found for name, found in kinds.items() if name != "home")
    own = {"update": "NewsArticle", "event": "Event", "topic": "CollectionPage", "standard": "WebPage"}
    assert all(kind in kinds[name] for name, kind in own.items())


def test_an_update_names_its_author_its_days_and_its_place(client, site):
    url = make_pages()["update"]

    html = read(client, url)

    (article,) = read_things(html, "NewsArticle")
    (way,) = read_things(html, "BreadcrumbList")
    (website,) = read_things(html, "WebSite")
    assert (article["headline"], article["author"][0]["name"]) == ("Soup", "Mair")
    assert article["image"][0].startswith("http")
    assert article["datePublished"] in html.partition("application/ld+json")[0]  # article:published_time
    assert [item["name"] for item in way["itemListElement"]] == ["Home", "Updates", "Soup"]
    assert way["itemListElement"][-1]["item"] == article["url"] == f"http://localhost{url}"
    assert website["potentialAction"]["target"]["urlTemplate"] == "http://localhost/search/?q={search_term_string}"
    assert "hello@" not in str(read_things(html))


def test_what_another_site_shows_is_described_with_its_address(client, site):
    pages = make_pages()
    Organisation.objects.update(front_end_url="https://www.example.org")

    html = read(client, pages["update"])

    (article,) = read_things(html, "NewsArticle")
    (website,) = read_things(html, "WebSite")
    assert article["url"] == f"https://www.example.org{pages['update']}"
    article.pop("image")
    assert "localhost" not in str([article, website, *read_things(html, "BreadcrumbList")])
    assert "potentialAction" not in website


def test_the_name_of_the_site_is_not_said_twice(client, site):
    home = factories.get_home()
    home.title = "Both Banks"
    home.save()
    SiteText.objects.update_or_create(
        site=Site.objects.get(), locale=Locale.get_default(), defaults={"strapline": "A river and its people"}
    )

    assert find_title(read(client, "/")) == "Both Banks · A river and its people"
    assert find_title(read(client, factories.make_standard_page(title="About us").get_url())) == "About us · Both Banks"


def find_title(html):
    return " ".join(re.search("(?s)<title>(.*?)</title>", html).group(1).split())


def find_canonical(html):
    return re.search('<link rel="canonical"\\s+href="([^"]*)"', html).group(1)


def test_a_later_part_of_a_list_is_a_page_of_its_own(client, site, monkeypatch):
    monkeypatch.setattr("blog.models.archive.UPDATES_PER_PAGE", 1)
    for title in ("One", "Two", "Three"):
        update = factories.make_update(title=title)
    archive = update.get_parent().get_url()

    first, second = (read(client, f"{archive}?page={number}") for number in (1, 2))

    assert find_canonical(first) == f"http://localhost{archive}"
    assert find_canonical(second) == f"http://localhost{archive}?page=2"
    assert find_title(second) == "Updates (Page 2 of 3) · Both Banks"


@pytest.mark.parametrize("part", ["4", "0", "-1", "x", "99999999999999999999"])
def test_there_is_nothing_after_the_last_part(part, client, site):
    pages = make_pages()

    for name in ("archive", "month", "topic", "events"):
        assert client.get(f"{pages[name]}?page={part}").status_code == 404, name


def test_languages_are_named_to_those_who_share(client, site):
    page = factories.make_standard_page(title="About us")
    cy, _ = Locale.objects.get_or_create(language_code="cy")
    welsh = page.copy_for_translation(cy, copy_parents=True)
    welsh.save_revision().publish()

    html = read(client, page.get_url())

    assert settings.LANGUAGE_CODE == "en"
    assert '<meta property="og:locale" content="en_GB">' in html
    assert '<meta property="og:locale:alternate" content="cy_GB">' in html


def test_the_vocabulary_finds_what_is_wrong():
    wrong = {"@type": "Article", "headlines": "Soup", "datePublished": "yesterday", "image": "soup.jpg"}

    assert [mistake.partition(":")[0] for mistake in find_mistakes(wrong)] == [
        "/Article",
        "/Article.datePublished",
        "/Article.image",
    ]

"""A third language, written from right to left, by ``LANGUAGES`` alone."""

import json
import re
from pathlib import Path

import pytest
from django.conf import settings as project
from django.contrib.staticfiles import finders
from wagtail.models import Locale

from cms.site.checks import check_languages
from cms.templatetags.stylesheets import list_stylesheets
from tests import factories, urdu
from tests.api.asking import get

UPDATE = f"/ur/{urdu.ARCHIVE_SLUG}/{urdu.SLUG}/"


@pytest.fixture
def page(db, settings):
    settings.LANGUAGES = settings.WAGTAIL_CONTENT_LANGUAGES = [*project.LANGUAGES, ("ur", "Urdu")]
    factories.make_update(title="The kitchen lights are on")
    return urdu.make_urdu()


def test_pages_are_written_from_right_to_left_in_their_language(page, client):
    html = client.get(UPDATE).content.decode()

    assert re.search(r'<html lang="ur"\s+dir="rtl"[\s>]', html)
    assert urdu.TITLE in html
    assert "Published" in html  # nobody has translated the interface
    assert 'hreflang="ur"' in client.get("/").content.decode()
    assert re.search(r'<html lang="en"\s+dir="ltr"[\s>]', client.get("/").content.decode())


def test_feeds_calendars_search_and_sitemap_have_the_language(page, client):
    index = f"/ur/{urdu.ARCHIVE_SLUG}/"

    atom = client.get(f"{index}feed.atom").content.decode()
    feed = json.loads(client.get(f"{index}feed.json").content)

    assert 'xml:lang="ur"' in atom
    assert urdu.TITLE in atom
    assert (feed["language"], feed["items"][0]["language"]) == ("ur", "ur")
    assert '<div lang="ur" dir="rtl">' in feed["items"][0]["content_html"]
    assert urdu.TITLE in client.get("/ur/search/", {"q": "بتیاں"}).content.decode()
    assert UPDATE in client.get("/sitemap.xml").content.decode()


def test_a_calendar_keeps_the_letters_of_the_language(page, client):
    event = factories.make_event(title="Supper", dates=[factories.make_date(days=3)])
    copy = urdu.translate(event, Locale.objects.get(language_code="ur"), title="دعوت", slug="dawat")

    calendar = client.get(f"{copy.get_url()}event.ics").content.decode()

    assert "SUMMARY:دعوت" in calendar


def test_the_api_says_which_way_each_language_is_written(page, client):
    site = get(client, "site/", locale="ur")
    found = get(client, "pages/find/", html_path=UPDATE)

    directions = {locale["code"]: locale["direction"] for locale in site["locales"]}
    assert directions == {"en": "ltr", "ur": "rtl"}
    assert (found["id"], found["meta"]["locale"]) == (page.pk, "ur")
    assert get(client, "search/", q="بتیاں", locale="ur")["items"][0]["id"] == page.pk


@pytest.mark.django_db
def test_content_in_a_language_that_the_site_does_not_have_is_an_error():
    assert check_languages(databases=["default"]) == []

    Locale.objects.create(language_code="ur")
    (problem,) = check_languages(databases=["default"])

    assert "“ur”, which is not among LANGUAGES=en,cy" in problem.msg
    assert "LANGUAGES=en,cy,ur" in problem.hint


# Style sheets

PHYSICAL = [
    r"(?:margin|padding|border|inset|scroll-margin|scroll-padding)-(?:left|right)",
    r"border-(?:top|bottom)-(?:left|right)-radius",
    r"^\s*(?:left|right)\s*:",
    r"(?:text-align|float|clear|caption-side)\s*:\s*(?:left|right)",
]
FOUR_SIDES = re.compile(r"(?:margin|padding|inset|border-width|border-color|scroll-padding)\s*:\s*([^;{}]+);")
FOUR_CORNERS = re.compile(r"border-radius\s*:\s*([^;{}/]+);")


def test_style_sheets_know_no_left_and_right():
    wrong = []
    for name in list_stylesheets():
        css = re.sub(r"/\*.*?\*/", "", Path(finders.find(name)).read_text(), flags=re.DOTALL)
        wrong += [(name, found) for pattern in PHYSICAL for found in re.findall(pattern, css, re.MULTILINE)]
        wrong += [(name, value) for value in FOUR_SIDES.findall(css) if is_lopsided(value, 1, 3)]
        wrong += [(name, value) for value in FOUR_CORNERS.findall(css) if is_lopsided(value, 0, 1)]

    assert wrong == []


def is_lopsided(value: str, one: int, other: int) -> bool:
    """Whether a value for four sides or corners differs between these two."""
    parts = re.findall(r"(?:[^\s()]|\([^()]*(?:\([^()]*\)[^()]*)*\))+", value)
    return len(parts) == 4 and parts[one] != parts[other]

"""Languages in the API: gaps that another language fills, and translations."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Locale, PageViewRestriction

from events.models import EventDate
from tests import factories
from tests.api.asking import get
from tests.cms.languages import make_welsh, welsh_home

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def welsh():
    return welsh_home()


def list_gaps(client, path: str = "pages/", **parameters: Any) -> list[tuple[str, str, str | None]]:
    """Return (title, language, language it stands in for) of what is listed."""
    data = get(client, path, **{"type": "home.StandardPage", **parameters} if path == "pages/" else parameters)
    assert data["meta"]["total_count"] == len(data["items"])
    return [
        (item.get("title") or item["name"], item["meta"]["locale"], item["meta"]["fallback_from"])
        for item in data["items"]
    ]


def test_the_source_stands_in_for_a_missing_translation(client):
    make_welsh(factories.make_standard_page(title="About", slug="about"), title="Amdanom", slug="amdanom")
    factories.make_standard_page(title="Contact", slug="contact")

    filled = list_gaps(client, locale="cy", fallback="1", order="title")
    assert filled == [("Amdanom", "cy", None), ("Contact", "en", "cy")]
    assert list_gaps(client, locale="cy", fallback="0") == [("Amdanom", "cy", None)]
    assert list_gaps(client, locale="en", fallback="true") == [("About", "en", None), ("Contact", "en", None)]


def test_a_hidden_translation_is_a_gap(client):
    page = factories.make_standard_page(title="About", slug="about")
    translation = make_welsh(page, title="Amdanom", slug="amdanom", live=False)

    assert list_gaps(client, locale="cy", fallback="1") == [("About", "en", "cy")]

    translation.save_revision().publish()
    PageViewRestriction.objects.create(page=translation, restriction_type=PageViewRestriction.LOGIN)

    assert list_gaps(client, locale="cy", fallback="1") == []  # it is private in every language


def test_a_translation_that_a_filter_leaves_out_is_no_gap(client):
    make_welsh(factories.make_standard_page(title="About", slug="about"), title="Amdanom", slug="amdanom")

    assert list_gaps(client, locale="cy", fallback="1", title="About") == []


def test_an_alias_is_listed_as_standing_in_for_its_language(client):
    page = factories.make_standard_page(title="About", slug="about")
    make_welsh(page, alias=True)

    assert list_gaps(client, locale="cy") == [("About", "cy", "cy")]
    assert list_gaps(client, locale="cy", fallback="1") == [("About", "cy", "cy")]


def test_an_alias_within_a_language_fills_no_gap(client):
    page = factories.make_standard_page(title="About", slug="about")
    page.create_alias(update_slug="again")

    assert list_gaps(client, locale="en") == [("About", "en", None), ("About", "en", None)]


def test_the_configured_chain_decides_what_stands_in(client, settings):
    settings.LANGUAGES = settings.WAGTAIL_CONTENT_LANGUAGES = [*settings.LANGUAGES, ("gd", "Gaelic")]
    settings.LANGUAGE_FALLBACKS = {"gd": ["cy", "en"], "cy": []}
    gaelic = Locale.objects.create(language_code="gd")
    make_welsh(factories.make_standard_page(title="About", slug="about"), title="Amdanom", slug="amdanom")
    factories.make_standard_page(title="Contact", slug="contact")

    assert list_gaps(client, locale="gd", fallback="1") == [("Contact", "en", "gd"), ("Amdanom", "cy", "gd")] or (
        list_gaps(client, locale="gd", fallback="1") == [("Amdanom", "cy", "gd"), ("Contact", "en", "gd")]
    )
    assert list_gaps(client, locale="cy", fallback="1") == [("Amdanom", "cy", None)]
    factories.get_home().copy_for_translation(gaelic).get_latest_revision().publish()
    chains = {known["code"]: known["fallback"] for known in get(client, "site/")["locales"]}
    assert chains == {"en": [], "cy": [], "gd": ["cy", "en"]}


def test_gaps_are_filled_among_topics_and_people_too(client):
    factories.make_topic("Food", public=True)
    make_welsh(factories.make_topic("Music", public=True), name="Cerddoriaeth", slug="cerddoriaeth")
    factories.make_person("Mair", public=True)

    assert set(list_gaps(client, "topics/", locale="cy", fallback="1")) == {
        ("Food", "en", "cy"),
        ("Cerddoriaeth", "cy", None),
    }
    assert list_gaps(client, "people/", locale="cy", fallback="1") == [("Mair", "en", "cy")]


def test_dates_of_an_untranslated_event_stand_in(client):
    make_welsh(factories.make_event(title="Swap", slug="swap"), title="Cyfnewid", slug="cyfnewid")
    factories.make_event(title="Choir", slug="choir")

    rows = get(client, "event-dates/", locale="cy", fallback="1")["items"]

    assert {(row["page"]["title"], row["meta"]["fallback_from"]) for row in rows} == {
        ("Cyfnewid", None),
        ("Choir", "cy"),
    }
    assert len(rows) == 2 < EventDate.objects.count()


def test_a_fallback_without_a_language_is_refused(client):
    assert list(get(client, "pages/", 400, fallback="1")["errors"]) == ["fallback"]


# find/


def test_a_page_is_found_in_the_language_that_is_asked_for(client):
    page = factories.make_standard_page(title="About", slug="about")
    translation = make_welsh(page, title="Amdanom", slug="amdanom")

    assert get(client, "pages/find/", html_path="/about/", locale="cy")["id"] == translation.pk
    assert get(client, "pages/find/", html_path="/cy/amdanom/", locale="en")["id"] == page.pk
    assert get(client, "pages/find/", id=page.pk, locale="cy")["id"] == translation.pk
    assert get(client, "pages/find/", 404, html_path="/about/", locale="xx")["message"]


def test_a_page_without_a_translation_is_found_with_a_fallback_alone(client):
    page = factories.make_standard_page(title="About", slug="about")

    get(client, "pages/find/", 404, html_path="/about/", locale="cy")
    get(client, "pages/find/", 404, html_path="/cy/about/")
    for parameters in ({"html_path": "/about/", "locale": "cy"}, {"html_path": "/cy/about/"}):
        found = get(client, "pages/find/", fallback="1", **parameters)

        assert (found["id"], found["meta"]["locale"], found["meta"]["fallback_from"]) == (page.pk, "en", "cy")


def test_the_path_of_a_source_below_a_prefix_finds_its_translation(client):
    page = factories.make_standard_page(title="About", slug="about")
    translation = make_welsh(page, title="Amdanom", slug="amdanom")

    found = get(client, "pages/find/", html_path="/cy/about/", fallback="1")

    assert (found["id"], found["meta"]["fallback_from"]) == (translation.pk, None)


def test_a_redirect_leads_to_what_was_found_and_keeps_no_language(client):
    page = factories.make_standard_page(title="About", slug="about")

    response = client.get("/api/v2/pages/find/?html_path=/about/&locale=cy&fallback=1&fields=_,id&redirect=1")

    assert response.status_code == 302
    assert client.get(response.url).json()["id"] == page.pk


# meta.translations


def test_a_detail_names_its_translations(client):
    page = factories.make_standard_page(title="About", slug="about")
    translation = make_welsh(page, title="Amdanom", slug="amdanom")

    english = get(client, f"pages/{page.pk}/")["meta"]["translations"]
    welsh = get(client, f"pages/{translation.pk}/")["meta"]["translations"]

    assert english == [
        {
            "id": translation.pk,
            "locale": "cy",
            "detail_url": f"http://localhost/api/v2/pages/{translation.pk}/",
            "html_url": "http://localhost/cy/amdanom/",
            "outdated_since": None,
        }
    ]
    assert [(other["id"], other["locale"]) for other in welsh] == [(page.pk, "en")]
    listed = get(client, "pages/", fields="translations")["items"]
    assert {page["id"]: page["meta"]["translations"] for page in listed}[page.pk] == english


@pytest.mark.parametrize("hide", ["draft", "alias"])
def test_what_readers_cannot_see_is_no_translation(hide, client):
    page = factories.make_standard_page(title="About", slug="about")
    make_welsh(page, slug="amdanom", live=hide != "draft", alias=hide == "alias")

    assert get(client, f"pages/{page.pk}/")["meta"]["translations"] == []


def test_an_alias_names_its_source_as_a_translation(client):
    page = factories.make_standard_page(title="About", slug="about")
    alias = make_welsh(page, alias=True)

    meta = get(client, f"pages/{alias.pk}/")["meta"]

    assert meta["fallback_from"] == "cy"
    assert [other["id"] for other in meta["translations"]] == [page.pk]


def test_topics_and_people_name_their_translations(client):
    topic = factories.make_topic("Food", public=True)
    translation = make_welsh(topic, name="Bwyd", slug="bwyd")

    assert get(client, f"topics/{topic.pk}/")["meta"]["translations"] == [
        {
            "id": translation.pk,
            "locale": "cy",
            "detail_url": f"http://localhost/api/v2/topics/{translation.pk}/",
            "html_url": None,
            "outdated_since": None,
        }
    ]


@pytest.mark.parametrize("alias", [True, False])
def test_ten_gaps_cost_as_many_queries_as_one(alias, client):
    def count(number: int) -> int:
        for n in range(number):
            page = factories.make_standard_page(title=f"Page {alias} {n}")
            if alias:
                make_welsh(page, alias=True)
        with CaptureQueriesContext(connection) as queries:
            assert len(list_gaps(client, locale="cy", fallback="1")) >= number
        return len(queries)

    count(1)

    assert count(1) == count(10)

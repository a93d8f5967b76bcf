"""A page that is missing in a language answers at its place in that language's tree."""

import json
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page, PageViewRestriction

from cms.models import Organisation
from tests import factories
from tests.api.asking import get
from tests.cms.languages import make_welsh, welsh_home
from tests.factories import block

pytestmark = pytest.mark.django_db

MISSING = "Nid yw hwn yn Gymraeg eto"
PLACE = "/cy/diweddariadau/forty-patches/"


@pytest.fixture
def archive():
    welsh_home()
    index = factories.make_update_index()
    return make_welsh(index, title="Diweddariadau", slug="diweddariadau", introduction="Bob mis.")


@pytest.fixture
def update(archive):
    return factories.make_update(
        title="Forty patches",
        slug="forty-patches",
        introduction="The quilt is finished.",
        body=[block("paragraph", "<p>Forty of us sewed.</p>")],
    )


def read(client, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 200
    return response.content.decode()


def test_the_text_of_the_source_is_marked_and_all_around_it_is_in_the_language_of_the_place(client, update):
    html = read(client, PLACE)

    assert '<html lang="cy"' in html
    assert '<h1 class="page-header__title" lang="en">Forty patches</h1>' in html
    assert '<div class="body" lang="en">' in html
    assert MISSING in html
    assert "Cyhoeddwyd" in html
    assert '<link rel="canonical" href="http://localhost/updates/forty-patches/">' in html
    assert re.findall(r'breadcrumbs__link" href="([^"]+)"', html) == ["/cy/", "/cy/diweddariadau/"]


def test_the_description_of_the_picture_is_marked(client, archive):
    image = factories.make_image(renditions=True)
    factories.make_update(slug="beans", hero_image=image, hero_alt="Beds of beans")

    html = read(client, "/cy/diweddariadau/beans/")

    picture = html[html.index('<div class="hero__frame" lang="en"') :]
    assert 'alt="Beds of beans"' in picture[: picture.index("</div>")]


def test_a_gap_is_in_no_feed_and_not_in_the_sitemap(client, update):
    assert "Forty" not in client.get("/cy/diweddariadau/feed.atom").content.decode()
    assert PLACE not in client.get("/sitemap.xml").content.decode()


def test_a_draft_translation_is_a_gap_at_both_addresses(client, update):
    draft = make_welsh(update, title="Deugain clwt", live=False)
    own_path = draft.url_path.replace(f"/{draft.slug}/", "/deugain-clwt/")
    Page.objects.filter(pk=draft.pk).update(slug="deugain-clwt", url_path=own_path)

    assert MISSING in read(client, PLACE)
    assert MISSING in read(client, "/cy/diweddariadau/deugain-clwt/")


def test_the_place_leads_to_the_translation_once_there_is_one(client, update):
    assert "page-set" in client.get(PLACE)["Cache-Tag"].split(",")

    translation = make_welsh(update, title="Deugain clwt", slug="deugain-clwt")

    assert client.get(PLACE).url == translation.get_url()
    assert client.get("/cy/diweddariadau/nothing/").status_code == 404


def test_a_draft_and_what_is_below_another_place_are_no_gaps(client, update):
    factories.make_update(title="Not yet", slug="not-yet", live=False)

    assert client.get("/cy/diweddariadau/not-yet/").status_code == 404
    assert client.get("/cy/forty-patches/").status_code == 404
    assert client.get("/diweddariadau/forty-patches/").status_code == 404


@pytest.mark.parametrize("which", ["source", "place"])
def test_a_gap_is_as_private_as_its_source_and_its_place(client, update, archive, which):
    page = Page.objects.get(pk=update.pk if which == "source" else archive.pk)
    # Restrictions of translations are equal, unless an import makes them otherwise.
    PageViewRestriction.objects.bulk_create([PageViewRestriction(page=page, restriction_type="login")])

    response = client.get(PLACE)

    assert response.status_code == 302
    assert "login" in response.url
    get(client, "pages/find/", 404, html_path=PLACE, fallback="1")


def test_the_api_finds_a_gap_where_a_reader_does(client, update, archive):
    (listed,) = [
        one for one in get(client, "updates/", locale="cy", fallback="1")["items"] if one["title"] == "Forty patches"
    ]
    found = get(client, "pages/find/", html_path=PLACE, fallback="1")

    assert listed["meta"]["html_url"] == found["meta"]["html_url"] == f"http://localhost{PLACE}"
    assert (found["id"], found["meta"]["locale"], found["meta"]["fallback_from"]) == (update.pk, "en", "cy")
    get(client, "pages/find/", 404, html_path=PLACE)
    plain = get(client, f"updates/{update.pk}/")["meta"]
    assert plain["html_url"] == "http://localhost/updates/forty-patches/"


def test_dates_of_an_event_that_is_not_translated_lead_to_its_place(client):
    welsh_home()
    event = factories.make_event(title="Supper", slug="supper", dates=[factories.make_date(days=3)])
    make_welsh(Page.objects.get(pk=event.pk).get_parent().specific, title="Digwyddiadau", slug="digwyddiadau")

    (row,) = get(client, "event-dates/", locale="cy", fallback="1")["items"]

    assert row["page"]["url"] == "http://localhost/cy/digwyddiadau/supper/"
    assert "Supper" in read(client, row["page"]["path"])


def test_a_link_to_a_page_that_is_not_translated_keeps_the_reader_in_their_language(client, update):
    about = factories.make_standard_page(title="About", slug="about")
    text = f'<p><a linktype="page" id="{update.pk}">Patches</a></p>'
    make_welsh(about, title="Amdanom", slug="amdanom", body=[block("paragraph", text)])

    assert f'href="{PLACE}"' in read(client, "/cy/amdanom/")


def test_an_index_that_is_not_translated_lists_its_pages_at_their_places(client):
    welsh_home()
    factories.make_update(title="Forty patches", slug="forty-patches")

    html = read(client, "/cy/updates/")

    assert 'href="/cy/updates/forty-patches/"' in html
    assert MISSING in html
    assert MISSING in read(client, "/cy/updates/forty-patches/")


# Archives


def test_an_archive_says_how_many_more_there_are_in_the_other_language(client, update, archive):
    make_welsh(factories.make_update(title="Roof"), title="To", slug="to")

    html = read(client, "/cy/diweddariadau/")

    assert "Mae 1 diweddariad arall heb ei gyfieithu eto" in html
    assert "Forty patches" not in html
    assert "heb ei gyfieithu" not in read(client, "/updates/")


def test_or_shows_them_marked(client, update, archive):
    organisation = Organisation.for_site(update.get_site())
    organisation.show_untranslated = True
    organisation.save()

    html = read(client, "/cy/diweddariadau/")

    assert f'href="{PLACE}"' in html
    assert '<span class="tag tag--language" lang="en">English</span>' in html
    assert "heb ei gyfieithu" not in html


def test_six_gaps_take_as_many_queries_as_two(client, update, archive):
    organisation = Organisation.for_site(update.get_site())
    organisation.show_untranslated = True
    organisation.save()

    def count(number: int) -> int:
        for n in range(number):
            factories.make_update(title=f"Update {number} {n}", topics=[factories.make_topic(f"Topic {number} {n}")])
        with CaptureQueriesContext(connection) as queries:
            client.get("/cy/diweddariadau/")
        return len(queries)

    assert count(1) == count(4)


# Links to the other languages


def find_link(html: str, language: str) -> tuple[str, bool]:
    """Return where the switcher leads, and whether it says that it is not the same page."""
    link = re.search(rf'language-switcher__link"\s+href="([^"]+)"\s+lang="{language}".*?</a>', html, re.DOTALL)
    return link.group(1).replace("&amp;", "&"), "language-switcher__note" in link.group(0)


def find_alternates(html: str) -> dict[str, str]:
    return dict(re.findall(r'<link rel="alternate"\s+hreflang="([\w-]+)"\s+href="http://localhost([^"]+)"', html))


def test_every_page_leads_to_its_other_language_or_to_the_nearest_page_that_has_one(client, update, archive):
    topic = factories.make_topic("Food", slug="food")
    bwyd = make_welsh(topic, name="Bwyd", slug="bwyd")
    person = factories.make_person("Mair", public=True)
    other = factories.make_update(title="Roof", slug="roof", topics=[topic], authors=[person])
    to = make_welsh(other, title="To", slug="to")
    year = other.first_published_at.year
    index, welsh = "/updates/", "/cy/diweddariadau/"

    expected = {
        to.get_url(): ("en", "/updates/roof/"),
        index: ("cy", welsh),
        f"{index}?page=1": ("cy", welsh),
        f"{index}{year}/": ("cy", f"{welsh}{year}/"),
        f"{index}topic/food/": ("cy", f"{welsh}pwnc/{bwyd.slug}/"),
        f"{index}people/{person.slug}/": ("cy", f"{welsh}pobl/{person.slug}/"),
        "/search/?q=roof": ("cy", "/cy/search/?q=roof"),
    }
    for path, (language, address) in expected.items():
        html = read(client, path)
        assert find_link(html, language) == (address, False), path
        assert find_alternates(html)[language] == address
        assert find_alternates(html)["x-default"] == find_alternates(html)["en"]
    for path, address in {"/updates/forty-patches/": welsh, PLACE: "/updates/forty-patches/"}.items():
        html = read(client, path)
        assert find_link(html, "en" if path == PLACE else "cy") == (address, path != PLACE)
        assert find_alternates(html) == dict.fromkeys(["en", "x-default"], "/updates/forty-patches/")
    assert find_link(client.get("/cy/dim-byd/").content.decode(), "en") == ("/", False)


# Aliases


def test_an_alias_says_that_its_text_is_in_the_language_of_its_source(client, update, archive):
    make_welsh(update, alias=True)

    html = read(client, PLACE)
    feed = json.loads(client.get("/cy/diweddariadau/feed.json").content)
    atom = client.get("/cy/diweddariadau/feed.atom").content.decode()

    assert '<h1 class="page-header__title" lang="en">Forty patches</h1>' in html
    assert '<div class="body" lang="en">' in html
    assert MISSING in html
    assert '<link rel="canonical" href="http://localhost/updates/forty-patches/">' in html
    assert (feed["language"], feed["items"][0]["language"]) == ("cy", "en")
    assert '<p lang="en">The quilt is finished.</p>' in feed["items"][0]["content_html"]
    assert '<entry xml:lang="en">' in atom
    assert '<h3 class="update-card__title" lang="en">' in read(client, "/cy/diweddariadau/")
    assert get(client, "pages/find/", html_path=PLACE)["meta"]["fallback_from"] == "cy"

"""The demo in the database."""

import re
from collections import Counter
from datetime import date, timedelta
from io import StringIO
from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth import authenticate, get_user_model
from django.core.management import CommandError, call_command
from django.db import transaction
from django.test import Client
from wagtail.models import Locale, Page, Site

from blog.models import UpdatePage
from cms.demo import load
from cms.demo.content.welsh_work import BEGUN, CHANGED
from cms.demo.users import DEMO_USERS
from cms.models import Document, Image, Navigation, Organisation, SiteText, Topic
from cms.people.models import Person
from cms.publishing.sites import point_site_at
from cms.translation.waiting import Items
from events.models import EventDate, EventPage, MeetingNotesPage
from home.models import HomePage
from tests.demo.conftest import TODAY
from tests.demo.welsh import list_addresses, list_texts
from tests.texts import Texts

# Each test runs in a savepoint inside the transaction of the `demo` fixture.
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo"), pytest.mark.xdist_group("demo-content")]

APPS = ("auth", "blog", "cms", "events", "home", "people", "taggit", "wagtailcore", "wagtailimages", "wagtailredirects")


def take_stock() -> dict[str, list[Any]]:
    """Return every row of everything that content is made of."""
    models = [model for label in APPS for model in apps.get_app_config(label).get_models()]
    return {model._meta.label: list(model._default_manager.order_by("pk").values_list()) for model in models}


def list_live_pages() -> list[Page]:
    return list(Page.objects.live().filter(depth__gt=1).specific())


@pytest.mark.parametrize("days", [400, *(pytest.param(days, marks=pytest.mark.proof) for days in (0, 1))])
def test_loading_again_on_any_day_changes_nothing(days: int) -> None:
    before = take_stock()

    loaded = load.load_demo(today=TODAY + timedelta(days=days))

    assert not loaded
    assert take_stock() == before


def test_the_page_tree_is_sound() -> None:
    assert not any(Page.find_problems())


def test_every_page_is_complete_and_published() -> None:
    pages = Page.objects.filter(depth__gt=1).exclude(slug=BEGUN.key, locale__language_code="cy").specific()

    for page in pages:
        page.full_clean()
        if body := getattr(page, "body", None):
            body.stream_block.clean(body)
        assert page.live, page
        assert not page.has_unpublished_changes, page
        assert page.summary_text or isinstance(page, MeetingNotesPage), page
    assert len(pages) > 60


def test_every_snippet_is_complete_and_published_in_both_languages() -> None:
    for model in (Person, Topic):
        rows = list(model.objects.all())
        assert all(row.live and not row.has_unpublished_changes for row in rows)
        assert {row.locale.language_code for row in rows} == {"en", "cy"}
        for row in rows:
            row.full_clean()
    for model in (SiteText, Navigation):
        assert model.objects.count() == 2


def test_every_page_answers_and_every_link_in_it_leads_somewhere(client: Client) -> None:
    pages = {page.url for page in list_live_pages()}
    addresses: set[str] = set()
    for url in pages:
        response = client.get(url)
        assert response.status_code == 200, url
        addresses |= set(re.findall(r'href="(/(?!/)[^"#?]*)', response.content.decode()))

    dead = {
        address
        for address in addresses - pages
        if not address.startswith("/static/") and not client.head(address).status_code < 400
    }

    assert not dead
    assert any(address.startswith("/documents/") for address in addresses)


def test_the_api_lists_every_update(client: Client) -> None:
    answer = client.get("/api/v2/updates/", {"limit": 100, "locale": "en"}).json()

    assert answer["meta"]["total_count"] == 17


def test_updates_were_published_in_the_month_after_the_one_they_cover() -> None:
    updates = UpdatePage.objects.filter(kind="monthly_update", locale__language_code="en").order_by("period")

    assert [update.period for update in updates][-1] == date(2026, 10, 1)
    assert len(updates) == 14
    for update in updates:
        assert (update.published_on.replace(day=1) - timedelta(days=1)).replace(day=1) == update.period
        assert update.updated_on is None


def test_a_translation_has_the_ids_the_month_and_the_dates_of_its_source() -> None:
    for welsh in UpdatePage.objects.live().filter(locale__language_code="cy"):
        english = welsh.get_translations().get()
        assert [block.id for block in welsh.body] == [block.id for block in english.body]
        assert welsh.period == english.period
        assert welsh.title != english.title
        assert all(row.person.locale_id == welsh.locale_id for row in welsh.authors.all())
    for welsh in EventPage.objects.filter(locale__language_code="cy"):
        english = welsh.get_translations().get()
        facts = "translation_key", "start", "end", "status"
        assert list(welsh.dates.values_list(*facts)) == list(english.dates.values_list(*facts))


def test_there_is_work_for_a_translator() -> None:
    found = {item.source.slug: item.name for item in Items(Locale.objects.get(language_code="cy"))}

    assert found[CHANGED.key] == "outdated"
    assert found[BEGUN.key] == "draft"
    assert Counter(found.values())["outdated"] == Counter(found.values())["draft"] == 1
    assert Counter(found.values())["missing"] > 10


def test_there_is_something_past_and_something_to_come() -> None:
    dates = EventDate.objects.filter(event__locale__language_code="en")

    assert dates.filter(start__date__lt=TODAY).count() > 10
    assert dates.filter(start__date__gt=TODAY).count() > 20
    assert dates.filter(status="cancelled").count() == 2


def test_a_moved_date_says_in_each_language_when_it_was_to_be() -> None:
    moved = EventDate.objects.filter(status="moved").select_related("event")

    assert {row.event.locale.language_code for row in moved} == {"en", "cy"}
    assert [row.moved_from for row in moved] == [row.local_start - timedelta(days=1) for row in moved]
    assert {row.sequence for row in moved} == {1}


def test_every_use_of_a_picture_has_its_own_words() -> None:
    for page in list_live_pages():
        if getattr(page, "hero_image", None):
            assert page.hero_alt, page
    for image in Image.objects.all():
        assert image.description
        assert image.credit
        assert image.licence


def test_renditions_are_made_of_every_picture(demo: list[Image]) -> None:
    assert {image.pk for image in demo} == set(Image.objects.values_list("pk", flat=True))


def test_the_private_document_is_for_people_who_sign_in(client: Client) -> None:
    private = Document.objects.get(title="The lease of the boathouse")
    public = Document.objects.get(title="Our ground rules")

    assert client.get(private.url).status_code == 302
    response = client.get(public.url)
    assert response.status_code == 200
    assert b"".join(response.streaming_content).startswith(b"%PDF")


def test_people_sign_in_with_what_the_demo_prints() -> None:
    for demo_user in DEMO_USERS:
        user = authenticate(username=demo_user.username, password=demo_user.password)
        assert user is not None
        assert user.has_perm("wagtailadmin.access_admin")
        assert user.is_superuser == (not demo_user.group)
        assert [group.name for group in user.groups.all()] == ([demo_user.group] if demo_user.group else [])


def test_a_password_that_was_changed_stays_changed() -> None:
    editor = get_user_model().objects.get(username=DEMO_USERS[0].username)
    editor.set_password("another one altogether")
    editor.save()

    load.load_demo(today=TODAY)

    editor.refresh_from_db()
    assert editor.check_password("another one altogether")


@pytest.mark.parametrize(
    ("url", "hostname", "port"),
    [
        ("http://127.0.0.1:8123", "127.0.0.1", 8123),
        ("https://cms.example.org", "cms.example.org", 443),
        ("http://a.example", "a.example", 80),
    ],
)
def test_the_site_follows_the_address_it_is_served_at(url: str, hostname: str, port: int) -> None:
    point_site_at(url)

    site = Site.objects.get(is_default_site=True)
    assert (site.hostname, site.port, site.site_name) == (hostname, port, "Both Banks")


def test_the_command_says_in_one_line_what_it_did() -> None:
    out = StringIO()

    call_command("load_demo", stdout=out)

    assert out.getvalue() == "The demo is there already: nothing was changed.\n"


@pytest.mark.proof
def test_a_reset_starts_over_with_new_dates() -> None:
    before = take_stock()

    loaded = load.load_demo(today=date(2027, 7, 3), again=True)

    after = take_stock()
    newest = UpdatePage.objects.filter(locale__language_code="en").order_by("-period").exclude(period=None).first()
    assert loaded
    assert newest is not None
    assert newest.period == date(2027, 5, 1)
    assert not any(Page.find_problems())
    counted = (
        "blog.UpdatePage",
        "cms.Image",
        "cms.Document",
        "people.Person",
        "wagtailcore.Page",
        "wagtailcore.Collection",
    )
    assert {label: len(after[label]) for label in counted} == {label: len(before[label]) for label in counted}
    assert Organisation.objects.get().name == "Both Banks"


def test_a_site_of_somebodys_own_is_left_alone() -> None:
    key = HomePage.objects.get(locale__language_code="en").translation_key
    Page.objects.filter(translation_key=key).update(translation_key="00000000-0000-4000-8000-000000000001")
    before = take_stock()

    with pytest.raises(CommandError, match="pages of its own"), transaction.atomic():
        call_command("load_demo")

    assert take_stock() == before


def test_every_text_of_an_english_object_has_its_language(client: Client) -> None:
    english, welsh = list_texts("en"), list_texts("cy")
    unmarked: set[tuple[str, str]] = set()
    mistaken: set[tuple[str, str]] = set()
    seen = 0

    for address in list_addresses():
        html = client.get(address).content.decode()
        texts = Texts(html).found
        assert '<html lang="cy"' in html, address
        seen += sum(language == "en" for _text, language in texts)
        unmarked |= {(address, text) for text, language in texts if text in english - welsh and language != "en"}
        mistaken |= {(address, text) for text, language in texts if text in welsh - english and language != "cy"}

    assert seen > 100
    assert unmarked == set()
    assert mistaken == set()

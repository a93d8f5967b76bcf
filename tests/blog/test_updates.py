"""Updates: their month, their copies, and what readers see of them."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.test import RequestFactory
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page
from wagtail.test.utils.form_data import inline_formset, nested_form_data, streamfield

from blog.models import RelatedUpdate, UpdatePage
from cms.represent.loader import Loader
from tests import factories
from tests.cms.languages import make_welsh, welsh, welsh_home
from tests.previews import read_preview

pytestmark = pytest.mark.django_db

MAY, JUNE = date(2026, 5, 1), date(2026, 6, 1)
MONTHLY = UpdatePage.Kind.MONTHLY_UPDATE
MESSAGE_TAKEN = "“May in the garden” covers this month already."
LINK = ' <a href="/admin/pages/{}/edit/">Edit that one</a>'
MESSAGE_MISSING = "Choose the month that this update covers."


def make_monthly(period: date = MAY, **kwargs) -> UpdatePage:
    return factories.make_update(kind=MONTHLY, period=period, **{"title": "May in the garden", **kwargs})


def errors_of(page: UpdatePage) -> dict[str, list[str]]:
    with pytest.raises(ValidationError) as error:
        page.full_clean()
    return error.value.message_dict


def fill_form(**fields) -> dict[str, str]:
    """Return what the editor's browser sends."""
    empty = {"title": "Another", "slug": "another", "kind": "monthly_update", "period": "", "introduction": ""}
    lists = ("meeting_notes", "authors", "topics", "related_updates", "comments")
    data = {
        **empty,
        "hero_alt": "",
        "hero_caption": "",
        "seo_title": "",
        "search_description": "",
        "body": streamfield([]),
        **{name: inline_formset([]) for name in lists},
        **fields,
    }
    return nested_form_data(data)


def post_new(client, parent: Page, **fields):
    return client.post(reverse("wagtailadmin_pages:add", args=["blog", "updatepage", parent.pk]), fill_form(**fields))


def form_errors(response) -> dict[str, list[str]]:
    assert response.status_code == 200
    return {name: list(errors) for name, errors in response.context["form"].errors.items()}


# The month


def test_a_month_has_one_update():
    make_monthly()

    other = factories.make_update(kind=MONTHLY, period=JUNE)
    other.period = MAY

    assert errors_of(other) == {"period": [MESSAGE_TAKEN]}


def test_an_update_may_be_saved_again():
    page = make_monthly()

    page.full_clean()


def test_any_day_of_the_month_stands_for_it():
    page = make_monthly(period=date(2026, 5, 17))

    assert UpdatePage.objects.get(pk=page.pk).period == MAY


def test_a_draft_holds_its_month_too():
    make_monthly(live=False)
    other = factories.make_update(kind=MONTHLY, period=JUNE)
    other.period = MAY

    assert errors_of(other) == {"period": [MESSAGE_TAKEN]}


def test_another_archive_has_months_of_its_own():
    make_monthly()
    other = factories.make_update_index(title="Other", slug="other")

    page = make_monthly(parent=other, title="May elsewhere")

    page.full_clean()


def test_another_language_has_the_same_month():
    welsh_home()
    page = make_monthly()

    translation = make_welsh(page, title="Mai yn yr ardd", slug="mai")

    assert translation.period == MAY
    translation.full_clean()


def test_an_alias_does_not_take_a_month():
    page = make_monthly()
    page.create_alias(update_slug="alias")
    Page.objects.get(slug="alias")

    page.full_clean()


def test_a_monthly_update_has_a_month():
    page = factories.make_update()
    page.kind, page.period = MONTHLY, None

    assert errors_of(page) == {"period": [MESSAGE_MISSING]}


@pytest.mark.parametrize("kind", [UpdatePage.Kind.NEWS, UpdatePage.Kind.STORY])
def test_news_and_stories_have_no_month(kind):
    make_monthly()

    page = factories.make_update(kind=kind, period=MAY)

    assert page.period is None
    assert page.period_label == ""


def test_the_month_is_shown_in_words():
    assert make_monthly().period_label == "May 2026"


# The month in the editor


@pytest.fixture
def archive():
    return factories.make_update_index()


@pytest.mark.parametrize("action", [{"action-publish": "1"}, {}])
def test_a_new_update_for_a_taken_month_is_refused_with_a_message(action, archive, admin_client):
    other = make_monthly(parent=archive)

    response = post_new(admin_client, archive, period="2026-05", **action)

    assert form_errors(response) == {"period": [MESSAGE_TAKEN + LINK.format(other.pk)]}
    assert UpdatePage.objects.count() == 1


def test_a_new_update_without_a_month_is_not_published(archive, admin_client):
    response = post_new(admin_client, archive, **{"action-publish": "1"})

    assert form_errors(response) == {"period": [MESSAGE_MISSING]}


def test_a_draft_without_a_month_is_saved(archive, admin_client):
    response = post_new(admin_client, archive, title="Started")

    assert response.status_code == 302
    assert UpdatePage.objects.get(title="Started").period is None


def test_a_month_is_written_as_browsers_write_it(archive, admin_client):
    response = post_new(admin_client, archive, period="2026-05", **{"action-publish": "1"})

    assert response.status_code == 302
    page = UpdatePage.objects.get()
    assert (page.live, page.period) == (True, MAY)


@pytest.mark.parametrize("text", ["2026-13", "May", "2026", "26-05", "2026-5", "2026-05-17", "0000-05"])
def test_a_month_that_is_none_is_refused_with_a_message(text, archive, admin_client):
    response = post_new(admin_client, archive, period=text)

    assert form_errors(response) == {"period": ["Write the month as year and month, such as 2026-10."]}


def test_an_introduction_has_at_most_300_characters(archive, admin_client):
    response = post_new(admin_client, archive, kind="news", introduction="x" * 301, **{"action-publish": "1"})

    assert list(form_errors(response)) == ["introduction"]


def test_the_editor_shows_the_month(admin_client):
    page = make_monthly()

    html = admin_client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()

    assert re.search(r'<input type="month" name="period" value="2026-05"', html)


# Copies


def test_an_editors_copy_is_a_draft_without_a_month(admin_client):
    page = make_monthly()
    data = {"new_title": "Copy", "new_slug": "copy", "new_parent_page": page.get_parent().pk, "publish_copies": "on"}

    response = admin_client.post(reverse("wagtailadmin_pages:copy", args=[page.pk]), data)

    assert response.status_code == 302
    copy = UpdatePage.objects.get(slug="copy")
    assert (copy.live, copy.period, copy.first_published_at) == (False, None, None)
    assert copy.get_latest_revision_as_object().period is None
    assert UpdatePage.objects.get(pk=page.pk).period == MAY


def test_the_form_for_copies_offers_no_publishing(admin_client):
    page = make_monthly()

    response = admin_client.get(reverse("wagtailadmin_pages:copy", args=[page.pk]))

    assert "publish_copies" not in response.context["form"].fields


def test_copying_an_archive_copies_its_updates_without_months():
    page = make_monthly()

    copy = page.get_parent().specific.copy(recursive=True, update_attrs={"slug": "copied"}, keep_live=False)

    copied = UpdatePage.objects.child_of(copy).get()
    assert (copied.live, copied.period) == (False, None)


def test_an_alias_shows_the_month_and_follows_it():
    page = make_monthly()
    alias = page.create_alias(update_slug="alias")
    assert alias.period == MAY

    page.period = JUNE
    page.save_revision().publish()

    assert UpdatePage.objects.get(pk=alias.pk).period == JUNE


def test_translating_makes_a_draft_with_the_month():
    welsh_home()
    page = make_monthly()

    translation = page.copy_for_translation(welsh(), copy_parents=True)

    assert (translation.live, translation.period) == (False, MAY)
    assert translation.get_latest_revision_as_object().period == MAY
    assert UpdatePage.objects.get(pk=translation.pk).period == MAY


# What readers see


@pytest.mark.parametrize(("words", "minutes"), [(0, 1), (100, 1), (220, 1), (440, 2), (2200, 10)])
def test_reading_time_follows_the_number_of_words(words, minutes):
    text = f"<p>{'word ' * words}</p>"
    page = factories.make_update(body=[factories.block("paragraph", text)])

    Loader(None).load([page])

    assert page.reading_minutes == minutes


def test_reading_time_counts_every_block():
    page = factories.make_full_update()

    Loader(None).load([page])

    assert page.reading_minutes >= 1


@pytest.mark.parametrize(("hours", "shown"), [(0, False), (3, False), (30, True)])
def test_updated_is_shown_only_after_a_day(hours, shown, client):
    page = factories.make_update()
    published = datetime(2026, 5, 4, 9, tzinfo=UTC)
    UpdatePage.objects.filter(pk=page.pk).update(
        first_published_at=published, last_published_at=published + timedelta(hours=hours)
    )

    html = client.get(page.get_url()).content.decode()

    assert ("Updated" in html) == shown
    assert html.count('<time datetime="2026-05-04">') == 1
    assert ('<time datetime="2026-05-05">' in html) == shown


def test_a_change_shortly_before_and_after_midnight_is_no_update(client):
    page = factories.make_update()
    published = datetime(2026, 5, 4, 22, 50, tzinfo=UTC)  # 23:50 in London
    UpdatePage.objects.filter(pk=page.pk).update(
        first_published_at=published, last_published_at=published + timedelta(minutes=20)
    )

    assert UpdatePage.objects.get(pk=page.pk).updated_on is None


def make_headings(*levels: str) -> list[dict]:
    return [
        factories.block("heading", {"text": f"Heading {n}", "level": level}, f"h{n}") for n, level in enumerate(levels)
    ]


def test_contents_are_listed_from_three_headings_up(client):
    two = factories.make_update(body=make_headings("2", "2"))
    three = factories.make_update(body=make_headings("2", "3", "2"))

    assert "On this page" not in client.get(two.get_url()).content.decode()
    html = client.get(three.get_url()).content.decode()
    assert re.findall(r'href="#(heading-\d)"', html) == ["heading-0", "heading-1", "heading-2"]


def publish_on(page: UpdatePage, day: int) -> UpdatePage:
    when = datetime(2026, 5, day, 9, tzinfo=UTC)
    UpdatePage.objects.filter(pk=page.pk).update(first_published_at=when, last_published_at=when)
    return UpdatePage.objects.get(pk=page.pk)


def read_context(client, page: UpdatePage) -> dict:
    response = client.get(page.get_url())
    return {name: response.context[name] for name in ("related", "previous", "next")}


def test_neighbours_are_those_published_before_and_after(client):
    first, second, third = (publish_on(factories.make_update(), day) for day in (1, 2, 3))
    publish_on(factories.make_update(factories.make_update_index(title="Other", slug="other")), 2)
    publish_on(factories.make_update(live=False), 2)

    assert [read_context(client, second)[name] for name in ("previous", "next")] == [first, third]
    assert read_context(client, first)["previous"] is None
    assert read_context(client, third)["next"] is None
    data = client.get(f"/api/v2/updates/{second.pk}/").json()
    assert (data["previous"]["id"], data["next"]["id"]) == (first.pk, third.pk)


def test_updates_published_in_the_same_moment_are_all_reached(client):
    """An import publishes many at once: following "previous" must pass every one of them."""
    pages = [publish_on(factories.make_update(), day) for day in (1, 2, 2, 2, 3)]

    reached = [pages[-1]]
    while previous := read_context(client, reached[-1])["previous"]:
        reached.append(previous)

    assert {page.pk for page in reached} == {page.pk for page in pages}
    assert len(reached) == len(pages)


def test_related_updates_share_a_topic_the_latest_first(client):
    food, music = factories.make_topic("Food"), factories.make_topic("Music")
    page = factories.make_update(topics=[food])
    shared = [publish_on(factories.make_update(topics=[food, music]), day) for day in (1, 2, 3, 4)]
    factories.make_update(topics=[music])
    factories.make_update(topics=[food], live=False)

    assert [found.pk for found in read_context(client, page)["related"]] == [p.pk for p in reversed(shared[1:])]
    assert [found["id"] for found in client.get(f"/api/v2/updates/{page.pk}/").json()["related"]] == [
        p.pk for p in reversed(shared[1:])
    ]


def test_an_editor_decides_which_updates_are_related(client):
    food = factories.make_topic("Food")
    factories.make_update(topics=[food])
    chosen = [factories.make_update() for _ in range(2)]
    page = factories.make_update(topics=[food])
    page.related_updates.set([RelatedUpdate(update=update) for update in chosen])
    page.save_revision().publish()

    assert [found.pk for found in read_context(client, page)["related"]] == [update.pk for update in chosen]

    chosen[0].unpublish()

    assert [found.pk for found in read_context(client, page)["related"]] == [chosen[1].pk]
    assert [found["id"] for found in client.get(f"/api/v2/updates/{page.pk}/").json()["related"]] == [chosen[1].pk]


def test_an_update_without_topics_is_related_to_nothing(client):
    factories.make_update()

    assert read_context(client, factories.make_update())["related"] == []


def test_related_updates_are_in_the_readers_language(client):
    welsh_home()
    food = factories.make_topic("Food")
    page, other = factories.make_update(topics=[food]), factories.make_update(topics=[food])
    welsh_page = make_welsh(page, title="Un", slug="un")
    welsh_other = make_welsh(other, title="Dau", slug="dau")

    assert [found.pk for found in read_context(client, page)["related"]] == [other.pk]
    assert [found.pk for found in read_context(client, welsh_page)["related"]] == [welsh_other.pk]


def test_the_page_says_what_it_is_about(client):
    image = factories.make_image(size=(1300, 700), renditions=True)
    page = factories.make_update(
        title="Beans", introduction="A warm month.", hero_image=image, hero_alt="Beds of beans"
    )

    html = client.get(page.get_url()).content.decode()

    assert "<title>Beans" in html
    assert '<meta name="description" content="A warm month.">' in html
    assert f'<link rel="canonical" href="http://localhost{page.get_url()}">' in html
    assert '<meta property="og:type" content="article">' in html
    assert re.search(r'<meta property="og:image" content="http://[^"]+\.jpg">', html)
    assert '<meta property="og:image:alt" content="Beds of beans">' in html
    assert "hreflang" not in html


def test_only_live_translations_that_are_no_aliases_are_named(client):
    welsh_home()
    page, draft, alias = factories.make_update(), factories.make_update(), factories.make_update()
    translation = make_welsh(page, title="Newyddion", slug="newyddion")
    make_welsh(draft, title="Drafft", slug="drafft", live=False)
    make_welsh(alias, alias=True)

    html = client.get(page.get_url()).content.decode()
    assert list_links(html) == {
        "en": f"http://localhost{page.get_url()}",
        "cy": f"http://localhost{translation.get_url()}",
        "x-default": f"http://localhost{page.get_url()}",
    }
    assert html.count("language-switcher__link") == 1
    for other in (draft, alias):
        html = client.get(other.get_url()).content.decode()
        assert list_links(html) == {
            "en": f"http://localhost{other.get_url()}",
            "x-default": f"http://localhost{other.get_url()}",
        }
        assert "Nid yw hwn yn Gymraeg eto" in html


def list_links(html: str) -> dict[str, str]:
    """Return the alternates in the head of a page by language."""
    return dict(re.findall(r'<link rel="alternate"\s+hreflang="([\w-]+)"\s+href="([^"]+)"', html))


def test_a_draft_is_previewed_as_it_would_be_read():
    page = factories.make_full_update(live=False)
    draft = page.get_latest_revision_as_object()

    response = draft.make_preview_request(RequestFactory().get("/"), "")

    html = response.render().content.decode() if hasattr(response, "render") else response.content.decode()
    assert response.status_code == 200
    assert "We argued." in html
    assert str(timezone.localdate().year) in html


def test_an_update_that_was_never_published_is_previewed(admin_client, archive):
    path = reverse("wagtailadmin_pages:preview_on_add", args=["blog", "updatepage", archive.pk])

    assert "Unsaved" in read_preview(admin_client, path, fill_form(title="Unsaved", kind="news"))


def test_what_was_added_and_not_saved_yet_is_previewed(admin_client, archive):
    named = {
        "authors": {"person": factories.make_person("Mair Owen").pk},
        "topics": {"topic": factories.make_topic("Food").pk},
        "related_updates": {"update": factories.make_update(title="April in the garden").pk},
        "meeting_notes": {"notes": factories.make_notes(factories.make_event(), title="Spring meeting").pk},
    }
    update = factories.make_update(title="May in the garden")
    path = reverse("wagtailadmin_pages:preview_on_edit", args=[update.pk])
    rows = {name: inline_formset([row]) for name, row in named.items()}

    html = read_preview(admin_client, path, fill_form(title="May in the garden", kind="news", **rows))

    for text in ("Mair Owen", "Food", "April in the garden", "Spring meeting"):
        assert text in html

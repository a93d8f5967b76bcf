"""Addresses from titles: every letter counts, and every title has one."""

from typing import Any

import pytest
from django.urls import reverse
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st
from wagtail.models import Locale, Page
from wagtail.test.utils.form_data import inline_formset, nested_form_data, streamfield

from blog.models import UpdatePage
from cms.models import Topic
from cms.models.slugs import make_slug
from home.models import StandardPage
from tests.factories import add_page, get_home, make_standard_page, make_topic, make_update_index


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("Tŷ’r Ffynnon – Gŵyl Ŵyn", "tyr-ffynnon-gwyl-wyn"),
        ("Ty\u0302’r Ffynnon – Gw\u0302yl W\u0302yn", "tyr-ffynnon-gwyl-wyn"),
        ("Straße, Øl og Łódź: æ, œ, ð, þ", "strasse-ol-og-lodz-ae-oe-d-th"),
        ("Café ﬁlms", "cafe-films"),
        ("2025–26: Mawrth/March", "2025-26-mawrth-march"),
        ("Καλημέρα", "kalimera"),
        ("Привет, мир", "privet-mir"),
        ("你好世界", "nihaoshijie"),
        ("🎉", "tada"),
        ("Party 🎉", "party"),
        ("…", ""),
    ],
)
def test_letters_are_folded(title, slug):
    assert make_slug(title) == slug


@given(st.text())
def test_a_slug_has_only_what_an_address_may_have(title):
    assert not set(make_slug(title)) - set("abcdefghijklmnopqrstuvwxyz0123456789-_")


def fill_update(**values: Any) -> dict[str, Any]:
    sets = ("authors", "topics", "related_updates", "meeting_notes", "comments")
    empty = {"kind": "news", "period": "", "introduction": "", "body": streamfield([]), "slug": ""}
    return nested_form_data({**empty, **{name: inline_formset([]) for name in sets}, **values})


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("title", "slug"),
    [("你好世界", "nihaoshijie"), ("🎉", "tada"), ("…", "update"), ("Gŵyl", "gwyl"), ("x" * 255, "x" * 250)],
)
@pytest.mark.parametrize("action", [{}, {"action-publish": "Publish"}])
def test_a_page_whose_address_is_empty_gets_one(title, slug, action, admin_client):
    index = make_update_index()
    address = reverse("wagtailadmin_pages:add", args=["blog", "updatepage", index.pk])

    for expected in (slug, f"{slug}-1"):
        response = admin_client.post(address, fill_update(title=title, **action))

        assert response.status_code == 302, response.context["form"].errors
        page = UpdatePage.objects.latest("pk")
        assert (page.title, page.slug, page.live) == (title, expected, bool(action))


@pytest.mark.django_db
def test_an_address_that_follows_the_title_is_free(admin_client):
    """The form suggests it as the title is typed, and knows nothing of other pages."""
    index = make_update_index()
    first = add_page(index, UpdatePage(title="October", kind="news", slug="october"))
    address = reverse("wagtailadmin_pages:add", args=["blog", "updatepage", index.pk])

    assert admin_client.post(address, fill_update(title="October", slug="october")).status_code == 302
    second = UpdatePage.objects.latest("pk")
    address = reverse("wagtailadmin_pages:edit", args=[second.pk])
    for slug in ("october", "october-1"):  # an open form still says what it suggested
        assert admin_client.post(address, fill_update(title="October", slug=slug)).status_code == 302
        assert [page.get_latest_revision_as_object().slug for page in (first, second)] == ["october", "october-1"]


@pytest.mark.django_db
@pytest.mark.parametrize("live", [True, False])
def test_an_address_that_an_editor_chose_is_kept_or_refused(live, admin_client):
    index = make_update_index()
    add_page(index, UpdatePage(title="October", kind="news", slug="october"))
    page = add_page(index, UpdatePage(title="November", kind="news", slug="november"), live=live)
    address = reverse("wagtailadmin_pages:edit", args=[page.pk])

    response = admin_client.post(address, fill_update(title="November", slug="october"))

    assert list(response.context["form"].errors) == ["slug"]


@pytest.mark.django_db
def test_a_page_in_another_language_is_named_in_it():
    welsh = Locale.objects.get_or_create(language_code="cy")[0]
    home = get_home().copy_for_translation(welsh)

    page = StandardPage(title="…", locale=welsh)
    home.add_child(instance=page)

    with override("cy"):
        assert page.slug == make_slug(str(StandardPage._meta.verbose_name))


@pytest.mark.django_db
def test_pages_that_no_form_saves_get_an_address_too():
    first = make_standard_page(title="Gŵyl Ŵyn", slug="gwyl-wyn")
    second, third = StandardPage(title="Gŵyl Ŵyn"), StandardPage(title="…", live=False)
    for page in (second, third):
        get_home().add_child(instance=page)

    assert [Page.objects.get(pk=page.pk).slug for page in (first, second, third)] == [
        "gwyl-wyn",
        "gwyl-wyn-1",
        make_slug(str(StandardPage._meta.verbose_name)),
    ]


@pytest.mark.django_db
def test_readers_keep_the_address_of_a_page_that_an_editor_empties(admin_client):
    page = add_page(make_update_index(), UpdatePage(title="Gŵyl", kind="news", slug="gwyl"))
    address = reverse("wagtailadmin_pages:edit", args=[page.pk])

    response = admin_client.post(address, fill_update(title="Gŵyl Ŵyn", **{"action-publish": "Publish"}))

    assert response.status_code == 302
    page.refresh_from_db()
    assert (page.title, page.slug) == ("Gŵyl Ŵyn", "gwyl")


@pytest.mark.django_db
@pytest.mark.parametrize(("name", "slug"), [("Bwyd a gŵyl", "bwyd-a-gwyl"), ("…", "topic")])
def test_a_topic_without_an_address_gets_one(name, slug, admin_client):
    address = reverse("wagtailsnippets_cms_topic:add")

    response = admin_client.post(address, {"name": name, "slug": "", "description": "", "action-publish": "1"})

    assert response.status_code == 302, response.context["form"].errors
    assert Topic.objects.get().slug == slug


@pytest.mark.django_db
def test_an_address_that_is_taken_is_refused_beside_its_field(admin_client):
    make_topic("Food", slug="food")

    response = admin_client.post(
        reverse("wagtailsnippets_cms_topic:add"), {"name": "Food", "slug": "", "description": ""}
    )

    assert list(response.context["form"].errors) == ["slug"]

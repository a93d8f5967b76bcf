"""Copies and moves in the admin: addresses, what is left behind, and languages."""

from datetime import timedelta

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Comment, Page

from home.models import StandardPage
from tests import factories
from tests.cms.languages import make_welsh, welsh_home

pytestmark = pytest.mark.django_db


def copy(client, page: Page, **values):
    data = {"new_title": page.title, "new_slug": "", "new_parent_page": page.get_parent().pk, **values}
    return client.post(reverse("wagtailadmin_pages:copy", args=[page.pk]), data)


def read_messages(response) -> str:
    return " ".join(str(message) for message in get_messages(response.wsgi_request))


@pytest.fixture
def page() -> StandardPage:
    return factories.make_standard_page(title="October", slug="october")


class TestAddresses:
    def test_it_is_made_from_the_new_title(self, admin_client, page):
        copy(admin_client, page, new_title="November in the garden")

        assert StandardPage.objects.get(title="November in the garden").slug == "november-in-the-garden"

    def test_it_is_free(self, admin_client, page):
        copy(admin_client, page)

        assert (
            StandardPage.objects.filter(title="October").values_list("slug", flat=True).get(slug__startswith="october-")
        )

    def test_the_form_offers_none(self, admin_client, page):
        form = admin_client.get(reverse("wagtailadmin_pages:copy", args=[page.pk])).context["form"]

        assert form["new_slug"].value() == ""
        assert not form.fields["new_slug"].required

    def test_one_that_is_taken_is_refused_and_kept(self, admin_client, page):
        response = copy(admin_client, page, new_slug="october")

        form = response.context["form"]
        assert form.errors == {
            "new_slug": ["Another page there has this address. Choose another one, or leave it empty."]
        }
        assert form["new_slug"].value() == "october"


class TestWhatIsLeftBehind:
    def test_the_form_of_the_copy_opens_and_says_so(self, admin_client, admin_user):
        tomorrow = timezone.now() + timedelta(days=1)
        update = factories.make_update(title="October", kind="monthly_update", period="2026-10-01", expire_at=tomorrow)
        Comment.objects.create(page=update, user=admin_user, contentpath="title", text="Shorter?")

        response = copy(admin_client, update, new_title="November")

        made = Page.objects.get(title="November").specific
        assert response.url == reverse("wagtailadmin_pages:edit", args=[made.pk])
        text = read_messages(response)
        for word in ("October", "month", "expiry", "comments", "date of publication"):
            assert word in text
        draft = made.get_latest_revision().as_object()
        for each in (made, draft):
            assert (each.period, each.expire_at, each.go_live_at, each.first_published_at) == (None, None, None, None)
            assert not each.wagtail_admin_comments.exists()

    def test_a_schedule_is(self, admin_client):
        tomorrow = timezone.now() + timedelta(days=1)
        page = factories.make_standard_page(live=False, go_live_at=tomorrow)
        page.get_latest_revision().publish()
        assert page.scheduled_revision

        response = copy(admin_client, page, new_title="Copy")

        made = StandardPage.objects.get(title="Copy")
        assert "schedule" in read_messages(response)
        assert made.get_latest_revision().as_object().go_live_at is None
        assert not made.scheduled_revision

    def test_an_alias_opens_no_form(self, admin_client, page):
        response = copy(admin_client, page, new_title="Alias", alias="on")

        assert response.url == reverse("wagtailadmin_explore", args=[page.get_parent().pk])


class TestLanguages:
    def test_a_copy_below_another_language_is_refused_in_the_form(self, admin_client, page):
        parent = welsh_home()

        response = copy(admin_client, page, new_parent_page=parent.pk)

        (error,) = response.context["form"].errors["new_parent_page"]
        assert "“Hafan” is in Welsh, and this page in English" in error
        assert not parent.get_children().exists()

    def test_so_is_an_alias(self, admin_client, page):
        response = copy(admin_client, page, new_parent_page=welsh_home().pk, alias="on")

        assert "new_parent_page" in response.context["form"].errors

    def test_a_home_page_may_stand_beside_others_below_the_root(self, admin_client):
        home = welsh_home()

        copy(admin_client, home, new_title="Arall")

        assert Page.objects.get(title="Arall").locale.language_code == "cy"

    def test_a_move_is_refused_before_it_is_confirmed(self, admin_client, page):
        parent = welsh_home()

        response = admin_client.get(reverse("wagtailadmin_pages:move_confirm", args=[page.pk, parent.pk]))

        assert response.url == reverse("wagtailadmin_pages:move", args=[page.pk])
        assert "“Hafan” is in Welsh, and this page in English" in read_messages(response)

    def test_a_move_within_a_language_is_not(self, admin_client, page):
        parent = welsh_home()
        translation = make_welsh(page, title="Hydref", slug="hydref")
        other = make_welsh(factories.make_standard_page(title="Other"), title="Arall", slug="arall")
        assert translation.get_parent().pk == parent.pk

        response = admin_client.get(reverse("wagtailadmin_pages:move_confirm", args=[translation.pk, other.pk]))

        assert response.status_code == 200

"""The date of publication: who sets it, and what copies and translations do with it."""

from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page

from home.models import StandardPage
from tests import factories
from tests.cms.languages import make_welsh, welsh, welsh_home

pytestmark = pytest.mark.django_db

LONG_AGO = datetime(2019, 5, 4, 9, 0, 37, tzinfo=UTC)


def publish_long_ago(page: Page) -> Page:
    """Give a page another date of publication, in its revision too, as an editor does."""
    page.first_published_at = LONG_AGO
    page.save_revision().publish()
    return type(page).objects.get(pk=page.pk)


def fill_form(client, page: Page, **changed: str) -> dict[str, str]:
    """Return what the browser sends from the form of a standard page, with changes."""
    form = client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).context["form"]
    data = {"title": page.title, "slug": page.slug, "body-count": "0"}
    for name, field in form.fields.items():
        value = form[name].value()
        if name not in data and name != "body":
            data[name] = field.widget.format_value(value) or ""
    for prefix in form.formsets:
        data |= {f"{prefix}-TOTAL_FORMS": "0", f"{prefix}-INITIAL_FORMS": "0", f"{prefix}-MAX_NUM_FORMS": ""}
    return data | changed


def save(client, page: Page, **changed: str):
    return client.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), fill_form(client, page, **changed))


class TestTheForm:
    def test_who_may_publish_sets_it(self, admin_client):
        page = factories.make_standard_page()

        save(admin_client, page, first_published_at="31/10/2022 10:15", **{"action-publish": "1"})

        page.refresh_from_db()
        assert page.first_published_at == datetime(2022, 10, 31, 10, 15, tzinfo=UTC)

    def test_it_is_never_in_the_future(self, admin_client):
        page = factories.make_standard_page()
        tomorrow = timezone.localtime(timezone.now() + timedelta(days=1))

        response = save(admin_client, page, first_published_at=f"{tomorrow:%d/%m/%Y %H:%M}")

        (error,) = response.context["form"].errors["first_published_at"]
        assert "set a schedule" in error

    def test_saving_something_else_keeps_its_seconds(self, admin_client):
        page = publish_long_ago(factories.make_standard_page())
        response = admin_client.post(
            reverse("wagtailadmin_pages:edit", args=[page.pk]),
            fill_form(admin_client, page, seo_title="Other") | {"action-publish": "1"},
        )

        assert response.status_code == 302
        page.refresh_from_db()
        assert (page.seo_title, page.first_published_at) == ("Other", LONG_AGO)

    def test_editors_who_may_not_publish_do_not_see_it(self, client):
        page = publish_long_ago(factories.make_standard_page())
        client.force_login(factories.make_user())

        response = client.get(reverse("wagtailadmin_pages:edit", args=[page.pk]))
        assert "first_published_at" not in response.context["form"].fields

        save(client, page, first_published_at="31/10/2022 10:15")
        assert page.get_latest_revision().as_object().first_published_at == LONG_AGO

    def test_moderators_see_it_on_new_pages_too(self, client):
        client.force_login(factories.make_user("morgan", group="Moderators"))
        parent = factories.get_home().pk

        response = client.get(reverse("wagtailadmin_pages:add", args=["home", "standardpage", parent]))

        assert "first_published_at" in response.context["form"].fields


class TestCopies:
    def test_a_copy_is_published_on_its_own_day(self):
        page = publish_long_ago(factories.make_standard_page())

        copy = page.copy(update_attrs={"slug": "copy"}, keep_live=False)
        copy.get_latest_revision().publish()

        copy.refresh_from_db()
        assert copy.first_published_at > timezone.now() - timedelta(minutes=1)

    def test_the_pages_below_a_copied_one_too(self):
        page = publish_long_ago(factories.make_standard_page())
        publish_long_ago(factories.make_standard_page(page, title="Below"))

        copy = page.copy(recursive=True, update_attrs={"slug": "copy"}, keep_live=False)

        below = StandardPage.objects.child_of(copy).get()
        assert below.get_latest_revision().content["first_published_at"] is None


class TestTranslations:
    @pytest.fixture(autouse=True)
    def _welsh(self):
        welsh_home()

    def test_a_translation_has_the_date_of_its_source(self):
        page = publish_long_ago(factories.make_standard_page())

        translation = make_welsh(page, title="Amdanom", slug="amdanom")

        assert translation.first_published_at == LONG_AGO

    def test_it_is_shown_before_the_translation_is_published(self, admin_client):
        page = publish_long_ago(factories.make_standard_page())
        translation = make_welsh(page, live=False, title="Amdanom", slug="amdanom")

        form = admin_client.get(reverse("wagtailadmin_pages:edit", args=[translation.pk])).context["form"]

        assert form.instance.first_published_at == LONG_AGO

    def test_a_draft_of_a_draft_has_none(self):
        page = factories.make_standard_page(live=False)

        translation = page.copy_for_translation(welsh())

        assert translation.get_latest_revision().as_object().first_published_at is None

    def test_it_keeps_its_expiry(self):
        later = timezone.now() + timedelta(days=9)
        page = factories.make_standard_page(expire_at=later)

        translation = page.copy_for_translation(welsh())

        assert translation.expire_at == later
        assert translation.get_latest_revision().as_object().expire_at == later
        assert StandardPage.objects.get(pk=translation.pk).expire_at == later

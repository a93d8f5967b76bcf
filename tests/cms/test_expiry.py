"""Expiries that have passed: they stand in nobody's way, and nothing is published because of them."""

from datetime import timedelta

import pytest
from django.contrib.messages import get_messages
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page, Workflow

from cms.models import Topic
from home.models import StandardPage
from tests import factories
from tests.cms.test_publication import fill_form, save

pytestmark = pytest.mark.django_db


@pytest.fixture
def page() -> StandardPage:
    """A page that has expired."""
    page = factories.make_standard_page(title="Old news")
    past = timezone.now() - timedelta(days=2)
    page.expire_at = past
    page.save_revision()
    StandardPage.objects.filter(pk=page.pk).update(expire_at=past)
    call_command("publish_scheduled")
    page = StandardPage.objects.get(pk=page.pk)
    assert (page.live, page.expired) == (False, True)
    return page


def read_messages(response) -> str:
    return " ".join(str(message) for message in get_messages(response.wsgi_request))


@pytest.mark.parametrize("action", ["", "action-publish", "action-submit"])
def test_what_has_expired_is_saved_published_and_submitted_again(admin_client, page, action):
    response = save(admin_client, page, title="New again", **({action: "1"} if action else {}))

    assert response.status_code == 302
    page = StandardPage.objects.get(pk=page.pk)
    assert page.get_latest_revision().content["expire_at"] is None
    assert page.live == (action == "action-publish")


def test_the_form_says_that_the_expiry_goes(admin_client, page):
    response = admin_client.get(reverse("wagtailadmin_pages:edit", args=[page.pk]))

    assert "has passed. It is removed when you save." in read_messages(response)


def test_another_expiry_must_be_to_come(admin_client, page):
    response = save(admin_client, page, expire_at="01/01/2020 10:00")

    assert response.context["form"].errors == {"expire_at": ["Expiry date/time must be in the future."]}


def test_a_copy_of_it_has_no_expiry(admin_client, page):
    data = {"new_title": "Copy", "new_slug": "", "new_parent_page": page.get_parent().pk}
    admin_client.post(reverse("wagtailadmin_pages:copy", args=[page.pk]), data)

    response = save(admin_client, StandardPage.objects.get(title="Copy"), **{"action-publish": "1"})

    assert response.status_code == 302
    assert StandardPage.objects.get(title="Copy").live


def test_a_snippet_that_has_expired_is_saved_again(admin_client):
    topic = factories.make_topic()
    Topic.objects.filter(pk=topic.pk).update(expire_at=timezone.now() - timedelta(days=1))
    call_command("publish_scheduled")
    url = reverse(topic.snippet_viewset.get_url_name("edit"), args=[topic.pk])
    form = admin_client.get(url).context["form"]
    data = {name: form[name].field.widget.format_value(form[name].value()) or "" for name in form.fields}

    response = admin_client.post(url, data | {"name": "Music", "action-publish": "1", "public": ""})

    assert response.status_code == 302
    topic.refresh_from_db()
    assert (topic.live, topic.expire_at) == (True, None)


class TestApproval:
    @pytest.fixture
    def waiting(self) -> Page:
        """A page that was submitted, and whose expiry passed meanwhile."""
        page = factories.make_standard_page(live=False, title="Waiting")
        page.expire_at = timezone.now() - timedelta(minutes=1)
        page.save_revision()
        Workflow.objects.get().start(page, factories.make_user())
        return StandardPage.objects.get(pk=page.pk)

    def approve(self, client, page: Page, **headers):
        state = page.current_workflow_task_state
        url = reverse("wagtailadmin_pages:workflow_action", args=[page.pk, "approve", state.pk])
        return client.post(url, {"comment": ""}, headers=headers)

    def check_refused(self, response, page: Page) -> None:
        assert "was not published: its expiry" in read_messages(response)
        page = StandardPage.objects.get(pk=page.pk)
        assert not page.live
        assert page.workflow_in_progress

    def test_from_the_dashboard_it_is_refused_with_the_reason(self, admin_client, waiting):
        response = self.approve(admin_client, waiting)

        assert response.url.endswith(reverse("wagtailadmin_pages:edit", args=[waiting.pk]))
        self.check_refused(response, waiting)

    def test_from_the_dialog_too(self, admin_client, waiting):
        response = self.approve(admin_client, waiting, x_requested_with="XMLHttpRequest")

        assert response.json()["step"] == "success"
        assert response.json()["redirect"].endswith(reverse("wagtailadmin_pages:edit", args=[waiting.pk]))
        self.check_refused(response, waiting)

    def test_from_the_form_too(self, admin_client, waiting):
        data = fill_form(admin_client, waiting)
        approval = {"action-workflow-action": "true", "workflow-action-name": "approve"}

        response = admin_client.post(reverse("wagtailadmin_pages:edit", args=[waiting.pk]), data | approval)

        self.check_refused(response, waiting)

    def test_after_saving_it_is_approved(self, admin_client, waiting):
        save(admin_client, waiting)

        self.approve(admin_client, StandardPage.objects.get(pk=waiting.pk))

        assert StandardPage.objects.get(pk=waiting.pk).live


def test_a_schedule_that_comes_after_the_expiry_says_so():
    page = factories.make_standard_page(live=False)
    due = timezone.now() - timedelta(minutes=1)
    page.go_live_at = page.expire_at = due
    page.save_revision(approved_go_live_at=due)

    call_command("publish_scheduled")

    page = StandardPage.objects.get(pk=page.pk)
    assert not page.live
    assert not page.approved_schedule


def test_autosave_takes_the_expiry_out_of_the_open_form(admin_client, page):
    data = fill_form(admin_client, page, title="Old news!")
    url = reverse("wagtailadmin_pages:edit", args=[page.pk])

    answer = admin_client.post(url, data, headers={"accept": "application/json"}).json()

    assert answer["field_updates"]["expire_at"] == ""

"""A policy in its form: its status changes, and its dates go with it."""

from datetime import date
from typing import TYPE_CHECKING

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from tests import factories
from tests.browser.admin import Admin, start_session

if TYPE_CHECKING:
    from django.contrib.auth.models import User
    from playwright.sync_api import Page

pytestmark = pytest.mark.django_db(transaction=True)


def test_dates_of_the_old_status_are_removed_and_errors_name_their_field(
    page: "Page", admin: Admin, moderator: "User"
) -> None:
    start_session(page, moderator)
    policy = factories.make_standard_page(policy_status="draft_open_for_comments", comments_until=date(2030, 1, 2))
    admin.open_editor(reverse("wagtailadmin_pages:edit", args=[policy.pk]))
    status, until = page.get_by_label("Status of the policy"), page.get_by_label("Open for comments until")

    status.select_option(label="Agreed")
    expect(until).to_have_value("")
    status.select_option(label="Draft, open for comments")
    expect(until).to_have_value("02/01/2030")
    status.select_option(label="Agreed")
    admin.act("Publish")

    expect(page.get_by_role("link", name="Agreed on: Say when it was agreed.")).to_be_visible()
    expect(page.get_by_text("Only a draft has this date")).to_have_count(0)

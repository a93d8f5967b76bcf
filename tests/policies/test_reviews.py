"""Reviews: who is reminded, when, and where they find it."""

from datetime import date

import pytest
import time_machine
from django.contrib.auth.models import Group
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import GroupPagePermission

from cms.policies.reviews import list_due, send_reminders
from tests import factories
from tests.cms.languages import make_welsh, welsh_home
from tests.cms.test_publication import save

pytestmark = pytest.mark.django_db

AGREED = {"policy_status": "agreed", "agreed_on": date(2025, 6, 1), "review_on": date(2026, 6, 1)}


def at(day):
    return time_machine.travel(f"{day} 12:00", tick=False)


@pytest.fixture
def owner():
    return factories.make_user("owner", group="Moderators")


def remind(day):
    mail.outbox.clear()
    with at(day):
        send_reminders()
    return [(letter.to, letter.subject) for letter in mail.outbox]


def test_the_owner_is_reminded_a_month_before_once_for_each_day(owner, django_capture_on_commit_callbacks):
    page = factories.make_standard_page(title="Safety", slug="safety", owner=owner, **AGREED)
    factories.make_document("Fares", uploaded_by_user=owner, **{**AGREED, "review_on": date(2026, 6, 2)})
    factories.make_standard_page(title="Draft", slug="draft", owner=owner, live=False, **AGREED)

    with django_capture_on_commit_callbacks(execute=True):
        early = remind("2026-05-01")
    with django_capture_on_commit_callbacks(execute=True):
        send_reminders_on(date(2026, 5, 3))
    letters = [(letter.to, letter.subject) for letter in mail.outbox]
    text = mail.outbox[0].body
    with django_capture_on_commit_callbacks(execute=True):
        again = remind("2026-05-20")
    page.review_on = date(2027, 6, 1)
    page.save_revision().publish()
    with django_capture_on_commit_callbacks(execute=True):
        next_year = remind("2027-05-20")

    assert early == []
    assert letters == [([owner.email], "2 policies to review")]
    assert "“Safety”: review by 1 June 2026" in text
    assert reverse("wagtailadmin_pages:edit", args=[page.pk]) in text
    assert again == []
    assert next_year == [([owner.email], "1 policy to review")]


def send_reminders_on(day):
    mail.outbox.clear()
    with at(day):
        send_reminders()


def test_if_the_owner_has_left_those_who_publish_there_are_reminded(owner, django_capture_on_commit_callbacks):
    section = factories.make_standard_page(title="Kitchen", slug="kitchen")
    group = Group.objects.create(name="Kitchen")
    GroupPagePermission.objects.create(group=group, page=section, permission_type="publish")
    cook = factories.make_user("cook", group="Kitchen")
    gone = factories.make_user("gone", group="Editors")
    type(gone).objects.filter(pk=gone.pk).update(is_active=False)
    factories.make_standard_page(section, title="Food", slug="food", owner=gone, **AGREED)

    with django_capture_on_commit_callbacks(execute=True):
        letters = remind("2026-05-20")

    assert {tuple(to) for to, _subject in letters} == {(cook.email,), (owner.email,)}


def test_translations_are_one_policy():
    welsh_home()
    page = factories.make_standard_page(title="Safety", slug="safety", **AGREED)
    make_welsh(page, title="Diogelwch", slug="diogelwch")

    with at("2026-05-20"):
        assert list_due() == [page]


def test_the_dashboard_and_the_report_name_what_is_due(client, owner):
    page = factories.make_standard_page(title="Safety", slug="safety", owner=owner, **AGREED)
    factories.make_document("Fares", policy_status="draft_open_for_comments", comments_until=date(2026, 7, 1))
    client.force_login(owner)

    with at("2026-06-02"):
        dashboard = client.get(reverse("wagtailadmin_home")).content.decode()
        report = client.get(reverse("policies")).content.decode()
        drafts = client.get(reverse("policies"), {"status": "draft_open_for_comments"}).content.decode()
    client.force_login(factories.make_user("other", group="Moderators"))
    with at("2026-06-02"):
        elsewhere = client.get(reverse("wagtailadmin_home")).content.decode()

    assert "Policies to review" in dashboard
    assert "was due on 1 June 2026" in dashboard
    assert reverse("wagtailadmin_pages:edit", args=[page.pk]) in report
    assert "Fares" in report
    assert "Safety" not in drafts
    assert "Policies to review" not in elsewhere


def test_dashboard_and_report_cost_as_many_queries_with_many_policies(client, owner):
    client.force_login(owner)
    counts = []
    for number in range(3):
        for policy in ("a", "b")[: number + 1]:
            name = f"{policy}{number}"
            factories.make_standard_page(title=name, slug=name, **AGREED)
            factories.make_document(name, **AGREED)
        with at("2026-06-02"):
            for address in (reverse("wagtailadmin_home"), reverse("policies")):
                with CaptureQueriesContext(connection) as queries:
                    assert "a0" in client.get(address).content.decode()
                counts.append(len(queries))

    assert counts[4] <= counts[2]
    assert counts[5] <= counts[3]


# Forms


def test_only_where_a_document_is_edited_alone_does_the_form_ask_about_policies(admin_client):
    document = factories.make_document("Fares")
    address = reverse("wagtaildocs:edit", args=[document.pk])
    other = factories.make_document("New fares")
    data = {"title": "Fares", "collection": document.collection_id, "tags": "", "policy_status": "replaced"}

    form = admin_client.get(address).content.decode()
    upload = admin_client.get(reverse("wagtaildocs:add_multiple")).content.decode()
    refused = admin_client.post(address, data).content.decode()
    saved = admin_client.post(address, {**data, "replaced_by": other.pk, "agreed_on": "31/10/2022"})
    document.refresh_from_db()

    assert 'name="policy_status"' in form
    assert 'name="policy_status"' not in upload
    assert "Choose what replaces it." in refused
    assert saved.status_code == 302
    assert (document.replaced_by, document.agreed_on) == (other, date(2022, 10, 31))


def test_a_draft_may_be_saved_before_its_dates_are_known_and_not_published(admin_client):
    page = factories.make_standard_page(slug="plan")

    drafted = save(admin_client, page, policy_status="agreed")
    refused = save(admin_client, page, policy_status="agreed", **{"action-publish": "publish"})

    page.refresh_from_db()

    assert drafted.status_code == 302
    assert page.get_latest_revision().as_object().policy_status == "agreed"
    assert "Say when it was agreed." in refused.content.decode()

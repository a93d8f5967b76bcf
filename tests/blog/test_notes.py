"""The notes of an update's month."""

import re
from datetime import date

import pytest
from django.urls import reverse

from blog.models import UpdateMeetingNotes
from cms.models import Organisation
from tests import factories

pytestmark = pytest.mark.django_db

MAY = date(2026, 5, 1)


@pytest.fixture
def update():
    """The update of a month with notes of two meetings, of which it has one, and of others that do not concern it."""
    event = factories.make_event()
    used = factories.make_notes(event, title="Used", slug="used", date=date(2026, 5, 3))
    factories.make_notes(event, title="Fresh", slug="fresh", date=date(2026, 5, 20))
    factories.make_notes(event, title="June", slug="june", date=date(2026, 6, 1))
    factories.make_notes(event, title="Draft", slug="draft", date=date(2026, 5, 21)).unpublish()
    update = factories.make_update(kind="monthly_update", period=MAY)
    update.meeting_notes = [UpdateMeetingNotes(notes=used)]
    update.save_revision().publish()
    return update


def test_the_form_offers_the_notes_of_the_month_and_adds_them_to_the_draft(admin_client, update):
    form = reverse("wagtailadmin_pages:edit", args=[update.pk])
    address = reverse("add_meeting_notes", args=[update.pk])

    offered = admin_client.get(form).content.decode()
    asked = admin_client.get(address).content.decode()
    added = admin_client.post(address)
    admin_client.post(address)  # a second click changes nothing
    update.refresh_from_db()
    draft = update.get_latest_revision_as_object()

    assert address in offered
    for html in (offered, asked):
        assert re.findall(r"<li>(\w+), \d", html) == ["Fresh"]
    assert added.url == form
    assert [row.notes.title for row in draft.meeting_notes.all()] == ["Used", "Fresh"]
    assert update.meeting_notes.count() == 1
    assert address not in admin_client.get(form).content.decode()


def test_who_may_not_edit_an_update_adds_nothing_to_it(client, update):
    client.force_login(factories.make_user("reader", group="Translators (en)"))

    assert client.post(reverse("add_meeting_notes", args=[update.pk])).status_code in {302, 403}
    assert update.get_latest_revision_as_object().meeting_notes.count() == 1


@pytest.mark.parametrize("wanted", [True, False])
def test_that_there_are_none_is_said_where_the_organisation_wants_it(wanted, client, admin_client):
    site = factories.get_home().get_site()
    Organisation.objects.update_or_create(site=site, defaults={"name": "Both", "mention_missing_notes": wanted})
    without = factories.make_update(kind="monthly_update", period=MAY)
    news = factories.make_update(kind="news", slug="news")
    text = "There are no meeting notes for May 2026."

    html = client.get(without.get_url()).content.decode()
    message = client.get(f"/api/v2/updates/{without.pk}/").json()["meeting_notes_message"]
    form = admin_client.get(reverse("wagtailadmin_pages:edit", args=[without.pk])).content.decode()

    assert (text in html) is wanted
    assert message == (text if wanted else "")
    assert "There are no notes of a meeting in May 2026." in form
    assert ("Readers are told so." in form) is wanted
    assert client.get(f"/api/v2/updates/{news.pk}/").json()["meeting_notes_message"] == ""

from datetime import timedelta
from smtplib import SMTPServerDisconnected

import pytest
from django.contrib.auth import get_user_model
from django.core import mail
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import OperationalError
from django.urls import reverse
from django.utils import timezone
from wagtail.models import PageLogEntry, Revision, Site

from cms.models import Topic
from home.models import StandardPage

pytestmark = pytest.mark.django_db

REASON = "Another page has this month already."


@pytest.fixture
def author(django_user_model):
    return django_user_model.objects.create_superuser("author", "author@example.org", "a password")


def schedule_page(title: str, author, *, minutes_ago: int) -> StandardPage:
    """Make a draft whose time came ``minutes_ago``."""
    page = StandardPage(title=title, live=False)
    Site.objects.get(is_default_site=True).root_page.add_child(instance=page)
    due = timezone.now() - timedelta(minutes=minutes_ago)
    page.go_live_at = due
    page.save_revision(user=author, approved_go_live_at=due)
    return page


@pytest.fixture
def broken_page(author, monkeypatch) -> StandardPage:
    """A page that is due before all others and fails."""
    page = schedule_page("Broken", author, minutes_ago=30)
    clean = StandardPage.clean

    def refuse_broken(self):
        clean(self)
        if self.title == "Broken":
            raise ValidationError(REASON)

    monkeypatch.setattr(StandardPage, "clean", refuse_broken)
    return page


def test_a_due_page_goes_live(author):
    page = schedule_page("Due", author, minutes_ago=1)

    call_command("publish_scheduled")

    page.refresh_from_db()
    assert page.live
    assert not page.approved_schedule
    assert PageLogEntry.objects.filter(page=page.pk, action="wagtail.publish.scheduled").exists()


def test_a_page_waits_for_its_time(author):
    page = schedule_page("Later", author, minutes_ago=-5)

    call_command("publish_scheduled")

    page.refresh_from_db()
    assert not page.live


def test_a_due_snippet_goes_live():
    topic = Topic(name="Gardening", slug="gardening", live=False)
    topic.save()
    due = timezone.now() - timedelta(minutes=1)
    topic.go_live_at = due
    topic.save_revision(approved_go_live_at=due)

    call_command("publish_scheduled")

    topic.refresh_from_db()
    assert topic.live


def test_expired_pages_and_snippets_are_unpublished(author):
    page = schedule_page("Over", author, minutes_ago=5)
    call_command("publish_scheduled")
    topic = Topic.objects.create(name="Over", slug="over", live=True)
    for expired in (page, topic):
        type(expired).objects.filter(pk=expired.pk).update(expire_at=timezone.now() - timedelta(minutes=1))

    call_command("publish_scheduled")

    for expired in (page, topic):
        expired.refresh_from_db()
        assert (expired.live, expired.expired) == (False, True)
    assert PageLogEntry.objects.filter(page=page.pk, action="wagtail.unpublish.scheduled").exists()


def test_a_page_that_fails_is_put_aside_and_the_rest_go_out(author, broken_page, caplog):
    due_after = schedule_page("Fine", author, minutes_ago=1)

    call_command("publish_scheduled")

    due_after.refresh_from_db()
    broken_page.refresh_from_db()
    assert due_after.live
    assert not broken_page.live
    assert not Revision.objects.filter(approved_go_live_at__isnull=False).exists()
    assert REASON in caplog.text


def test_the_author_is_told_once(author, broken_page, client):
    call_command("publish_scheduled")
    call_command("publish_scheduled")

    (message,) = mail.outbox
    assert message.to == [author.email]
    assert message.subject == "“Broken” was not published"
    assert REASON in message.body
    assert reverse("wagtailadmin_pages:edit", args=[broken_page.pk]) in message.body
    client.force_login(author)
    history = client.get(reverse("wagtailadmin_pages:history", args=[broken_page.pk])).content.decode()
    assert "Could not be published at its scheduled time" in history
    assert REASON in history


def test_the_editor_shows_the_failure_until_the_next_draft(author, broken_page, client):
    call_command("publish_scheduled")
    client.force_login(author)
    address = reverse("wagtailadmin_pages:edit", args=[broken_page.pk])

    assert REASON in client.get(address).content.decode()
    broken_page.refresh_from_db()
    broken_page.title = "Mended"
    broken_page.save_revision(user=author)
    assert REASON not in client.get(address).content.decode()


def test_a_snippet_that_fails_shows_it_in_its_editor(author, client, monkeypatch):
    topic = Topic(name="Gardening", slug="gardening", live=False)
    topic.save()
    due = timezone.now() - timedelta(minutes=1)
    topic.save_revision(approved_go_live_at=due)

    def refuse(*args, **kwargs):
        raise ValidationError({"slug": "Taken."})

    monkeypatch.setattr(Topic, "publish", refuse)

    call_command("publish_scheduled")

    client.force_login(author)
    address = reverse(Topic.snippet_viewset.get_url_name("edit"), args=[topic.pk])
    assert "slug: Taken." in client.get(address).content.decode()


def test_what_an_author_cannot_mend_stays_in_the_log(author, monkeypatch, caplog):
    schedule_page("Broken", author, minutes_ago=1)

    def fail(*args, **kwargs):
        raise RuntimeError("secret detail")

    monkeypatch.setattr(StandardPage, "save", fail)

    call_command("publish_scheduled")

    assert "secret detail" in caplog.text
    assert "secret detail" not in mail.outbox[0].body


def test_a_busy_database_is_tried_again(author, monkeypatch):
    page = schedule_page("Due", author, minutes_ago=1)

    def wait(*args, **kwargs):
        raise OperationalError("database is locked")

    with monkeypatch.context() as patch:
        patch.setattr(StandardPage, "save", wait)
        call_command("publish_scheduled")

    call_command("publish_scheduled")

    page.refresh_from_db()
    assert page.live
    assert not mail.outbox


def test_an_author_who_cannot_be_reached_holds_nothing_back(author, broken_page, monkeypatch, caplog):
    def hang_up(*args, **kwargs):
        raise SMTPServerDisconnected

    monkeypatch.setattr("cms.publishing.scheduling.send_mail", hang_up)

    call_command("publish_scheduled")

    assert "could not be told" in caplog.text
    assert not Revision.objects.filter(approved_go_live_at__isnull=False).exists()


def test_an_expiry_that_fails_holds_nothing_back(author, monkeypatch, caplog):
    topic = Topic.objects.create(name="Stuck", slug="stuck", live=True)
    Topic.objects.filter(pk=topic.pk).update(expire_at=timezone.now() - timedelta(minutes=1))
    page = schedule_page("Due", author, minutes_ago=1)

    def fail(*args, **kwargs):
        raise ValidationError("No.")

    monkeypatch.setattr(Topic, "unpublish", fail)

    call_command("publish_scheduled")

    page.refresh_from_db()
    assert page.live
    assert "Unpublishing" in caplog.text


def test_a_dry_run_changes_nothing(author, capsys):
    page = schedule_page("Due", author, minutes_ago=1)

    call_command("publish_scheduled", dryrun=True)

    page.refresh_from_db()
    assert not page.live
    assert "Due" in capsys.readouterr().out


def test_an_author_who_has_left_is_not_written_to(author, broken_page):
    get_user_model().objects.update(is_active=False)

    call_command("publish_scheduled")

    assert not mail.outbox

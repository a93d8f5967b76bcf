"""A revision is made when something has changed, and what was submitted, published or named is kept."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Revision

from cms.releases.models import RevisionName
from events.models import EventPage
from tests import factories
from tests.releases.forms import read_form, send_form

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(client):
    client.force_login(factories.make_user())
    return client


@pytest.fixture
def moderator(client):
    client.force_login(factories.make_user("morgan", group="Moderators"))
    return client


PAGES = {
    "home": factories.get_home,
    "standard page": factories.make_standard_page,
    "updates": factories.make_update_index,
    "update": lambda: factories.make_update(
        authors=[factories.make_person()], topics=[factories.make_topic()], title="News"
    ),
    "events": factories.make_event_index,
    "event": lambda: factories.make_event(topics=[factories.make_topic()]),
    "meeting notes": lambda: factories.make_notes(factories.make_event()),
}
SNIPPETS = {
    "person": factories.make_person,
    "topic": factories.make_topic,
    "call to action": lambda: factories.make_call_to_action(links=[]),
}


def edit_path(instance):
    if "path" in {field.name for field in instance._meta.fields}:
        return reverse("wagtailadmin_pages:edit", args=[instance.pk]), "page"
    return reverse(instance.snippet_viewset.get_url_name("edit"), args=[instance.pk]), "snippet"


@pytest.mark.parametrize("kind", [*PAGES, *SNIPPETS])
def test_saving_what_is_published_and_unchanged_makes_no_draft(kind, moderator):
    instance = (PAGES | SNIPPETS)[kind]()
    path, form = edit_path(instance)
    assert send_form(moderator, path, kind=form, **{"action-publish": "1"}).status_code == 302
    instance.refresh_from_db()
    assert (instance.live, instance.has_unpublished_changes) == (True, False)
    count = instance.revisions.count()

    assert send_form(moderator, path, kind=form).status_code == 302

    instance.refresh_from_db()
    assert instance.revisions.count() == count
    assert not instance.has_unpublished_changes


@pytest.mark.parametrize("kind", [*PAGES, *SNIPPETS])
def test_saving_a_draft_twice_makes_one_revision(kind, moderator):
    instance = (PAGES | SNIPPETS)[kind]()
    path, form = edit_path(instance)
    send_form(moderator, path, kind=form)
    instance.refresh_from_db()
    count = instance.revisions.count()

    send_form(moderator, path, kind=form)

    assert instance.revisions.count() == count


def test_each_kind_of_change_makes_a_revision(editor):
    first, second = factories.make_person("Mair"), factories.make_person("Gwen")
    page = factories.make_update(authors=[first, second], live=False)
    path = reverse("wagtailadmin_pages:edit", args=[page.pk])
    changes = [
        {"title": "Another title"},
        {"authors-0-ORDER": "2", "authors-1-ORDER": "1"},
        {"authors-0-DELETE": "1"},
        {"expire_at": (timezone.now() + timedelta(days=9)).strftime("%Y-%m-%d %H:%M")},
    ]

    for change in changes:
        count = page.revisions.count()
        assert send_form(editor, path, **change).status_code == 302
        assert page.revisions.count() == count + 1, change


def test_a_comment_alone_makes_a_revision(editor):
    page = factories.make_standard_page(live=False)
    path = reverse("wagtailadmin_pages:edit", args=[page.pk])
    comment = {
        "comments-TOTAL_FORMS": "1",
        "comments-INITIAL_FORMS": "0",
        "comments-MIN_NUM_FORMS": "0",
        "comments-MAX_NUM_FORMS": "1000",
        "comments-0-text": "Really?",
        "comments-0-contentpath": "title",
        "comments-0-replies-TOTAL_FORMS": "0",
        "comments-0-replies-INITIAL_FORMS": "0",
        "comments-0-replies-MIN_NUM_FORMS": "0",
        "comments-0-replies-MAX_NUM_FORMS": "1000",
    }
    send_form(editor, path)
    count = page.revisions.count()

    assert send_form(editor, path, **comment).status_code == 302

    assert page.revisions.count() == count + 1
    assert page.wagtail_admin_comments.get().text == "Really?"


def autosave(client, path, revision, **changes):
    form = {**read_form(client, path), "overwrite_revision_id": str(revision.pk), **changes}
    return client.post(path, form, headers={"Accept": "application/json"})


def test_autosave_overwrites_its_own_revision(editor):
    page = factories.make_standard_page(live=False)
    path = reverse("wagtailadmin_pages:edit", args=[page.pk])
    send_form(editor, path, title="First")
    revision = page.revisions.latest("pk")

    answer = autosave(editor, path, revision, title="Second").json()

    assert answer["revision_id"] == revision.pk
    revision.refresh_from_db()
    assert revision.content["title"] == "Second"


@pytest.mark.parametrize("why", ["named", "published", "submitted"])
def test_autosave_leaves_a_kept_revision_as_it_is(why, client):
    user = factories.make_user("morgan", group="Moderators")
    client.force_login(user)
    page = factories.make_standard_page(live=False)
    path = reverse("wagtailadmin_pages:edit", args=[page.pk])
    send_form(client, path, title="Sent")
    revision = page.revisions.latest("pk")
    match why:
        case "named":
            RevisionName.objects.create(revision=revision, name="Sent to the printer")
        case "published":
            revision.publish()
        case "submitted":
            page.refresh_from_db()
            page.get_workflow().start(page, user)

    answer = autosave(client, path, revision, title="Later").json()

    assert answer["success"]
    assert answer["revision_id"] != revision.pk
    revision.refresh_from_db()
    assert revision.content["title"] == "Sent"
    page.refresh_from_db()
    assert page.latest_revision_id == answer["revision_id"]


@pytest.mark.django_db(transaction=True)
def test_purging_keeps_what_was_named_submitted_or_published():
    page = factories.make_standard_page(title="Published")
    named = save(page, "Named")
    RevisionName.objects.create(revision=named, name="Sent to the printer")
    submitted = save(page, "Submitted")
    page.get_workflow().start(page, factories.make_user()).cancel()
    forgotten, latest = save(page, "Forgotten"), save(page, "Latest")

    call_command("purge_revisions", stdout=StringIO())

    kept = set(Revision.objects.filter(object_id=str(page.pk)).values_list("object_str", flat=True))
    assert kept == {"Published", named.object_str, submitted.object_str, latest.object_str}
    assert not Revision.objects.filter(pk=forgotten.pk).exists()


def save(page, title):
    page.title = title
    revision = page.save_revision()
    page.refresh_from_db()
    return revision


def test_a_page_is_deleted_with_the_revisions_that_were_kept():
    page = factories.make_standard_page()
    RevisionName.objects.create(revision=page.latest_revision, name="Sent to the printer")

    page.delete()

    assert not RevisionName.objects.exists()


def test_rows_of_an_event_that_were_published_are_the_same_afterwards():
    event = factories.make_event()
    EventPage.objects.get(pk=event.pk).save_revision()
    count = event.revisions.count()

    EventPage.objects.get(pk=event.pk).save_revision()

    assert event.revisions.count() == count


def test_a_stream_whose_keys_the_database_has_put_in_another_order_is_unchanged(moderator):
    body = [factories.block("call_to_action", {"text": "Come.", "heading": "Join us", "links": []}, "join")]
    page = factories.make_update(body=body)
    page.save_revision(user=moderator)

    loaded = type(page).objects.get(pk=page.pk)
    loaded.save_revision(user=moderator)

    assert page.revisions.count() == 1

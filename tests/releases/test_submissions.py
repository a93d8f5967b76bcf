"""What a page shows goes to the moderator with it, and is published with it."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from wagtail.models import GroupApprovalTask, PageLogEntry, TaskState, Workflow, WorkflowTask

from cms.people.models import Person
from cms.releases.models import Release
from cms.releases.submissions import find_open_release
from events.models import EventTopic
from tests import factories
from tests.cms.languages import welsh
from tests.factories import block
from tests.releases.forms import read_form, send_form

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor():
    return factories.make_user()


@pytest.fixture
def moderator():
    return factories.make_user("morgan", group="Moderators")


def make_draft_person(name="Gwen Parry", **kwargs):
    person = factories.make_person(name, live=False, **kwargs)
    person.save_revision()
    return person


def introduce(person, **kwargs):
    value = {"heading": "Say hello", "person": person.pk, "introduction": "", "own_words": "<p>Hello.</p>"}
    return factories.make_update(live=False, body=[block("team_intro", value)], **kwargs)


def submit(page, user):
    page.refresh_from_db()
    page.get_workflow().start(page.specific, user)
    return find_open_release(page)


def approve(client, page, **changes):
    path = reverse("wagtailadmin_pages:edit", args=[page.pk])
    form = {**read_form(client, path), **changes}
    del form["body-count"]  # written by a script; the body stays as it is in a test that leaves it out
    approval = {"action-workflow-action": "true", "workflow-action-name": "approve"}
    return client.post(path, form | stream_of(page) | approval)


def save(client, page, people):
    """Save a draft of a page that introduces these people, as its form does."""
    path = reverse("wagtailadmin_pages:edit", args=[page.pk])
    form = read_form(client, path)
    del form["body-count"]
    page.body = [("team_intro", {**page.body[0].value, "person": person}) for person in people]
    response = client.post(path, form | stream_of(page))
    assert response.status_code == 302


def stream_of(page):
    """Return the form of a body that introduces somebody."""
    data = {"body-count": str(len(page.body))}
    for number, child in enumerate(page.body.raw_data):
        prefix = f"body-{number}"
        data |= {
            f"{prefix}-type": child["type"],
            f"{prefix}-order": str(number),
            f"{prefix}-deleted": "",
            f"{prefix}-id": child.get("id") or "",
            f"{prefix}-value-heading": child["value"]["heading"],
            f"{prefix}-value-person": str(child["value"]["person"]),
            f"{prefix}-value-introduction": "null",
            f"{prefix}-value-own_words": OWN_WORDS,
        }
    return data


OWN_WORDS = '{"blocks":[{"key":"a","text":"Hello.","type":"unstyled","depth":0,"inlineStyleRanges":[],"entityRanges":[],"data":{}}],"entityMap":{}}'  # noqa: E501


def names(release):
    return [str(item) for item in release.items.order_by("pk")]


def test_a_submission_takes_along_what_the_page_shows(editor):
    author, guest = make_draft_person("Mair Owen"), make_draft_person()
    page = introduce(guest, authors=[author])

    release = submit(page, editor)

    assert names(release) == ["Gwen Parry", "Mair Owen"] or names(release) == ["Mair Owen", "Gwen Parry"]
    assert not guest.workflow_states.exists()


def test_what_is_public_and_unchanged_stays_out(editor):
    person = factories.make_person()
    person.save_revision().publish()

    assert names(submit(introduce(person), editor)) == []


def test_events_and_notes_and_what_these_show_go_along(editor):
    action = factories.make_call_to_action("Lend us two hours", live=False, links=[])
    action.save_revision()
    event = factories.make_event(title="Seed swap", live=False, body=[block("shared_call_to_action", action.pk)])
    announced = {"heading": "Dates", "introduction": "", "items": [block("event", {"page": event.pk, "date": None})]}
    page = factories.make_update(live=False, body=[block("events", announced)])

    assert sorted(names(submit(page, editor))) == ["Lend us two hours", "Seed swap"]


def test_a_page_that_is_only_linked_has_its_own_time(editor):
    draft = factories.make_standard_page(title="Later", live=False)
    page = factories.make_update(live=False, body=[block("paragraph", f'<a linktype="page" id="{draft.pk}">Later</a>')])

    assert names(submit(page, editor)) == []


def test_a_draft_translation_goes_along_with_a_translated_page(editor):
    locale = welsh()
    person = factories.make_person("Gwen")
    person.save_revision().publish()
    translated = person.copy_for_translation(locale)
    translated.name, translated.live = "Gwen (cy)", False
    translated.save()
    translated.save_revision()
    page = introduce(person)
    page.locale = locale
    page.save()
    page.save_revision()

    assert names(submit(page, editor)) == ["Gwen (cy)"]


def test_an_approval_publishes_everything_in_one_act(client, editor, moderator):
    person = make_draft_person()
    page = introduce(person)
    release = submit(page, editor)
    client.force_login(moderator)

    response = approve(client, page)

    assert response.status_code == 302
    page.refresh_from_db()
    person.refresh_from_db()
    release.refresh_from_db()
    assert (page.live, page.has_unpublished_changes) == (True, False)
    assert (person.live, person.has_unpublished_changes) == (True, False)
    assert release.state == Release.State.RELEASED
    html = client.get(page.get_url()).content.decode()
    assert "Gwen Parry" in html
    assert client.get(f"/api/v2/updates/{page.pk}/").json()["body"][0]["value"]["person"]["name"] == "Gwen Parry"


def test_a_moderator_takes_something_out(client, editor, moderator):
    person = make_draft_person()
    page = introduce(person)
    submit(page, editor)
    client.force_login(moderator)

    response = approve(client, page, **{"release-item": []})

    page.refresh_from_db()
    person.refresh_from_db()
    assert (page.live, person.live) == (True, False)
    assert "Readers cannot see Gwen Parry yet." in client.get(response.url).content.decode()


def test_the_moderator_sees_what_changed(client, editor, moderator):
    person = factories.make_person("Mair")
    person.save_revision().publish()
    person.role = "Head cook"
    revision = person.save_revision()
    page = introduce(person)
    submit(page, editor)
    client.force_login(moderator)

    html = client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()

    compare = reverse(person.snippet_viewset.get_url_name("revisions_compare"), args=[person.pk, "live", revision.pk])
    assert compare in html
    assert client.get(compare).status_code == 200


def test_an_approval_covers_only_what_was_seen(client, editor, moderator):
    person = make_draft_person()
    page = introduce(person)
    release = submit(page, editor)
    client.force_login(moderator)
    seen = read_form(client, reverse("wagtailadmin_pages:edit", args=[page.pk]))["release-seen"]
    person.refresh_from_db()
    person.role = "Something else"
    person.save_revision()

    response = approve(client, page, **{"release-seen": seen})

    assert "has changed" in client.get(response.url).content.decode()
    page.refresh_from_db()
    person.refresh_from_db()
    assert (page.live, person.live) == (False, False)
    assert release.items.get().edited_at
    approve(client, page)
    person.refresh_from_db()
    assert (person.live, person.role, person.has_unpublished_changes) == (True, "Something else", False)


def test_an_approval_from_the_dashboard_publishes_what_was_submitted(client, editor, moderator):
    person = make_draft_person()
    page = introduce(person)
    submit(page, editor)
    person.refresh_from_db()
    person.role = "Not yet read"
    person.save_revision()
    client.force_login(moderator)
    state = page.current_workflow_state.current_task_state

    client.post(reverse("wagtailadmin_pages:workflow_action", args=[page.pk, "approve", state.pk]), {"comment": ""})

    person.refresh_from_db()
    assert (person.live, person.role, person.has_unpublished_changes) == (True, "Cook", True)


def test_what_a_page_shows_after_an_edit_under_review_goes_along(client, editor, moderator):
    gwen = make_draft_person()
    page = introduce(gwen)
    release = submit(page, editor)
    sion = make_draft_person("Siôn Rees")
    client.force_login(moderator)

    save(client, page, people=[gwen, sion])
    assert names(release) == ["Gwen Parry", "Siôn Rees"]
    form = client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()
    assert form.count('name="release-item"') == 2
    page.refresh_from_db()
    approve(client, page.get_latest_revision_as_object())

    assert Person.objects.filter(live=True).count() == 2
    assert "Siôn Rees" in client.get(page.get_url()).content.decode()


def test_what_an_item_shows_after_an_edit_under_review_goes_along(client, editor, moderator):
    event = factories.make_event(live=False)
    items = [block("event", {"page": event.pk, "date": None})]
    body = [block("events", {"heading": "Dates", "introduction": "", "items": items})]
    release = submit(factories.make_update(live=False, body=body), editor)
    assert names(release) == [str(event)]
    topic = factories.make_topic("Seeds", live=False)
    topic.save_revision()
    event.topics.add(EventTopic(topic=topic))
    event.save_revision()
    client.force_login(moderator)

    send_form(client, reverse("wagtailadmin_pages:edit", args=[event.pk]))

    assert sorted(names(release)) == sorted([str(event), "Seeds"])


def test_what_was_taken_out_stays_out_after_an_edit_of_something_else(client, editor, moderator):
    gwen = make_draft_person()
    page = introduce(gwen)
    release = submit(page, editor)
    client.force_login(moderator)

    approve(client, page, **{"release-item": []})

    assert "Gwen Parry" not in names(release)


def test_an_edit_reopens_the_steps_that_were_approved(editor, moderator):
    page = introduce(make_draft_person())
    workflow = page.get_workflow()
    second = GroupApprovalTask.objects.create(name="Last look")
    WorkflowTask.objects.create(workflow=workflow, task=second, sort_order=9)
    release = submit(page, editor)
    state = release.workflow_state
    first = state.current_task_state
    first.task.specific.on_action(first, moderator, "approve")
    state.refresh_from_db()
    assert state.current_task_state.task_id == second.pk

    person = release.items.get().content_object
    person.role = "Something else"
    person.save_revision(user=editor)

    state.refresh_from_db()
    assert state.current_task_state.task_id == first.task_id
    assert state.task_states.filter(status=TaskState.STATUS_APPROVED).count() == 0
    assert PageLogEntry.objects.filter(page=page.pk, action="cms.release.reopened").count() == 1


def test_what_is_in_two_releases_is_published_once_and_never_goes_back(editor, moderator):
    person = make_draft_person()
    pages = [introduce(person), introduce(person)]
    submit(pages[0], editor)
    person.refresh_from_db()
    person.role = "Head cook"
    person.save_revision()
    submit(pages[1], editor)

    for page in reversed(pages):
        state = page.current_workflow_state.current_task_state
        state.task.specific.on_action(state, moderator, "approve")

    person.refresh_from_db()
    assert (person.role, person.has_unpublished_changes) == ("Head cook", False)


def test_what_was_withdrawn_does_not_come_back(editor, moderator):
    person = factories.make_person()
    person.save_revision().publish()
    person.role = "Head cook"
    person.save_revision()
    page = introduce(person)
    release = submit(page, editor)
    person.refresh_from_db()
    person.unpublish()

    state = release.workflow_state.current_task_state
    state.task.specific.on_action(state, moderator, "approve")

    person.refresh_from_db()
    assert not person.live


def test_a_failure_publishes_nothing(editor, moderator, monkeypatch):
    person = make_draft_person()
    page = introduce(person)
    state = submit(page, editor).workflow_state.current_task_state

    def fail(*args, **kwargs):
        raise ValueError

    monkeypatch.setattr(type(page), "publish", fail)
    with pytest.raises(ValueError):  # noqa: PT011
        state.task.specific.on_action(state, moderator, "approve")

    person.refresh_from_db()
    assert not person.live


def test_a_scheduled_page_takes_everything_with_it_at_its_time(client, editor, moderator):
    person = make_draft_person()
    page = introduce(person)
    page.go_live_at = timezone.now() + timedelta(hours=1)
    page.save_revision()
    release = submit(page, editor)
    state = release.workflow_state.current_task_state
    state.task.specific.on_action(state, moderator, "approve")
    person.refresh_from_db()
    release.refresh_from_db()
    assert (person.live, release.state) == (False, Release.State.SCHEDULED)
    client.force_login(editor)
    form = client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()
    assert "These are published with the page at the time that is set." in form
    assert "If you submit the page" not in form
    page.revisions.exclude(approved_go_live_at=None).update(approved_go_live_at=timezone.now() - timedelta(minutes=1))
    revision = page.revisions.latest("pk")
    revision.content["go_live_at"] = (timezone.now() - timedelta(minutes=1)).isoformat()
    revision.save()

    call_command("publish_scheduled")

    person.refresh_from_db()
    page.refresh_from_db()
    release.refresh_from_db()
    assert (page.live, person.live, release.state) == (True, True, Release.State.RELEASED)


def test_a_moderator_publishes_nothing_that_they_may_not(client, editor, moderator):
    moderator.groups.get().permissions.remove(*moderator.groups.get().permissions.filter(codename="publish_person"))
    person = make_draft_person()
    page = introduce(person)
    submit(page, editor)
    client.force_login(moderator)
    item = find_open_release(page).items.get()

    response = approve(client, page, **{"release-item": [str(item.pk)]})

    assert "may not publish Gwen Parry" in client.get(response.url).content.decode()
    person.refresh_from_db()
    page.refresh_from_db()
    assert (page.live, person.live) == (False, False)


def test_after_a_request_for_changes_the_release_is_collected_again(editor, moderator):
    page = introduce(make_draft_person())
    release = submit(page, editor)
    state = release.workflow_state.current_task_state
    state.task.specific.on_action(state, moderator, "reject")
    other = make_draft_person("Mair Owen")
    draft = page.get_latest_revision().as_object()
    draft.authors.add(draft.authors.model(person=other))
    draft.save_revision()

    release.workflow_state.refresh_from_db()
    release.workflow_state.resume(editor)

    assert sorted(names(release)) == ["Gwen Parry", "Mair Owen"]


def test_a_withdrawn_submission_releases_nothing(editor):
    release = submit(introduce(make_draft_person()), editor)

    release.workflow_state.cancel(user=editor)

    release.refresh_from_db()
    assert release.state == Release.State.CANCELLED


def test_the_editor_sees_what_will_go_along(client, editor):
    page = introduce(make_draft_person())
    client.force_login(editor)
    path = reverse("wagtailadmin_pages:edit", args=[page.pk])

    html = client.get(path).content.decode()

    assert "go to the moderator with it" in html
    assert "release-item" not in html


def test_a_workflow_without_a_page_publishes_a_snippet(editor, moderator):
    person = make_draft_person()
    person.refresh_from_db()
    person.get_workflow().start(person, editor)
    state = person.current_workflow_state.current_task_state

    state.task.specific.on_action(state, moderator, "approve")

    person.refresh_from_db()
    assert person.live


def test_snippets_have_the_workflow_of_pages():
    workflow = Workflow.objects.get()

    for snippet in (factories.make_person(), factories.make_topic(), factories.make_call_to_action()):
        assert snippet.get_workflow() == workflow


def test_listings_of_snippets_show_their_status(client, editor):
    person = make_draft_person()
    client.force_login(editor)
    person.refresh_from_db()
    person.get_workflow().start(person, editor)

    html = client.get(reverse(person.snippet_viewset.get_url_name("list"))).content.decode()

    assert "In moderation" in html or "in moderation" in html


def test_an_editor_submits_a_snippet(client, editor):
    person = make_draft_person()
    client.force_login(editor)
    path = reverse(person.snippet_viewset.get_url_name("edit"), args=[person.pk])

    send_form(client, path, kind="snippet", **{"action-submit": "1"})

    assert person.workflow_in_progress


@pytest.mark.parametrize("make", [factories.make_person, factories.make_topic, factories.make_call_to_action])
def test_a_snippet_that_is_submitted_twice_stays_in_its_review(make, client, moderator):
    snippet = make(live=False)
    snippet.save_revision()
    client.force_login(moderator)
    path = reverse(snippet.snippet_viewset.get_url_name("edit"), args=[snippet.pk])
    send_form(client, path, kind="snippet", **{"action-submit": "1"})
    state = snippet.current_workflow_state

    response = send_form(client, path, kind="snippet", **{"action-submit": "1"})

    assert response.status_code == 302
    assert snippet.current_workflow_state == state


@pytest.mark.parametrize("kind", ["page", "snippet"])
def test_the_button_of_those_who_review_approves(kind, client, editor, moderator):
    instance = factories.make_update(live=False) if kind == "page" else make_draft_person()
    instance.get_workflow().start(instance, editor)
    views = "wagtailadmin_pages" if kind == "page" else instance.snippet_viewset.url_namespace
    client.force_login(moderator)

    menu = client.get(reverse(f"{views}:edit", args=[instance.pk])).context["action_menu"]

    assert menu.default_item.name == "approve"
    client.force_login(editor)
    menu = client.get(reverse(f"{views}:edit", args=[instance.pk])).context["action_menu"]
    assert menu.default_item.name != "approve"


@pytest.mark.parametrize("comment", ["Soup for whom?", ""])
@pytest.mark.parametrize("kind", ["page", "snippet"])
def test_an_editor_sees_what_a_moderator_has_asked_for(kind, comment, client, editor, moderator):
    instance = factories.make_update(live=False) if kind == "page" else make_draft_person()
    state = instance.get_workflow().start(instance, editor)
    views = "wagtailadmin_pages" if kind == "page" else instance.snippet_viewset.url_namespace
    path = reverse(f"{views}:edit", args=[instance.pk])
    client.force_login(editor)
    assert "asked for changes" not in client.get(path).content.decode()

    state.current_task_state.reject(user=moderator, comment=comment)

    expected = f"Morgan asked for changes: “{comment}”" if comment else "Morgan asked for changes."
    assert [str(message) for message in client.get(path).context["messages"]] == [expected]
    state.refresh_from_db()
    state.resume(user=editor)
    assert "asked for changes" not in client.get(path).content.decode()

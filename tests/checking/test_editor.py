"""The checks in the editor: the panel, its buttons, and what blocks publishing."""

import json
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Workflow

from blog.models import UpdatePage
from cms.checking.models import BlockingCheck
from cms.models.refusals import RefusedError
from cms.people.models import Person
from tests import factories
from tests.factories import block, make_id

pytestmark = pytest.mark.django_db


@pytest.fixture
def moderator(client):
    user = factories.make_user("mo", group="Moderators")
    client.force_login(user)
    return user


@pytest.fixture
def post(moderator):
    draft = factories.make_person("Mair", live=False)
    quote = {"text": "Soup!", "person": draft.pk, "attribution": "", "role": ""}
    part = block("heading", {"text": "Beans", "level": "3"})
    return factories.make_update(title="May", live=False, introduction="Beans.", body=[part, block("quote", quote)])


def show(client, page):
    return client.get(reverse("checking_findings", args=[page.pk])).json()


def make_form(page, **kwargs):
    """Return what the editor sends, without changes but ``kwargs``."""
    stream = [(number, child) for number, child in enumerate(page.body.get_prep_value())]
    data = {
        "title": page.title,
        "slug": page.slug,
        "kind": page.kind,
        "introduction": page.introduction,
        "body-count": str(len(stream)),
        "comments-TOTAL_FORMS": "0",
        "comments-INITIAL_FORMS": "0",
    }
    for number, child in stream:
        data |= {f"body-{number}-type": child["type"], f"body-{number}-id": child["id"], f"body-{number}-order": number}
        data |= {f"body-{number}-deleted": ""}
        data |= {f"body-{number}-value-{name}": value or "" for name, value in child["value"].items()}
    for name in ("authors", "topics", "meeting_notes", "related_updates"):
        data |= {f"{name}-TOTAL_FORMS": "0", f"{name}-INITIAL_FORMS": "0"}
    return {**data, **kwargs}


def edit(client, page, **kwargs):
    return client.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), make_form(page, **kwargs), follow=True)


def test_the_panel_is_in_the_editor_and_costs_no_query_there(client, post, django_assert_max_num_queries):
    editor = client.get(reverse("wagtailadmin_pages:edit", args=[post.pk])).content.decode()

    assert 'data-controller="page-checks"' in editor
    show(client, post)
    with django_assert_max_num_queries(20):
        answer = show(client, post)
    assert answer["count"] == 3
    assert f"block-{make_id('heading')}-section" in answer["html"]
    assert "Mair is still a draft." in answer["html"]
    assert "Publish this person" in answer["html"]


def test_the_panel_costs_as_many_queries_with_many_drafts(client, post):
    counts = []
    for _number in range(3):
        with CaptureQueriesContext(connection) as queries:
            show(client, post)
        counts.append(len(queries))
        draft = factories.make_person(live=False)
        draft.save_revision()
        quote = {"text": "Soup!", "person": draft.pk, "attribution": "", "role": ""}
        post.body = [*post.body.get_prep_value(), block("quote", quote, f"q{draft.pk}")]
        post.save_revision()

    assert counts[1] == counts[2]


def test_the_same_advice_is_given_once(client, post):
    text = '<a href="https://example.org/">here</a>'
    post.body = [block("paragraph", text, name) for name in ("p1", "p2")]
    post.save_revision()

    html = show(client, post)["html"]

    assert html.count("The link text “here”") == 2
    assert html.count("Many people jump from link to link") == 1


def test_the_panel_shows_the_draft_and_only_to_those_who_may_edit_it(client, post):
    post.introduction, post.hero_image = "", factories.make_image()
    post.save_revision()

    assert "no summary" in show(client, post)["html"]
    client.force_login(factories.User.objects.create_user("x", is_staff=True))
    assert client.get(reverse("checking_findings", args=[post.pk])).status_code in {302, 403}


def test_a_button_publishes_a_person_for_those_who_may(client, post):
    finding = {"finding": f"draft_person:{make_id('quote')}"}
    client.force_login(factories.make_user("erin", group="Editors"))
    refused = client.post(reverse("checking_mend", args=[post.pk]), finding)
    client.force_login(factories.User.objects.get(username="mo"))

    answer = client.post(reverse("checking_mend", args=[post.pk]), finding)

    assert refused.status_code in {302, 403}
    assert answer.json() == {"message": "Mair is published."}
    assert Person.objects.get(name="Mair").live
    assert client.post(reverse("checking_mend", args=[post.pk]), finding).status_code == 404


def test_advice_keeps_nobody_from_publishing(client, post):
    Person.objects.update(live=True)

    edit(client, post, **{"action-publish": "1"})

    post.refresh_from_db()
    assert post.live


def block_headings():
    BlockingCheck.objects.create(name="skipped_heading")


def test_the_button_keeps_what_was_typed_as_a_draft(client, post):
    block_headings()

    answer = edit(client, post, title="June", **{"action-publish": "1"})

    post.refresh_from_db()
    assert not post.live
    assert post.get_latest_revision_as_object().title == "June"
    assert "“June” was not published." in answer.content.decode()
    assert "“Beans” is a subheading" in answer.content.decode()
    assert "Your changes are saved as a draft." in answer.content.decode()
    assert f"/edit/#block-{make_id('heading')}-section" in answer.content.decode()


def test_a_new_page_becomes_a_draft(client, post):
    block_headings()
    index = post.get_parent()
    data = make_form(post, title="July", slug="", **{"action-publish": "1"})

    answer = client.post(reverse("wagtailadmin_pages:add", args=["blog", "updatepage", index.pk]), data, follow=True)

    page = UpdatePage.objects.get(title="July")
    assert not page.live
    assert "was not published" in answer.content.decode()
    assert client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).status_code == 200


def test_nobody_schedules_what_is_blocked_and_what_was_scheduled_goes_out(client, post, moderator):
    post.go_live_at = timezone.now() + timedelta(hours=1)
    scheduled = post.save_revision(user=moderator)
    scheduled.publish(user=moderator)
    block_headings()

    with pytest.raises(RefusedError):
        post.save_revision(user=moderator).publish(user=moderator)

    scheduled.refresh_from_db()
    scheduled.publish(log_action="wagtail.publish.scheduled")
    assert scheduled.approved_go_live_at


def test_what_is_published_with_a_page_blocks_it_neither_now_nor_at_its_time(client, post, moderator):
    BlockingCheck.objects.create(name="draft_person")
    Person.objects.get(name="Mair").save_revision()
    post.go_live_at = timezone.now() + timedelta(hours=1)
    post.save_revision(user=moderator)
    question = client.get(reverse("releases_publish", args=[post.pk]))
    choices = {"version": question.context["version"], "item": [choice for choice, _row in question.context["rows"]]}

    client.post(reverse("releases_publish", args=[post.pk]), {**choices, "item": []})
    assert not post.revisions.exclude(approved_go_live_at=None).exists()

    client.post(reverse("releases_publish", args=[post.pk]), choices)
    assert post.revisions.exclude(approved_go_live_at=None).exists()


@pytest.mark.parametrize("is_blocked", [True, False])
def test_a_page_that_is_published_with_another_is_not_scheduled_past_a_check(client, moderator, is_blocked):
    event = factories.make_event(title="Seed swap", live=False)
    event.body = [block("heading", {"text": "Beans", "level": "3" if is_blocked else "2"})]
    event.save_revision()
    items = [{"type": "event", "value": {"page": event.pk, "date": None}, "id": make_id("event")}]
    body = [block("events", {"heading": "Soon", "introduction": "", "items": items})]
    post = factories.make_update(title="May", live=False, introduction="Beans.", body=body)
    block_headings()
    post.go_live_at = timezone.now() + timedelta(hours=1)
    post.save_revision(user=moderator)
    question = client.get(reverse("releases_publish", args=[post.pk]))
    choices = {"version": question.context["version"], "item": [choice for choice, _row in question.context["rows"]]}

    answer = client.post(reverse("releases_publish", args=[post.pk]), choices, follow=True)

    assert len(choices["item"]) == 1
    assert ("“Seed swap” was not published." in answer.content.decode()) is is_blocked
    assert post.revisions.exclude(approved_go_live_at=None).exists() is not is_blocked


def test_publishing_many_publishes_none(client, post):
    block_headings()
    url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])

    answer = client.post(f"{url}?id={post.pk}&next=/admin/", follow=True)

    post.refresh_from_db()
    assert not post.live
    assert "not published" in answer.content.decode() or "Publish these pages one by one" in answer.content.decode()


def test_an_approval_becomes_a_draft(client, post, moderator):
    block_headings()
    workflow = Workflow.objects.get(name="Moderators approval")
    workflow.start(post, moderator)
    action = {"action-workflow-action": "1", "workflow-action-name": "approve"}

    answer = edit(client, post, title="June", **action)

    post = UpdatePage.objects.get(pk=post.pk)
    assert not post.live
    assert post.get_latest_revision_as_object().title == "June"
    assert post.workflow_in_progress
    assert "“June” was not published." in answer.content.decode()
    assert "Your changes are saved as a draft." in answer.content.decode()


def test_an_approval_from_elsewhere_is_refused_with_the_reason(client, post, moderator):
    block_headings()
    Workflow.objects.get(name="Moderators approval").start(post, moderator)
    state = post.current_workflow_task_state
    url = reverse("wagtailadmin_pages:workflow_action", args=[post.pk, "approve", state.pk])

    answer = client.post(url, {"comment": ""}, headers={"x-requested-with": "XMLHttpRequest"})

    post.refresh_from_db()
    assert not post.live
    assert post.workflow_in_progress
    assert json.loads(answer.content)["redirect"].endswith(f"/pages/{post.pk}/edit/")
    assert "was not published" in client.get(f"/admin/pages/{post.pk}/edit/").content.decode()


def test_administrators_choose_what_blocks(client, post):
    assert client.get(reverse("checking_choices")).status_code in {302, 403}
    client.force_login(factories.User.objects.create_superuser("ada", "ada@example.org", "a long password"))
    BlockingCheck.objects.create(name="of_an_app_that_is_gone")
    screen = client.get(reverse("checking_choices"))
    chosen = dict.fromkeys(screen.context["form"].fields, "advice")

    client.post(reverse("checking_choices"), {**chosen, "past_event": "blocking"})

    assert set(BlockingCheck.objects.values_list("name", flat=True)) == {"past_event", "of_an_app_that_is_gone"}
    assert client.get(reverse("checking_choices")).context["form"]["past_event"].initial == "blocking"


def test_an_outdated_translation_can_be_published_since_that_mends_it(client, post, moderator):
    BlockingCheck.objects.create(name="outdated_translation")
    post.outdated_since = timezone.now()
    post.save()

    post.save_revision(user=moderator).publish(user=moderator)

    post.refresh_from_db()
    assert post.live


def test_only_names_what_blocks_first(client, post):
    block_headings()
    html = show(client, post)["html"]

    assert html.index("is a subheading") < html.index("no main picture")
    assert html.count("Blocks publishing") == 1


@pytest.mark.parametrize("is_mended", [True, False])
def test_an_approval_is_checked_with_what_is_typed_with_it(client, post, moderator, is_mended):
    post.body = [block("heading", {"text": "Beans", "level": "3" if is_mended else "2"})]
    post.save_revision()
    block_headings()
    Workflow.objects.get(name="Moderators approval").start(post, moderator)
    typed = {"title": "June", "body-0-value-level": "2" if is_mended else "3"}

    answer = edit(client, post, **typed, **{"action-workflow-action": "1", "workflow-action-name": "approve"})

    post = UpdatePage.objects.get(pk=post.pk)
    assert post.get_latest_revision_as_object().title == "June"
    assert post.live is is_mended
    assert post.workflow_in_progress is not is_mended
    assert ("“June” was not published." in answer.content.decode()) is not is_mended

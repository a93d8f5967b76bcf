"""The dashboard: what is somebody's own, what waits for them, and what is going to happen."""

from datetime import timedelta

import pytest
import time_machine
from django.contrib.auth.models import Permission, User
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Locale, Page

from blog.models import UpdatePage
from blog.starting import start_update
from cms.bin.actions import move_to_bin
from cms.dashboard.desk import Desk
from cms.dashboard.lists import list_coming, list_own, list_reviews
from cms.dashboard.moments import describe_moment
from cms.people.models import Person
from tests import factories
from tests.cms.languages import make_welsh

pytestmark = pytest.mark.django_db


@pytest.fixture
def erin():
    return factories.make_user()


@pytest.fixture
def morgan():
    return factories.make_user("morgan", group="Moderators")


def draft(user, title, **kwargs):
    """Return a page of which somebody has written a draft."""
    page = factories.make_update(title=title, live=False, owner=user, **kwargs)
    write(page, user)
    return page


def write(page, user):
    page.introduction = f"By {user}"
    return page.save_revision(user=user)


def submit(page, user):
    page.get_workflow().start(page, user)
    return page.current_workflow_state


def read(groups):
    return {str(group.heading): [row.thing.title for row in group.rows] for group in groups}


def ask(client, user):
    client.force_login(user)
    return client.get(reverse("wagtailadmin_home")).content.decode()


def test_ones_own_is_sorted_by_what_is_to_be_done(erin, morgan):
    draft(erin, "Begun")
    sent, returned = draft(erin, "Sent"), draft(erin, "Returned")
    submit(sent, erin)
    submit(returned, erin).current_task_state.reject(user=morgan, comment="Who is in the picture?")
    for page in (factories.make_update(title="Public"), draft(erin, "Published")):
        page.introduction = "Changed"
        page.save_revision(user=erin).publish()
    draft(morgan, "Another's")
    draft(erin, "Planned", go_live_at=timezone.now() + timedelta(days=1)).save_revision(user=erin).publish()
    person = factories.make_person("Mair", live=False)
    person.save_revision(user=erin)
    move_to_bin([draft(erin, "Binned")], erin)

    groups = list_own(Desk(erin))

    assert read(groups) == {
        "Came back with a comment": ["Returned"],
        "Sent for review": ["Sent"],
        "Drafts": ["Mair", "Begun"],
        "Edited last": ["Published", "Public"],
    }
    row = groups[0].rows[0]
    assert (row.note, row.by) == ("Who is in the picture?", morgan)


def test_a_page_that_somebody_else_edits_meanwhile_stays_its_owners(erin, morgan):
    page = draft(erin, "Shared")
    write(page, morgan)

    for user in (erin, morgan):
        assert read(list_own(Desk(user)))["Drafts"] == ["Shared"]


def test_what_waits_is_bundled_with_its_translations_and_with_what_goes_out_with_it(erin, morgan):
    person = factories.make_person("Gwen", live=False)
    person.save_revision(user=erin)
    value = {"heading": "Say hello", "person": person.pk, "introduction": "", "own_words": "<p>Hello.</p>"}
    english = draft(erin, "Spring", body=[factories.block("team_intro", value)])
    welsh = make_welsh(english, live=False, title="Gwanwyn")
    submit(english, erin)
    submit(welsh, erin)
    other = factories.make_person("Tomos", live=False)
    other.save_revision(user=erin)
    submit(other, erin)

    bundles = list_reviews(Desk(morgan))

    assert [[review.row.thing.title for review in bundle] for bundle in bundles] == [["Spring", "Gwanwyn"], ["Tomos"]]
    assert bundles[0][0].items == ["Gwen"]
    assert bundles[0][0].row.by == erin
    assert list_reviews(Desk(erin)) == []


def test_the_hour_of_what_comes_is_said_in_words(erin, morgan):
    with time_machine.travel("2026-11-28T12:00Z", tick=False):
        now = timezone.now()
        page = draft(morgan, "Planned")
        page.go_live_at = now + timedelta(hours=21)
        page.save_revision(user=morgan).publish()
        Page.objects.filter(pk=factories.make_update(title="Ends").pk).update(expire_at=now + timedelta(days=3))
        Page.objects.filter(pk=factories.make_update(title="Later").pk).update(expire_at=now + timedelta(days=30))
        Person.objects.filter(pk=factories.make_person("Mair").pk).update(expire_at=now + timedelta(days=13))

        found = list_coming(Desk(morgan))

    assert [(one.thing.title, one.text) for one in found] == [
        ("Planned", "will be published tomorrow at 09:00"),
        ("Ends", "expires on Tuesday at 12:00"),
        (found[2].thing.title, "expires on 11 December at 12:00"),
    ]


@pytest.mark.parametrize(
    ("hours", "words"),
    [(-24, "yesterday at 12:00"), (1, "today at 13:00"), (24 * 40, "on 7 January 2027 at 12:00")],
)
def test_moments_are_named_by_their_distance(hours, words):
    with time_machine.travel("2026-11-28T12:00Z", tick=False):
        assert describe_moment(timezone.now() + timedelta(hours=hours)) == words


def test_each_sees_what_they_may_do_something_about(client, erin, morgan):
    factories.make_update_index()
    draft(erin, "Begun")
    nobody = User.objects.create_user("tegan")
    nobody.user_permissions.add(Permission.objects.get(codename="access_admin"))

    editors, moderators, others = ask(client, erin), ask(client, morgan), ask(client, nobody)

    assert "Begun" in editors
    assert "Waits for your review" not in editors
    assert "Nothing waits for you." in moderators
    assert "Nothing is scheduled" in editors
    assert "You have no drafts" in moderators
    assert "desk" not in others.partition("<main")[2]
    for page in (editors, moderators, others):
        assert "Site summary" not in page
        assert "Your most recent edits" not in page


def test_what_somebody_may_not_edit_is_no_link_and_nothing_that_comes(erin, morgan):
    page = draft(erin, "Begun")
    Page.objects.filter(pk=page.pk).update(live=True, expire_at=timezone.now() + timedelta(days=1))
    erin.groups.clear()

    desk = Desk(User.objects.get(pk=erin.pk))

    assert [row.thing.url for group in list_own(desk) for row in group.rows] == [None]
    assert list_coming(desk) == []
    assert [one.thing.title for one in list_coming(Desk(morgan))] == ["Begun"]


def test_who_has_written_nothing_is_told_how_to_begin(client, erin):
    before = ask(client, erin)
    draft(erin, "Begun")

    after = ask(client, erin)

    assert "Three things to begin with" in before
    assert "You see what becomes of it before it is added." in before
    assert "Three things to begin with" not in after
    assert "Introduce a person" in after


def fill_desk(user, reviewer, number):
    archive = UpdatePage.objects.first().get_parent().specific
    for count in range(number):
        draft(user, f"Draft {count}", parent=archive)
        submit(draft(user, f"Sent {count}", parent=archive), user)
        page = draft(reviewer, f"Planned {count}", parent=archive, go_live_at=timezone.now() + timedelta(days=1))
        page.save_revision(user=reviewer).publish()
        person = factories.make_person(f"Person {count}", live=False)
        person.save_revision(user=user)
        factories.make_event(title=f"Event {count}", dates=[factories.make_date(days=3), factories.make_date(days=9)])
        make_welsh(factories.make_update(title=f"Both {count}", parent=archive), live=False)


@pytest.mark.parametrize("name", ["erin", "morgan", "boss"])
def test_the_number_of_statements_depends_on_nothing(client, erin, morgan, name):
    users = {"erin": erin, "morgan": morgan, "boss": User.objects.create_superuser("boss")}
    Locale.objects.get_or_create(language_code="cy")
    start_update(factories.make_update_index(), erin)
    counts = []
    for number in (1, 3):
        fill_desk(erin, users[name], number)
        ask(client, users[name])
        with CaptureQueriesContext(connection) as captured:
            client.get(reverse("wagtailadmin_home"))
        counts.append(len(captured))

    assert counts[0] == counts[1] < 25

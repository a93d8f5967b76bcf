"""Starting this month's update: one draft with everything that is known."""

from datetime import date, timedelta

import pytest
import time_machine
from django.contrib.auth.models import Group, Permission, User
from django.contrib.messages import get_messages
from django.urls import reverse
from django.utils import timezone
from wagtail.models import GroupPagePermission, Locale, Site

from blog.announcing import list_unannounced
from blog.models import UpdateIndexPage, UpdatePage, UpdateTemplate
from blog.starting import find_begun, start_update
from blog.starting_admin import list_archives
from cms.importing.forms import list_places
from cms.importing.models import Upload
from cms.importing.posts.views import list_places as list_places_of_posts
from tests import factories
from tests.cms.languages import make_welsh, welsh_home
from tests.factories import block, item, make_update, make_update_index

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("november")]


MONTHLY = {"kind": UpdatePage.Kind.MONTHLY_UPDATE}


@pytest.fixture
def november():
    with time_machine.travel("2026-11-28T12:00Z", tick=False):
        yield


@pytest.fixture
def archive() -> UpdateIndexPage:
    return make_update_index()


@pytest.fixture
def erin(archive):
    return factories.make_user()


def read_body(update) -> list[tuple[str, object]]:
    return [(child["type"], child["value"]) for child in update.get_latest_revision_as_object().body.raw_data]


def make_template(**kwargs) -> UpdateTemplate:
    site = Site.objects.get(is_default_site=True)
    return UpdateTemplate.objects.create(site=site, locale=Locale.get_default(), **kwargs)


def test_the_draft_has_what_is_known(archive, erin):
    october = make_update(
        archive, **MONTHLY, period=date(2026, 10, 1), first_published_at=timezone.now() - timedelta(days=60)
    )
    soon = factories.make_event(title="Seed swap", dates=[factories.make_date(days=5), factories.make_date(days=12)])
    factories.make_event(title="Far away", dates=[factories.make_date(days=90)])
    factories.make_event(title="Over", dates=[factories.make_date(days=-9)])
    notes = factories.make_notes(soon, date=date(2026, 11, 3))
    factories.make_notes(soon, title="Before", slug="before", date=date(2026, 9, 3))
    new = factories.make_person("Mair", joined=date(2026, 11, 2))
    factories.make_person("Old", joined=date(2026, 9, 1))
    factories.make_person("Draft", joined=date(2026, 11, 2), live=False)
    call = factories.make_call_to_action()

    update, is_new = start_update(archive, erin)

    assert is_new
    assert (update.title, update.period, update.live, update.owner) == (
        "November 2026 update",
        date(2026, 11, 1),
        False,
        erin,
    )
    body = dict(read_body(update))
    assert [name for name, _value in read_body(update)] == [
        "heading",
        "paragraph",
        "team_intro",
        "events",
        "shared_call_to_action",
    ]
    assert body["team_intro"]["person"] == new.pk
    assert body["team_intro"]["heading"] == "Say hello to Mair"
    assert [one["value"]["page"] for one in body["events"]["items"]] == [soon.pk]
    assert body["shared_call_to_action"] == call.pk
    draft = update.get_latest_revision_as_object()
    assert [row.notes_id for row in draft.meeting_notes.all()] == [notes.pk]
    assert october.pk != update.pk


def test_whom_the_last_update_introduced_is_not_new(archive, erin):
    known = factories.make_person("Known", joined=date(2026, 11, 2))
    new = factories.make_person("New", joined=date(2026, 11, 2))
    intro = block("team_intro", {"heading": "Hello", "person": known.pk, "introduction": "", "own_words": ""})
    published = timezone.now() - timedelta(days=26)
    make_update(archive, **MONTHLY, period=date(2026, 10, 1), body=[intro], first_published_at=published)

    update, _is_new = start_update(archive, erin)

    assert [value["person"] for name, value in read_body(update) if name == "team_intro"] == [new.pk]


def test_the_template_decides_what_and_where(archive, erin):
    soon = factories.make_event(dates=[factories.make_date(days=5)])
    factories.make_event(title="Later", dates=[factories.make_date(days=20)])
    ways = {"heading": "Join", "introduction": "", "items": [item({"title": "An hour", "body": "", "links": []})]}
    body = [block("coming_events", None), block("heading", {"text": "Ours", "level": "2"})]
    body += [block("ways_to_take_part", ways)]
    template = make_template(body=body, weeks=2)

    update, _is_new = start_update(archive, erin)

    raw = update.get_latest_revision_as_object().body.raw_data
    assert [child["type"] for child in raw] == ["events", "heading", "ways_to_take_part"]
    assert [one["value"]["page"] for one in raw[0]["value"]["items"]] == [soon.pk]
    assert raw[2]["value"]["items"][0]["value"]["title"] == "An hour"
    ids = {child["id"] for child in template.body.raw_data} | {ways["items"][0]["id"]}
    assert not ids & {raw[1]["id"], raw[2]["id"], raw[2]["value"]["items"][0]["id"]}


def test_an_earlier_update_gives_its_structure_without_its_words(archive, erin):
    earlier = factories.make_full_update(**MONTHLY, period=date(2026, 9, 1))

    update, _is_new = start_update(archive, erin, like=earlier)

    old = [(child.block_type, child.block.get_prep_value(child.value)) for child in earlier.body]
    new = read_body(update)
    computed = {"events", "upcoming_events", "team_intro"}
    assert [name for name, _value in new if name not in computed] == [n for n, _v in old if n not in computed]
    for name, value in new:
        if name == "heading":
            assert ("heading", value) in old
        elif name == "news":
            assert value["heading"]
            assert (value["body"], value["image"]["image"], value["links"]) == ("", None, [])
        elif name in {"paragraph", "video", "quote"}:
            assert not any(value.values() if isinstance(value, dict) else value)


def test_there_is_one_draft_whoever_asks(archive, erin):
    first, _is_new = start_update(archive, erin)

    assert start_update(archive, factories.make_user("dewi")) == (first, False)
    assert find_begun(archive) == first
    assert UpdatePage.objects.count() == 1

    first.save_revision().publish()
    following, is_new = start_update(archive, erin)
    assert is_new
    assert following.period == date(2026, 12, 1)


def test_a_draft_without_a_month_or_of_long_ago_is_not_the_months(archive):
    make_update(archive, live=False, first_published_at=None, kind="news", period=None)
    make_update(
        archive, slug="old", live=False, first_published_at=None, kind="monthly_update", period=date(2026, 9, 1)
    )

    assert find_begun(archive) is None


@pytest.mark.changes_translations
def test_each_language_has_its_own_in_its_own_words(archive, erin):
    welsh_home()
    english, _is_new = start_update(archive, erin)
    welsh, is_new = start_update(make_welsh(archive, title="Diweddariadau", slug="diweddariadau"), erin)

    assert is_new
    assert welsh.title == "Diweddariad Tachwedd 2026"
    assert english.translation_key != welsh.translation_key


def test_the_dashboard_starts_it_and_then_leads_to_it(client, archive, erin):
    client.force_login(erin)
    home = client.get(reverse("wagtailadmin_home")).content.decode()
    assert "Start the update for November 2026" in home

    answers = [client.post(reverse("start_update"), {"parent": archive.pk}) for _time in range(2)]

    update = UpdatePage.objects.get()
    edit = reverse("wagtailadmin_pages:edit", args=[update.pk])
    assert [answer.headers["Location"] for answer in answers] == [edit, edit]
    assert client.get(edit).status_code == 200
    home = client.get(reverse("wagtailadmin_home")).content.decode()
    assert "Go on with November 2026" in home
    assert edit in home


def test_whoever_adds_another_update_is_told_of_it(client, archive, erin):
    client.force_login(erin)
    update, _is_new = start_update(archive, erin)

    response = client.get(reverse("wagtailadmin_pages:add", args=["blog", "updatepage", archive.pk]))

    assert response.status_code == 200
    told = " ".join(str(message) for message in get_messages(response.wsgi_request))
    assert reverse("wagtailadmin_pages:edit", args=[update.pk]) in told
    assert 'class="button' in told  # a link has the colour of the message


def test_nobody_starts_one_without_permission(client, archive):
    client.force_login(User.objects.create_user("stranger"))

    for response in (client.get(reverse("start_update")), client.post(reverse("start_update"), {"parent": archive.pk})):
        assert response.status_code in {302, 403}
    assert not UpdatePage.objects.exists()


@pytest.mark.parametrize("data", [{}, {"parent": "nonsense"}, {"parent": 1}, {"like": 99}])
def test_nonsense_is_said_and_makes_nothing(client, archive, erin, data):
    client.force_login(erin)

    response = client.post(reverse("start_update"), data)

    assert response.status_code == 200
    assert response.context["form"].errors
    assert not UpdatePage.objects.exists()


def test_the_template_is_no_content_for_readers(client, archive):
    template = make_template(body=[block("heading", {"text": "Secret plan", "level": "2"})])

    assert template.in_feed is False
    assert "Secret plan" not in client.get("/api/v2/changes/").content.decode()


def test_nothing_begins_in_the_bin(client, archive, admin_user):
    update = make_update(archive)
    client.force_login(admin_user)
    client.post(reverse("wagtailadmin_pages:delete", args=[archive.pk]))

    assert list_archives(admin_user) == []
    assert list_places(admin_user) == []
    assert list_places_of_posts() == []
    assert client.get(f"{reverse('importing_bring')}?page={update.pk}").status_code == 404


def test_who_may_not_edit_the_draft_of_somebody_else_is_told_of_it(client, archive, erin):
    update, _is_new = start_update(archive, erin)
    group = Group.objects.create(name="Contributors")
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    add = Permission.objects.get(content_type__app_label="wagtailcore", codename="add_page")
    GroupPagePermission.objects.create(group=group, page=archive, permission=add)
    contributor = User.objects.create_user("carys")
    contributor.groups.add(group)
    client.force_login(contributor)

    home = client.get(reverse("wagtailadmin_home")).content.decode()
    answer = client.post(reverse("start_update"), {"parent": archive.pk})

    assert update.title in home
    assert reverse("wagtailadmin_pages:edit", args=[update.pk]) not in home
    assert answer.url == reverse("wagtailadmin_home")


def test_the_form_of_a_template_begins_with_the_usual_sections(client, archive, admin_user):
    client.force_login(admin_user)

    answer = client.get(reverse("wagtailsnippets_blog_updatetemplate:current"), follow=True)

    body = answer.context["form"].instance.body
    assert [child.block_type for child in body] == ["heading", "newcomers", "coming_events"]
    body.stream_block.clean(body)


def test_events_that_no_update_announces_are_added_to_the_months(client, archive, erin):
    announced = factories.make_event(title="Announced", dates=[factories.make_date(days=5)])
    value = {"heading": "Soon", "introduction": "", "items": [item({"page": announced.pk, "date": None})]}
    value["items"][0]["type"] = "event"
    make_update(archive, live=False, body=[block("events", value)])
    start_update(archive, erin)
    swap = factories.make_event(title="Seed swap", dates=[factories.make_date(days=9), factories.make_date(days=16)])
    factories.make_event(title="Far away", dates=[factories.make_date(days=90)])
    client.force_login(erin)

    assert list_unannounced(archive) == [swap]
    assert reverse("announce_event", args=[swap.pk]) in client.get(reverse("wagtailadmin_home")).content.decode()
    answers = [client.post(reverse("announce_event", args=[swap.pk])) for _time in range(2)]

    update = find_begun(archive)
    assert [answer.url for answer in answers] == [reverse("wagtailadmin_pages:edit", args=[update.pk])] * 2
    [events] = [value for name, value in read_body(update) if name == "events"]
    assert [one["value"]["page"] for one in events["items"]] == [announced.pk, swap.pk]
    assert list_unannounced(archive) == []


def test_an_event_begins_the_months_update_if_need_be_and_only_for_those_who_may(client, archive, erin):
    swap = factories.make_event(title="Seed swap", dates=[factories.make_date(days=9)])
    address = reverse("announce_event", args=[swap.pk])

    client.force_login(User.objects.create_superuser("ada"))
    find_begun(archive) or client.post(address)
    update = find_begun(archive)
    update.locked = True
    update.save(clean=False)
    client.force_login(erin)
    refused = client.post(address)

    assert [one["value"]["page"] for one in dict(read_body(update))["events"]["items"]] == [swap.pk]
    assert refused.url == reverse("wagtailadmin_home")
    client.force_login(User.objects.create_user("stranger"))
    assert client.post(address).status_code in {302, 403}
    over = factories.make_event(title="Over", dates=[factories.make_date(days=-9)])
    client.force_login(erin)
    assert client.post(reverse("announce_event", args=[over.pk])).status_code in {302, 403}


def test_a_document_is_offered_the_begun_draft_first(client, archive, erin):
    client.force_login(erin)
    update, _is_new = start_update(archive, erin)

    places = client.get(reverse("importing_bring")).context["form"].fields["place"].choices
    client.post(reverse("importing_bring"), {"place": places[0][0], "text": "Some words"})

    assert places[0] == (f"draft:{update.pk}", "The draft “November 2026 update” (English)")
    assert Upload.objects.get().page_id == update.pk

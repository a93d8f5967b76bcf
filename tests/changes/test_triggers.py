"""What the database writes into the feed, and what it leaves out."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection, transaction
from django.utils import timezone
from taggit.models import Tag
from wagtail.models import Collection, CollectionViewRestriction, Locale, PageViewRestriction, Site

from blog.models import UpdatePage
from cms.changes.feed import Pruned, find_floor, follow_changes, prune_changes, read_version
from cms.changes.install import check_triggers, read_triggers
from cms.changes.models import Change
from cms.changes.triggers import list_triggers
from cms.changes.watched import EXCLUDED, list_watched
from cms.freshness.columns import list_unlisted
from cms.models import Organisation
from cms.people.models import Person
from tests.changes.commits import settle
from tests.factories import (
    get_home,
    make_call_to_action,
    make_document,
    make_event,
    make_image,
    make_notes,
    make_person,
    make_topic,
    make_update,
)

pytestmark = pytest.mark.django_db


def record(act: Callable[[], object]) -> set[tuple[str, str, str]]:
    """Return the (op, type, id) of what the database has written while ``act`` ran."""
    before = settle()
    act()
    settle()
    return {(change.op, change.type, change.object_id) for change in follow_changes(before)}


# Pages


def test_a_draft_is_in_the_feed_only_from_when_it_is_published():
    page = make_update(live=False)

    def save_draft() -> None:
        page.title = "Not yet"
        page.save_revision()

    assert record(save_draft) == set()
    assert record(lambda: page.get_latest_revision().publish()) == {("add", "blog.updatepage", str(page.pk))}


def test_making_and_deleting_a_draft_writes_nothing():
    parent = make_update().get_parent()
    drafts = []

    assert record(lambda: drafts.append(make_update(parent, live=False))) == set()
    assert record(drafts[0].delete) == set()


def test_saving_a_draft_of_a_live_page_writes_nothing():
    page = make_update(authors=[make_person()])

    def save_draft() -> None:
        page.title = "Better"
        page.introduction = "Better still"
        page.save_revision()

    assert record(save_draft) == set()


def test_locking_or_scheduling_a_page_writes_nothing():
    page = make_update()

    def plan() -> None:
        page.locked = True
        page.expire_at = timezone.now() + timedelta(days=1)
        page.save(clean=False)

    assert record(plan) == set()


@pytest.mark.parametrize(
    ("values", "ops"),
    [
        ({"introduction": "Better", "body": [], "hero_caption": "Better"}, {"edit"}),
        ({"title": "Better"}, {"title"}),
        ({"title": "Better", "introduction": "Better"}, {"title", "edit"}),
        ({"kind": "news", "period": None}, {"change", "edit"}),
        ({"first_published_at": timezone.now() - timedelta(days=9)}, {"change"}),
        ({"title": "Better", "first_published_at": timezone.now() - timedelta(days=9)}, {"rename"}),
        ({"slug": "better"}, {"rename"}),
    ],
    ids=["what it contains", "its title", "both", "what lists choose by", "their order", "that and its title", "place"],
)
def test_publishing_says_what_a_change_concerns(values, ops):
    page = make_update(kind="news")
    for name, value in values.items():
        setattr(page, name, value)
    if "kind" in values:
        page.kind = "story"

    assert record(lambda: page.save_revision().publish()) == {(op, "blog.updatepage", str(page.pk)) for op in ops}


def test_a_column_that_nobody_has_declared_is_one_that_lists_choose_by(monkeypatch):
    monkeypatch.setattr(UpdatePage, "unlisted_fields", [])
    [update] = [t for t in list_triggers(connection.vendor) if t.name == "changes_blog_updatepage_update"]

    assert "'edit'" in update.statements[1]
    assert '"introduction"' in update.statements[1]


def test_unpublishing_removes_the_page():
    page = make_update()

    assert record(page.unpublish) == {("remove", "blog.updatepage", str(page.pk))}


def test_deleting_a_page_says_what_it_was():
    page = make_update()
    pk = page.pk

    assert ("remove", "blog.updatepage", str(pk)) in record(page.delete)
    gone = Change.objects.filter(op="remove", object_id=str(pk)).last()
    assert (gone.locale, gone.translation_key) == ("en", page.translation_key)


def test_renaming_a_parent_renames_all_pages_below():
    event = make_event()
    notes = make_notes(event)
    event.slug = "another"

    changes = record(lambda: event.save_revision().publish())

    assert changes >= {
        ("rename", "events.eventpage", str(event.pk)),
        ("rename", "events.meetingnotespage", str(notes.pk)),
    }


def test_rows_of_a_page_are_changes_of_the_page():
    event = make_event()
    person = make_person()

    added = record(lambda: event.hosts.model.objects.create(event=event, person=person, locale=event.locale))
    dated = record(lambda: event.dates.update(place="The barn"))

    assert ("change", "events.eventpage", str(event.pk)) in added
    assert dated == {("change", "events.eventpage", str(event.pk))}


def test_updates_and_sql_that_no_signal_sees_are_in_the_feed():
    page = make_update()

    def write_sql() -> None:
        with connection.cursor() as cursor:
            cursor.execute("UPDATE blog_updatepage SET introduction = 'By hand'")

    other = make_update()

    edited = {("edit", "blog.updatepage", str(one.pk)) for one in (page, other)}
    assert record(lambda: UpdatePage.objects.update(hero_caption="All of them")) == edited
    assert record(write_sql) == edited
    changed = {("change", "blog.updatepage", str(one.pk)) for one in (page, other)}
    assert record(lambda: UpdatePage.objects.update(hero_caption="None", kind="story")) == changed


def test_a_restriction_is_recorded_by_the_page_it_covers():
    home = get_home()
    restrictions = []

    set_ = record(lambda: restrictions.append(PageViewRestriction.objects.create(page=home, restriction_type="login")))
    lifted = record(restrictions[0].delete)

    assert set_ == {("add", "wagtailcore.pageviewrestriction", str(home.pk))}
    assert lifted == {("remove", "wagtailcore.pageviewrestriction", str(home.pk))}


# Everything else


def test_a_snippet_is_in_the_feed_while_it_is_live():
    person = make_person(live=False)

    def publish() -> None:
        person.name = "Mair Jones"
        person.save_revision().publish()

    def save_draft() -> None:
        person.role = "Baker"
        person.save_revision()

    assert record(publish) == {("add", "people.person", str(person.pk))}
    assert record(save_draft) == set()
    assert record(lambda: Person.objects.filter(pk=person.pk).update(group="member")) == {
        ("change", "people.person", str(person.pk))
    }
    assert record(lambda: Person.objects.filter(pk=person.pk).update(role="Baker")) == {
        ("edit", "people.person", str(person.pk))
    }
    person.refresh_from_db()
    assert record(person.unpublish) == {("remove", "people.person", str(person.pk))}


def test_what_a_snippet_refers_to_is_more_than_its_text(monkeypatch):
    """It may make an image public, which no list has had before."""
    monkeypatch.setattr(Person, "unlisted_fields", ["role", "photo", "links"])

    assert list_unlisted(Person) == {"role"}


def test_files_tags_and_renditions_are_changes_of_the_file():
    image = make_image(renditions=True)
    document = make_document()
    gone = ("remove", "cms.document", str(document.pk))
    changed_image = ("change", "cms.image", str(image.pk))

    assert record(lambda: image.tags.add("garden")) == {changed_image, ("add", "taggit.tag", str(Tag.objects.get().pk))}
    assert record(lambda: Tag.objects.update(name="gardens")) == {("change", "taggit.tag", str(Tag.objects.get().pk))}
    assert record(lambda: image.renditions.all().delete()) == {("edit", "cms.image", str(image.pk))}
    assert record(document.delete) == {gone}


def test_a_file_that_is_no_longer_used_is_in_the_feed():
    image = make_image()
    page = make_update(hero_image=image)
    page.hero_image = None

    changes = record(lambda: page.save_revision().publish())

    assert ("use", "cms.image", str(image.pk)) in changes


def test_pages_that_lose_a_deleted_file_are_in_the_feed():
    document = make_document()
    action = make_call_to_action(
        links=[{"type": "link", "id": "1", "value": {"label": "Minutes", "document": document.pk}}]
    )

    changes = record(document.delete)

    assert ("change", "cms.calltoaction", str(action.pk)) in changes


def test_collections_sites_languages_and_settings_are_in_the_feed():
    site = Site.objects.get()
    collection = Collection.get_first_root_node().add_child(name="Private")
    organisation = Organisation.for_site(site)

    made = record(lambda: CollectionViewRestriction.objects.create(collection=collection, restriction_type="login"))
    renamed = record(lambda: Organisation.objects.update(name="Another"))
    moved = record(lambda: Site.objects.update(hostname="example.org"))
    added = record(lambda: Locale.objects.create(language_code="cy"))

    assert made == {("add", "wagtailcore.collectionviewrestriction", str(collection.pk))}
    assert renamed == {("change", "cms.organisation", str(organisation.pk))}
    assert moved == {("rename", "wagtailcore.site", str(site.pk))}
    assert {(op, type_) for op, type_, _pk in added} == {("add", "wagtailcore.locale")}


def test_what_moves_to_another_language_leaves_the_first():
    topic = make_topic()
    welsh = Locale.objects.create(language_code="cy")
    before = settle()

    type(topic).objects.update(locale=welsh)
    settle()

    assert [(c.op, c.locale) for c in follow_changes(before)] == [("remove", "en"), ("change", "cy")]


@pytest.mark.django_db(transaction=True)
def test_a_rolled_back_change_is_never_in_the_feed():
    def roll_back() -> None:
        with transaction.atomic():
            make_topic("Nothing")
            transaction.set_rollback(True)

    assert record(roll_back) == set()


# The triggers themselves


def test_every_table_is_watched_or_left_out_with_a_reason():
    watched = {w.model for w in list_watched()}

    for model in (model for model in apps.get_models(include_auto_created=True) if not model._meta.proxy):
        reasons = EXCLUDED.keys() & {model._meta.label, model._meta.app_label} or not getattr(model, "in_feed", True)
        assert (model in watched) != bool(reasons), model


def test_nothing_is_left_out_that_does_not_exist():
    labels = {name for m in apps.get_models(include_auto_created=True) for name in (m._meta.label, m._meta.app_label)}

    assert EXCLUDED.keys() <= labels


@pytest.mark.django_db(transaction=True)
def test_the_check_names_a_missing_trigger_and_migrate_makes_it_again():
    name = "changes_cms_image_update"
    drop = f"DROP FUNCTION {name}() CASCADE" if connection.vendor == "postgresql" else f"DROP TRIGGER {name}"
    assert check_triggers(databases=["default"]) == []
    with connection.cursor() as cursor:
        cursor.execute(drop)

    [problem] = check_triggers(databases=["default"])
    call_command("migrate", verbosity=0)

    assert name in problem.msg
    assert check_triggers(databases=["default"]) == []


@pytest.mark.django_db(transaction=True)
def test_the_check_names_an_outdated_trigger_and_migrate_makes_it_anew():
    name = "changes_cms_image_update"
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'"
            )
        else:
            cursor.execute(f"DROP TRIGGER {name}")
            cursor.execute(f"CREATE TRIGGER {name} AFTER UPDATE ON cms_image BEGIN SELECT 1; END")

    [problem] = check_triggers(databases=["default"])
    call_command("migrate", verbosity=0)

    assert name in problem.msg
    assert check_triggers(databases=["default"]) == []


@pytest.mark.django_db(transaction=True)
@pytest.mark.proof
def test_migrations_find_no_trigger_in_their_way_and_count_as_a_change():
    call_command("migrate", "people", "zero", verbosity=0)
    between = read_triggers(connection)
    assert read_version() is None
    before = settle()

    call_command("migrate", verbosity=0)

    assert between == {}
    assert check_triggers(databases=["default"]) == []
    assert [change.op for change in follow_changes(before)] == ["anything"]


# The feed


def test_pruning_keeps_the_version_and_says_how_far_the_feed_reaches_back():
    make_topic()
    make_person()
    version, floor = settle(), find_floor()

    pruned = prune_changes(before=timezone.now() + timedelta(seconds=1))

    assert pruned > 0
    assert read_version() == version == find_floor()
    assert list(follow_changes(version)) == []
    with pytest.raises(Pruned):
        next(follow_changes(floor))


def test_pruning_leaves_what_is_younger():
    version = settle()
    call_command("prune_changes", days=1, verbosity=0)

    make_topic()
    settle()
    call_command("prune_changes", days=1, verbosity=0)

    assert len(list(follow_changes(version))) == 1

"""What readers may not see: private, unpublished, unused, protected, or only in a draft."""

from datetime import timedelta
from typing import Any

from django.contrib.auth.models import User
from django.core.management import call_command
from django.db.models import Model
from django.utils import timezone
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import (
    Collection,
    CollectionViewRestriction,
    Comment,
    Page,
    PageViewRestriction,
    Workflow,
    WorkflowPage,
)

from blog.models import UpdateAuthor, UpdateIndexPage, UpdatePage
from cms.bin.actions import move_to_bin
from events.models import EventIndexPage, EventPage, MeetingNotesPage
from home.models import StandardPage
from tests.cms.languages import make_welsh, welsh
from tests.databases import without_savepoints
from tests.immediate import each_task_once
from tests.leaks.naming import name_secrets
from tests.leaks.planted import PREFIX, Planted, restrict


@without_savepoints()
@each_task_once()
def plant_secrets(planted: Planted, parts: dict[str, Any]) -> None:
    """Hide secrets everywhere in the site that ``parts`` describe."""
    sections = plant_private_sections(planted, parts)
    plant_single_pages(planted, parts)
    plant_unpublished(planted, parts)
    plant_languages(planted, parts, sections)
    plant_bin(planted, parts)
    plant_unused(planted)
    plant_collections(planted)
    plant_drafts(planted, parts)
    plant_redirects(planted, parts, sections)
    name_secrets(planted, parts)


def plant_private_sections(planted: Planted, parts: dict[str, Any]) -> dict[str, Any]:
    """Plant a private page of each kind of restriction, with children and grandchildren."""
    home = parts["home"]
    members = planted.page(home, StandardPage, "a page for a group")
    child = planted.page(members, StandardPage, "a child of a private page")
    planted.page(child, StandardPage, "a grandchild of a private page")
    archive = planted.page(home, UpdateIndexPage, "an archive that needs a login")
    planted.page(archive, UpdatePage, "an update in a private archive")
    calendar = planted.page(home, EventIndexPage, "a list of events with a password")
    event = planted.page(calendar, EventPage, "an event in a private list")
    planted.page(event, MeetingNotesPage, "notes of a private event")
    restrict(members, PageViewRestriction.GROUPS)
    restrict(archive, PageViewRestriction.LOGIN)
    restrict(calendar, PageViewRestriction.PASSWORD)
    return {"members": members, "archive": archive, "calendar": calendar, "event": event}


def plant_single_pages(planted: Planted, parts: dict[str, Any]) -> None:
    """Plant private pages among public ones."""
    restrict(planted.page(parts["archive"], UpdatePage, "a private update among public ones"))
    restrict(planted.page(parts["calendar"], EventPage, "a private event among public ones"))
    restrict(planted.page(parts["event"], MeetingNotesPage, "private notes of a public event"))


def plant_unpublished(planted: Planted, parts: dict[str, Any]) -> None:
    """Plant pages that are not published, not any more, or not yet."""
    homes = [(parts["home"], StandardPage), (parts["archive"], UpdatePage), (parts["calendar"], EventPage)]
    soon, past = timezone.now() + timedelta(days=1), timezone.now() - timedelta(hours=1)
    for parent, model in homes:
        name = model._meta.verbose_name
        draft = planted.page(parent, model, f"{name}: draft", live=False)
        gone = planted.page(parent, model, f"{name}: unpublished")
        gone.unpublish()
        planted.page(parent, model, f"{name}: expired", expire_at=past + timedelta(days=1))
        scheduled = planted.page(parent, model, f"{name}: scheduled", live=False, go_live_at=soon)
        scheduled.save_revision().publish()
        scheduled.refresh_from_db()
        assert not scheduled.live
        if model is StandardPage:
            planted.page(draft, StandardPage, "a draft below a draft", live=False)
            private = planted.page(gone, StandardPage, "a private page below an unpublished one")
            restrict(private)
    Page.objects.filter(expire_at__isnull=False).update(expire_at=past)
    call_command("publish_scheduled")
    assert not Page.objects.filter(expire_at__isnull=False, live=True).exists()


def plant_languages(planted: Planted, parts: dict[str, Any], sections: dict[str, Any]) -> None:
    """Plant translations that only some may read, and aliases of pages that only some may read."""
    private = planted.page(parts["archive"], UpdatePage, "a private update in two languages")
    words = {name: planted.word(f"{name}: translation of a private update") for name in ("title", "slug")}
    planted.hide(make_welsh(private, **words))
    restrict(private)  # in both
    words = {name: planted.word(f"{name}: draft translation of a public page") for name in ("title", "slug")}
    planted.hide(make_welsh(parts["updates"][2], live=False, **words))
    words = {name: planted.word(f"{name}: draft translation of a person") for name in ("name", "role")}
    planted.hide(make_welsh(parts["person"], live=False, **words))
    # Aliases repeat what their source says.
    planted.hide(sections["members"].copy_for_translation(welsh(), copy_parents=True, alias=True))
    planted.hide(sections["event"].copy_for_translation(welsh(), copy_parents=True, alias=True))
    alias = sections["members"].get_children().get().specific.create_alias(parent=parts["about"])
    planted.hide(alias)


def plant_bin(planted: Planted, parts: dict[str, Any]) -> None:
    """Plant pages of every kind that were deleted while they were live."""
    about = planted.page(parts["home"], StandardPage, "a deleted page")
    planted.page(about, StandardPage, "a page below a deleted one")
    update = planted.page(parts["archive"], UpdatePage, "a deleted update")
    event = planted.page(parts["calendar"], EventPage, "a deleted event")
    planted.page(event, MeetingNotesPage, "notes of a deleted event")
    words = {name: planted.word(f"{name}: deleted translation of a public page") for name in ("title", "slug")}
    translation = planted.hide(make_welsh(parts["event"], **words))
    move_to_bin([about, update, event, translation], None)
    assert not Page.objects.filter(pk=about.pk, path__startswith=parts["home"].path).exists()


def plant_unused(planted: Planted) -> None:
    """Plant what no page uses."""
    planted.image("used by nobody")
    planted.document("used by nobody")
    planted.person("used by nobody")
    planted.topic("used by nobody")
    planted.action("used by nobody")
    planted.person("public, but a draft", public=True, live=False)
    planted.topic("public, but a draft", public=True, live=False)


def plant_collections(planted: Planted) -> None:
    """Plant files in private collections, among them files that are marked public."""
    root = Collection.get_first_root_node()
    private = root.add_child(name=planted.word("name of a collection"))
    below = private.add_child(name=planted.word("name of a collection below"))
    CollectionViewRestriction.objects.create(collection=private, restriction_type="login")
    protected = root.add_child(name=planted.word("name of a collection with a password"))
    CollectionViewRestriction.objects.create(collection=protected, restriction_type="password", password="letmein")
    for collection in (private, below, protected):
        planted.image("in a private collection", collection=collection, public=True)
        planted.document("in a private collection", collection=collection, public=True)


def plant_drafts(planted: Planted, parts: dict[str, Any]) -> None:
    """Plant changes that wait to be published: in pages, snippets, comments and a workflow's notes."""
    editor = User.objects.create_superuser("editor", "editor@example.org", "letmein")
    update, event, about = parts["updates"][0], parts["event"], parts["about"]
    for page in (update, event, about):
        draft = page.get_latest_revision_as_object()
        for name, value in planted.fields(type(page), f"draft change of {page}").items():
            setattr(draft, name, value)
        if isinstance(draft, UpdatePage):
            draft.authors.add(UpdateAuthor(person=planted.person("author in a draft change")))
        if isinstance(draft, EventPage):
            draft.dates.add(planted.date("date in a draft change", days=3))
        draft.save_revision(user=editor)
    for snippet in (parts["person"], parts["topic"]):
        draft = snippet.get_latest_revision_as_object()
        draft.name = planted.word(f"draft change of {snippet}")
        draft.save_revision(user=editor)
    action = parts["action"].get_latest_revision_as_object()
    action.heading = planted.word("draft change of a call to action")
    action.save_revision(user=editor)
    Comment.objects.create(page=about, user=editor, text=planted.word("comment"), contentpath="title")
    workflow = Workflow.objects.order_by("pk").first()
    if workflow:
        WorkflowPage.objects.get_or_create(page=about, workflow=workflow)
        state = workflow.start(about, editor)
        state.current_task_state.specific.reject(user=editor, comment=planted.word("note of a moderator"))


def plant_redirects(planted: Planted, parts: dict[str, Any], sections: dict[str, Any]) -> None:
    """Plant redirects to what readers may not see."""
    for page in (sections["members"], sections["event"], *[page for page in planted.hidden if is_unpublished(page)]):
        path = f"/{planted.word(f'old path of {page}')}/"
        planted.hide(Redirect.add_redirect(path, page, is_permanent=False))


def is_unpublished(thing: Model) -> bool:
    return isinstance(thing, StandardPage) and not thing.live


def uproot(planted: Planted) -> None:
    """Delete everything that is hidden, so that the site is one without secrets."""
    PageViewRestriction.objects.all().delete()
    for thing in reversed(planted.hidden):
        for found in type(thing)._base_manager.filter(pk=thing.pk):
            found.delete()
    for collection in Collection.objects.filter(name__startswith=PREFIX).order_by("-depth"):
        collection.delete()

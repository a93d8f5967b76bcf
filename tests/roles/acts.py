"""What people do in the admin: each act makes what it needs, does it as a user, and returns whether it happened."""

from collections.abc import Callable
from datetime import timedelta
from http import HTTPStatus
from typing import Any

from django.contrib.auth.models import Group, User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.contrib.redirects.models import Redirect
from wagtail.contrib.search_promotions.models import SearchPromotion
from wagtail.models import Collection, CollectionViewRestriction, Page, PageViewRestriction, Site, Workflow

from cms.bin.actions import move_to_bin
from cms.bin.tree import is_binned
from cms.importing.models import PostImport
from cms.models import Document, Image, Navigation, Organisation
from cms.people.models import Person
from home.models import StandardPage
from tests import factories
from tests.releases.forms import read_form, send_form

Act = Callable[[Client, User], bool]
ACTS: dict[str, Act] = {}
PUBLISH = {"action-publish": "1"}


def act(words: str) -> Callable[[Act], Act]:
    """Register an act under its words in the table."""

    def register(function: Act) -> Act:
        ACTS[words] = function
        return function

    return register


def page_url(name: str, *args: Any) -> str:
    return reverse(f"wagtailadmin_pages:{name}", args=[getattr(arg, "pk", arg) for arg in args])


def snippet_url(instance: Any, name: str, *args: Any) -> str:
    return reverse(instance.snippet_viewset.get_url_name(name), args=args)


def post_form(client: Client, path: str, *, kind: str = "page", **changes: Any) -> Any:
    """Send the form at a path; somebody who may not see the form sends the changes alone."""
    if client.get(path).status_code != 200:
        return client.post(path, changes)
    return send_form(client, path, kind=kind, **changes)


def make_draft(user: User | None = None, **kwargs: Any) -> Page:
    page = factories.make_standard_page(live=False, **{"title": "Draft", **kwargs})
    type(page).objects.filter(pk=page.pk).update(owner=user)
    page.refresh_from_db()
    return page


def is_live(page: Any) -> bool:
    page.refresh_from_db()
    return bool(page.live)


def exists(instance: Any) -> bool:
    return bool(type(instance)._default_manager.filter(pk=instance.pk).exists())


# Pages


@act("Write a draft of a new page")
def write_draft(client: Client, user: User) -> bool:
    path = page_url("add", "home", "standardpage", factories.get_home())
    post_form(client, path, title="New", slug="new")
    return StandardPage.objects.filter(slug="new", live=False).exists()


@act("Change a draft")
def change_draft(client: Client, user: User) -> bool:
    page = make_draft()
    post_form(client, page_url("edit", page), title="Changed")
    page.refresh_from_db()
    return page.draft_title == "Changed"


@act("Write a draft of a public page")
def change_public_page(client: Client, user: User) -> bool:
    page = factories.make_standard_page()
    post_form(client, page_url("edit", page), title="Changed")
    page.refresh_from_db()
    assert page.title != "Changed"
    return page.draft_title == "Changed"


@act("Bring a document into a draft")
def bring_document(client: Client, user: User) -> bool:
    page = factories.make_update(live=False)
    answer = client.post(f"{reverse('importing_bring')}?page={page.pk}", {"text": "words from elsewhere"})
    if answer.status_code == HTTPStatus.FOUND:
        client.post(answer["Location"])
    return "words from elsewhere" in str(page.specific_class.objects.get().get_latest_revision().content["body"])


@act("Submit a page for moderation")
def submit_page(client: Client, user: User) -> bool:
    page = make_draft()
    post_form(client, page_url("edit", page), **{"action-submit": "1"})
    return page.workflow_in_progress


@act("Approve a page")
def approve_page(client: Client, user: User) -> bool:
    page = make_draft()
    page.get_workflow().start(page, factories.make_user("somebody"))
    approval = {"action-workflow-action": "true", "workflow-action-name": "approve"}
    post_form(client, page_url("edit", page), **approval)
    return is_live(page)


@act("Approve a page without its form")
def approve_page_without_form(client: Client, user: User) -> bool:
    page = make_draft()
    state = page.get_workflow().start(page, factories.make_user("somebody")).current_task_state
    client.post(page_url("workflow_action", page, "approve", state), {"comment": ""})
    return is_live(page)


@act("Take something out of a submission")
def take_out(client: Client, user: User) -> bool:
    person = factories.make_person(live=False)
    person.save_revision()
    page = factories.make_update(live=False, authors=[person])
    page.get_workflow().start(page, factories.make_user("somebody"))
    item = page.releases.get().items.get()
    approval = {"action-workflow-action": "true", "workflow-action-name": "approve", "release-item": []}
    post_form(client, page_url("edit", page), **approval)
    return not exists(item)


@act("Publish a page")
def publish_page(client: Client, user: User) -> bool:
    page = make_draft()
    post_form(client, page_url("edit", page), **PUBLISH)
    return is_live(page)


@act("Publish a new page at once")
def publish_new_page(client: Client, user: User) -> bool:
    path = page_url("add", "home", "standardpage", factories.get_home())
    post_form(client, path, title="New", slug="new", **PUBLISH)
    return StandardPage.objects.filter(slug="new", live=True).exists()


@act("Publish a page and what it shows")
def publish_together(client: Client, user: User) -> bool:
    person = factories.make_person(live=False)
    revision = person.save_revision()
    page = factories.make_update(live=False, authors=[person])
    version, kind = page.latest_revision, revision.base_content_type_id
    form = {
        "version": f"{version.pk}:{version.created_at.isoformat()}",
        "item": [f"{kind}:{person.pk}:{revision.pk}:{revision.created_at.isoformat()}"],
    }
    client.post(reverse("releases_publish", args=[page.pk]), form)
    return is_live(page) and is_live(person)


@act("Schedule a page")
def schedule_page(client: Client, user: User) -> bool:
    page = make_draft()
    tomorrow = (timezone.now() + timedelta(days=1)).strftime("%Y-%m-%d %H:%M")
    post_form(client, page_url("edit", page), go_live_at=tomorrow, **PUBLISH)
    return page.revisions.exclude(approved_go_live_at=None).exists()


@act("Cancel the schedule of a page")
def unschedule_page(client: Client, user: User) -> bool:
    page = make_draft()
    page.go_live_at = timezone.now() + timedelta(days=1)
    revision = page.save_revision()
    revision.publish()
    client.post(page_url("revisions_unschedule", page, revision))
    return not page.revisions.exclude(approved_go_live_at=None).exists()


@act("Publish an earlier version")
def publish_earlier_version(client: Client, user: User) -> bool:
    page = factories.make_standard_page(title="Earlier")
    earlier = page.latest_revision
    page.title = "Later"
    page.save_revision().publish()
    post_form(client, page_url("revisions_revert", page, earlier), **PUBLISH)
    page.refresh_from_db()
    return page.title == "Earlier"


@act("Withdraw (unpublish) a page")
def unpublish_page(client: Client, user: User) -> bool:
    page = factories.make_standard_page()
    client.post(page_url("unpublish", page))
    return not is_live(page)


@act("Delete a public page")
def delete_public_page(client: Client, user: User) -> bool:
    page = factories.make_standard_page()
    client.post(page_url("delete", page))
    return is_binned(Page.objects.get(pk=page.pk))


@act("Delete one's own draft")
def delete_own_draft(client: Client, user: User) -> bool:
    page = make_draft(user)
    client.post(page_url("delete", page))
    return is_binned(Page.objects.get(pk=page.pk))


@act("Delete somebody else's draft")
def delete_other_draft(client: Client, user: User) -> bool:
    page = make_draft()
    client.post(page_url("delete", page))
    return is_binned(Page.objects.get(pk=page.pk))


@act("Restore a public page that somebody else deleted")
def restore_page(client: Client, user: User) -> bool:
    page = factories.make_standard_page()
    deletion = move_to_bin([page], None)
    client.post(reverse("restore_from_bin", args=[deletion.pk]))
    return not is_binned(Page.objects.get(pk=page.pk))


@act("Delete for good what somebody else deleted")
def delete_from_bin(client: Client, user: User) -> bool:
    page = factories.make_standard_page()
    deletion = move_to_bin([page], None)
    client.post(reverse("delete_from_bin", args=[deletion.pk]))
    return not exists(page)


@act("Move a public page")
def move_public_page(client: Client, user: User) -> bool:
    page, parent = factories.make_standard_page(), factories.make_standard_page(title="Parent")
    client.post(page_url("move_confirm", page, parent))
    page.refresh_from_db()
    return page.is_child_of(parent)


@act("Change the order of pages")
def reorder_pages(client: Client, user: User) -> bool:
    factories.make_standard_page(title="First")
    page = factories.make_standard_page(title="Second")
    client.post(page_url("set_page_position", page) + "?position=0")
    return factories.get_home().get_first_child().pk == page.pk


def copy_page(client: Client, page: Page, **changes: Any) -> Page | None:
    form = {"new_title": "Copy", "new_slug": "copy", "new_parent_page": str(page.get_parent().pk), **changes}
    client.post(page_url("copy", page), form)
    return Page.objects.filter(slug="copy").first()


@act("Copy a page as a draft")
def copy_as_draft(client: Client, user: User) -> bool:
    copy = copy_page(client, factories.make_standard_page())
    return copy is not None and not copy.live


@act("Copy a page and publish the copy in the same act")
def copy_and_publish(client: Client, user: User) -> bool:
    copy = copy_page(client, factories.make_standard_page(), publish_copies="on")
    return copy is not None and copy.live


@act("Make an alias of a public page")
def make_alias(client: Client, user: User) -> bool:
    copy = copy_page(client, factories.make_standard_page(), alias="on")
    return copy is not None and copy.live


@act("Turn a public alias into a page of its own")
def convert_alias(client: Client, user: User) -> bool:
    page = factories.make_standard_page()
    alias = page.create_alias(parent=page.get_parent(), update_slug="alias")
    client.post(page_url("convert_alias", alias))
    return not Page.objects.get(pk=alias.pk).alias_of_id


@act("Lift or set a restriction on a page")
def restrict_page(client: Client, user: User) -> bool:
    page = factories.make_standard_page()
    PageViewRestriction.objects.create(page=page, restriction_type="login")
    client.post(page_url("set_privacy", page), {"restriction_type": "none"})
    return not PageViewRestriction.objects.exists()


@act("Lock a page")
def lock_page(client: Client, user: User) -> bool:
    page = make_draft()
    client.post(page_url("lock", page))
    page.refresh_from_db()
    return page.locked


@act("Name a version")
def name_version(client: Client, user: User) -> bool:
    page = make_draft()
    kind = page.get_base_content_type().pk
    client.post(reverse("releases_versions", args=[kind, page.pk]), {"name": "Sent to the printer"})
    return hasattr(page.latest_revision, "named")


def act_in_bulk(client: Client, action: str, *instances: Any, model: Any = Page, **form: Any) -> None:
    path = reverse("wagtail_bulk_action", args=[model._meta.app_label, model._meta.model_name, action])
    ids = "&".join(f"id={instance.pk}" for instance in instances)
    client.post(f"{path}?{ids}&next=/admin/", form)


@act("Publish pages in bulk")
def publish_in_bulk(client: Client, user: User) -> bool:
    page = make_draft()
    act_in_bulk(client, "publish", page)
    return is_live(page)


@act("Withdraw pages in bulk")
def unpublish_in_bulk(client: Client, user: User) -> bool:
    page = factories.make_standard_page()
    act_in_bulk(client, "unpublish", page)
    return not is_live(page)


@act("Delete public pages in bulk")
def delete_in_bulk(client: Client, user: User) -> bool:
    page = factories.make_standard_page()
    act_in_bulk(client, "delete", page)
    return is_binned(Page.objects.get(pk=page.pk))


@act("Move public pages in bulk")
def move_in_bulk(client: Client, user: User) -> bool:
    page, parent = factories.make_standard_page(), factories.make_standard_page(title="Parent")
    act_in_bulk(client, "move", page, chooser=str(parent.pk))
    page.refresh_from_db()
    return page.is_child_of(parent)


# People, topics, calls to action


def make_draft_person() -> Person:
    person = factories.make_person(live=False)
    person.save_revision()
    person.refresh_from_db()
    return person


@act("Write a draft of a new person, topic or call to action")
def write_person(client: Client, user: User) -> bool:
    post_form(client, reverse("wagtailsnippets_people_person:add"), kind="snippet", name="Gwen", group="team")
    return Person.objects.filter(name="Gwen", live=False).exists()


@act("Publish a person, topic or call to action")
def publish_person(client: Client, user: User) -> bool:
    person = make_draft_person()
    post_form(client, snippet_url(person, "edit", person.pk), kind="snippet", **PUBLISH)
    return is_live(person)


@act("Publish a new person, topic or call to action at once")
def publish_new_person(client: Client, user: User) -> bool:
    path = reverse("wagtailsnippets_people_person:add")
    post_form(client, path, kind="snippet", name="Gwen", group="team", **PUBLISH)
    return Person.objects.filter(name="Gwen", live=True).exists()


@act("Schedule a person, topic or call to action")
def schedule_person(client: Client, user: User) -> bool:
    person = make_draft_person()
    person.go_live_at = timezone.now() + timedelta(days=1)
    person.save_revision()
    post_form(client, snippet_url(person, "edit", person.pk), kind="snippet", **PUBLISH)
    return person.revisions.exclude(approved_go_live_at=None).exists() or is_live(person)


@act("Submit a person, topic or call to action for moderation")
def submit_person(client: Client, user: User) -> bool:
    person = make_draft_person()
    post_form(client, snippet_url(person, "edit", person.pk), kind="snippet", **{"action-submit": "1"})
    return person.workflow_in_progress


@act("Approve a person, topic or call to action")
def approve_person(client: Client, user: User) -> bool:
    person = make_draft_person()
    state = person.get_workflow().start(person, factories.make_user("somebody")).current_task_state
    client.post(snippet_url(person, "workflow_action", person.pk, "approve", state.pk), {"comment": ""})
    return is_live(person)


@act("Withdraw a person, topic or call to action")
def unpublish_person(client: Client, user: User) -> bool:
    person = factories.make_person()
    client.post(snippet_url(person, "unpublish", person.pk))
    return not is_live(person)


@act("Delete a person, topic or call to action")
def delete_person(client: Client, user: User) -> bool:
    person = factories.make_person()
    client.post(snippet_url(person, "delete", person.pk))
    return not exists(person)


@act("Delete people, topics or calls to action in bulk")
def delete_people(client: Client, user: User) -> bool:
    person = factories.make_person()
    act_in_bulk(client, "delete", person, model=Person)
    return not exists(person)


@act("Lock a person, topic or call to action")
def lock_person(client: Client, user: User) -> bool:
    person = make_draft_person()
    client.post(snippet_url(person, "lock", person.pk))
    person.refresh_from_db()
    return person.locked


@act("Copy a person, topic or call to action as a draft")
def copy_person(client: Client, user: User) -> bool:
    person = factories.make_person("Mair")
    path = snippet_url(person, "copy", person.pk)
    assert client.post(path, {"name": "Copy", "group": "team"}).status_code == 405
    client.post(snippet_url(person, "add"), {**read_form(client, path, kind="snippet"), "name": "Copy"})
    assert is_live(person)
    return Person.objects.filter(name="Copy", live=False).exists()


# Files


@act("Upload an image")
def upload_image(client: Client, user: User) -> bool:
    file = factories.make_image("Template").file
    with file.open() as upload:
        client.post(reverse("wagtailimages:add"), {"title": "New", "file": upload, "collection": root().pk})
    return Image.objects.filter(title="New").exists()


def root() -> Collection:
    return Collection.get_first_root_node()


def edit_file(client: Client, instance: Any, **changes: Any) -> None:
    app = "wagtailimages" if isinstance(instance, Image) else "wagtaildocs"
    form = {"title": instance.title, "collection": instance.collection_id, "focal_point_x": "", **changes}
    client.post(reverse(f"{app}:edit", args=[instance.pk]), form)
    instance.refresh_from_db()


@act("Describe an image that is not public")
def edit_image(client: Client, user: User) -> bool:
    image = factories.make_image()
    edit_file(client, image, title="Changed")
    return image.title == "Changed"


@act("Make an image or document public by its tick")
def tick_public(client: Client, user: User) -> bool:
    image, document = factories.make_image(), factories.make_document()
    edit_file(client, image, public="on")
    edit_file(client, document, public="on")
    return image.public or document.public


@act("Move an image or document out of a private collection")
def move_to_public_collection(client: Client, user: User) -> bool:
    private = make_private_collection()
    document = factories.make_document(collection=private)
    edit_file(client, document, collection=root().pk)
    return document.collection_id == root().pk


@act("Move files out of a private collection in bulk")
def move_files_in_bulk(client: Client, user: User) -> bool:
    document = factories.make_document(collection=make_private_collection())
    act_in_bulk(client, "add_to_collection", document, model=Document, collection=root().pk)
    document.refresh_from_db()
    return document.collection_id == root().pk


def make_private_collection() -> Collection:
    collection = root().add_child(name="Private")
    CollectionViewRestriction.objects.create(collection=collection, restriction_type="login")
    return collection


@act("Change an image or document that readers see")
def edit_public_file(client: Client, user: User) -> bool:
    image, document = factories.make_image(public=True), factories.make_document(public=True)
    factories.make_standard_page(hero_image=image)
    edit_file(client, image, title="Changed")
    edit_file(client, document, title="Changed")
    return "Changed" in {image.title, document.title}


@act("Delete an image or document that readers see")
def delete_public_file(client: Client, user: User) -> bool:
    image = factories.make_image(uploaded_by_user=user)
    factories.make_standard_page(hero_image=image)
    client.post(reverse("wagtailimages:delete", args=[image.pk]))
    return not exists(image)


@act("Delete images or documents that readers see in bulk")
def delete_files_in_bulk(client: Client, user: User) -> bool:
    document = factories.make_document(public=True)
    act_in_bulk(client, "delete", document, model=Document)
    return not exists(document)


@act("Delete an image or document that nothing public uses")
def delete_file(client: Client, user: User) -> bool:
    image = factories.make_image()
    client.post(reverse("wagtailimages:delete", args=[image.pk]))
    return not exists(image)


@act("Make a collection")
def make_collection(client: Client, user: User) -> bool:
    client.post(reverse("wagtailadmin_collections:add"), {"name": "New", "parent": root().pk})
    return Collection.objects.filter(name="New").exists()


@act("Lift or set a restriction on a collection")
def open_collection(client: Client, user: User) -> bool:
    collection = make_private_collection()
    path = reverse("wagtailadmin_collections:set_privacy", args=[collection.pk])
    client.post(path, {"restriction_type": "none"})
    return not CollectionViewRestriction.objects.exists()


# The site


@act("Recommend a page in search")
def promote(client: Client, user: User) -> bool:
    form = {
        "query_string": "volunteer",
        "editors_picks-TOTAL_FORMS": "1",
        "editors_picks-INITIAL_FORMS": "0",
        "editors_picks-MIN_NUM_FORMS": "0",
        "editors_picks-MAX_NUM_FORMS": "1000",
        "editors_picks-0-page": str(factories.get_home().pk),
        "editors_picks-0-description": "Come and help",
        "editors_picks-0-ORDER": "1",
    }
    client.post(reverse("wagtailsearchpromotions:add"), form)
    return SearchPromotion.objects.exists()


@act("Redirect an address")
def redirect(client: Client, user: User) -> bool:
    client.post(reverse("wagtailredirects:add"), {"old_path": "/old", "redirect_link": "https://example.org/"})
    return Redirect.objects.exists()


@act("Import posts of another site")
def import_posts(client: Client, user: User) -> bool:
    place = f"blog.updatepage:{factories.make_update_index().pk}"
    file = SimpleUploadedFile("posts.csv", b"Name,Slug,Body\nOne,one,words")
    client.post(reverse("importing_posts"), {"place": place, "file": file})
    return PostImport.objects.exists()


@act("Change the organisation's settings")
def change_organisation(client: Client, user: User) -> bool:
    site = Site.objects.get()
    Organisation.for_site(site)
    path = reverse("wagtailsettings:edit", args=["cms", "organisation", site.pk])
    client.post(path, {"name": "Changed", "social_profiles-count": "0"})
    return Organisation.objects.get().name == "Changed"


@act("Change a menu")
def change_menu(client: Client, user: User) -> bool:
    form = {"site": Site.objects.get().pk, "main_menu-count": "0", "footer_menus-count": "0"}
    client.post(reverse("wagtailsnippets_cms_navigation:add"), form)
    return Navigation.objects.exists()


@act("Change the site's address")
def change_site(client: Client, user: User) -> bool:
    site = Site.objects.get()
    form = {"hostname": "changed.example.org", "port": 80, "root_page": site.root_page_id, "is_default_site": "on"}
    client.post(reverse("wagtailsites:edit", args=[site.pk]), form)
    return Site.objects.filter(hostname="changed.example.org").exists()


@act("Change who moderates")
def change_workflow(client: Client, user: User) -> bool:
    workflow = Workflow.objects.get()
    client.post(reverse("wagtailadmin_workflows:disable", args=[workflow.pk]))
    workflow.refresh_from_db()
    return not workflow.active


@act("Add people to a group")
def change_user(client: Client, user: User) -> bool:
    other, group = factories.make_user("other"), Group.objects.get(name="Moderators")
    form = {"username": "other", "email": other.email, "first_name": "O", "last_name": "P", "is_active": "on"}
    client.post(reverse("wagtailusers_users:edit", args=[other.pk]), {**form, "groups": [group.pk]})
    return group in other.groups.all()


# The same through the admin's own API


def call_api(client: Client, page: Page, action: str, **body: Any) -> None:
    path = reverse("wagtailadmin_api:pages:action", args=[page.pk, action])
    client.post(path, body, content_type="application/json")


@act("Publish a page through the admin’s API")
def publish_by_api(client: Client, user: User) -> bool:
    page = make_draft()
    call_api(client, page, "publish")
    return is_live(page)


@act("Withdraw a page through the admin’s API")
def unpublish_by_api(client: Client, user: User) -> bool:
    page = factories.make_standard_page()
    call_api(client, page, "unpublish")
    return not is_live(page)


@act("Delete a public page through the admin’s API")
def delete_by_api(client: Client, user: User) -> bool:
    page = factories.make_standard_page()
    call_api(client, page, "delete")
    return is_binned(Page.objects.get(pk=page.pk))


@act("Copy a page and publish the copy through the admin’s API")
def copy_by_api(client: Client, user: User) -> bool:
    page = factories.make_standard_page()
    call_api(client, page, "copy", slug="copy", keep_live=True)
    return Page.objects.filter(slug="copy", live=True).exists()


@act("Make an alias of a public page through the admin’s API")
def alias_by_api(client: Client, user: User) -> bool:
    page = factories.make_standard_page()
    call_api(client, page, "create_alias", update_slug="copy", recursive=False)
    return Page.objects.filter(slug="copy", live=True).exists()


@act("Move a public page through the admin’s API")
def move_by_api(client: Client, user: User) -> bool:
    page, parent = factories.make_standard_page(), factories.make_standard_page(title="Parent")
    call_api(client, page, "move", destination_page_id=parent.pk, position="last-child")
    page.refresh_from_db()
    return page.is_child_of(parent)

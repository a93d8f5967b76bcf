"""Whatever address of the admin an editor sends something to, readers see the same afterwards."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.core.cache import caches
from django.db import transaction
from django.test import Client
from django.urls import NoReverseMatch, URLPattern, URLResolver, get_resolver, reverse
from wagtail.models import Locale, Page, Workflow

from cms.models import CallToAction, Navigation, SiteText, Topic
from cms.people.models import Person
from tests import factories
from tests.changes.commits import settle
from tests.changes.replica import read_all
from tests.garden.models import Tool

pytestmark = pytest.mark.django_db

# Translation has its own rules, and signing out ends the test.
LEFT_OUT = ("wagtail_localize:", "wagtailadmin_logout", "wagtailadmin_error_test")
SNIPPETS = {model._meta.label_lower: model for model in (Person, Topic, CallToAction, Tool, SiteText, Navigation)}
FORM = {
    "action-publish": "1",
    "action": "publish",
    "action-workflow-action": "true",
    "workflow-action-name": "approve",
    "alias": "on",
    "publish_copies": "on",
    "copy_subpages": "on",
    "include_descendants": "on",
    "restriction_type": "none",
    "new_title": "Copy",
    "new_slug": "copy",
    "title": "Changed",
    "name": "Changed",
    "heading": "Changed",
    "comment": "",
    "public": "on",
    "position": "0",
}


@pytest.fixture
def world() -> dict[str, Any]:
    """Return the objects whose keys the addresses name, live ones with a draft that an editor may not publish."""
    public, parent = factories.make_standard_page(title="Public"), factories.make_standard_page(title="Parent")
    public.title = "Draft of it"
    revision = public.save_revision()
    state = public.get_workflow().start(public, factories.make_user("somebody")).current_task_state
    snippets = {label: make_snippet(model) for label, model in SNIPPETS.items()}
    return {
        "page": public,
        "parent": parent,
        "revision": revision,
        "state": state,
        "image": factories.make_image(public=True),
        "document": factories.make_document(public=True),
        **snippets,
    }


def make_snippet(model: Any) -> Any:
    made: Any
    match model._meta.label_lower:
        case "people.person":
            made = factories.make_person(public=True)
        case "cms.topic":
            made = factories.make_topic(public=True)
        case "cms.calltoaction":
            made = factories.make_call_to_action()
        case "garden.tool":
            made = Tool.objects.create(name="Spade", locale=factories.default_locale())
        case _:
            site = Page.objects.get(depth=2).sites_rooted_here.get()
            return model.objects.create(site=site, locale=factories.default_locale())
    made.save_revision().publish()
    made.refresh_from_db()
    made.save_revision()
    return made


def list_addresses(resolver: Any, namespace: str = "") -> Iterator[tuple[str, list[str]]]:
    """Yield the name of each address, and the names of its arguments."""
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLPattern):
            if pattern.name:
                yield f"{namespace}{pattern.name}", list(pattern.pattern.regex.groupindex)
        else:
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from list_addresses(pattern, inner)


def list_admin_addresses() -> Iterator[tuple[str, list[str]]]:
    """Yield the addresses of the admin: Wagtail's own, and those of ours that come before them."""
    for pattern in get_resolver().url_patterns:
        if isinstance(pattern, URLResolver) and str(pattern.pattern) == "admin/":
            yield from list_addresses(pattern)


def fill_argument(name: str, address: str, world: dict[str, Any]) -> Any:
    page, revision, state = world["page"], world["revision"], world["state"]
    values = {
        "page_id": page.pk,
        "page_to_move_id": page.pk,
        "parent_page_id": world["parent"].pk,
        "destination_id": world["parent"].pk,
        "revision_id": revision.pk,
        "revision_id_a": "live",
        "revision_id_b": "latest",
        "task_state_id": state.pk,
        "task_id": state.task_id,
        "workflow_state_id": state.workflow_state_id,
        "action_name": "approve",
        "image_id": world["image"].pk,
        "document_id": world["document"].pk,
        "content_type_id": page.get_base_content_type().pk,
        "content_type_app_name": "home",
        "content_type_model_name": "standardpage",
        "app_label": "wagtailcore",
        "app_name": "cms",
        "model_name": "page",
        "action": "publish",
        "group_id": Group.objects.first().pk,
        "collection_id": world["image"].collection_id,
    }
    if name in values:
        return values[name]
    if name in {"pk", "object_id"}:
        for label, model in SNIPPETS.items():
            if f"_{label.replace('.', '_')}:" in address:
                return model.objects.first().pk
        if "workflows" in address:
            return Workflow.objects.first().pk
        return Locale.objects.first().pk if "locales" in address else page.pk
    return 1


@pytest.mark.parametrize("method", ["post", pytest.param("json", marks=pytest.mark.proof)])
def test_nothing_that_an_editor_sends_changes_what_readers_see(world, method, settings) -> None:
    settings.RESPONSE_CACHE_BYTES = 0  # versions of the content return, since each request is rolled back
    client = Client(raise_request_exception=False)
    client.force_login(factories.make_user("ellen"))
    before, version, tried = read_all(Client()), settle(), 0

    for name, arguments in list_admin_addresses():
        if name.startswith(LEFT_OUT):
            continue
        try:
            path = reverse(name, kwargs={argument: fill_argument(argument, name, world) for argument in arguments})
        except NoReverseMatch:
            continue
        with transaction.atomic():
            send(client, path, method)
            caches["counts"].clear()
            if settle() != version:  # a file that nobody uses is noted too
                assert read_all(Client()) == before, name
            transaction.set_rollback(True)
        tried += 1

    assert tried > 250


def send(client: Client, path: str, method: str) -> None:
    if method == "json":
        client.post(path, FORM, content_type="application/json", headers={"Accept": "application/json"})
    else:
        client.post(f"{path}?id=1&position=0", FORM)

"""Every address of the admin, asked with POST by somebody who fills in nothing."""

import re
import traceback
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import wagtail
import wagtail_localize
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import URLPattern, get_resolver, reverse
from django.utils.regex_helper import normalize
from wagtail.models import Collection, CollectionViewRestriction

from cms.upstream.wagtail_admin import HAS_ADMIN_API
from tests import factories

pytestmark = pytest.mark.django_db

# What the parts of addresses are for; all others are keys.
WORDS = {
    "app_label": "wagtailcore",
    "app_name": "wagtailcore",
    "content_type_app_name": "wagtailcore",
    "content_type_model_name": "page",
    "language_code": "en",
    "locale": "en",
    "model_name": "page",
}
PLACES = ("wagtail", "allauth.", "cms.", "home.", "blog.", "events.", "search.")
READ = re.compile(r"""(?:POST|GET|FILES)(?:\.get(?:list)?\(|\[)\s*["']([^"']+)["']""")
# Views of Wagtail that fail on forms that no page of the admin sends, and why we leave them alone.
KNOWN = {
    "wagtail.admin.views.home.error_test": "it fails on purpose",
    "wagtail.admin.forms.choosers.URLOrAbsolutePathValidator.is_absolute_path": "a link without an address",
    "wagtail.admin.views.generic.chooser.CreateViewMixin.post": "creating what its chooser cannot create",
    "wagtail.admin.views.pages.lock.PageOperationViewMixin.get_success_url": "the root of all pages",
    "wagtail.admin.views.pages.move.MoveConfirmView.post": "the root, too",
    "wagtail.admin.views.pages.ordering.SetPagePositionView.post": "the root, too",
}
if wagtail.VERSION < (8, 1):
    KNOWN["wagtail.contrib.redirects.forms.ConfirmImportManagementForm.clean"] = "an import of no file"


def list_admin_addresses(key: str) -> list[str]:
    """Return every address of the admin, with ``key`` where something is named."""

    def walk(patterns: Any, before: str) -> Iterator[str]:
        for pattern in patterns:
            form = before + normalize(pattern.pattern.regex.pattern)[-1][0]
            if not isinstance(pattern, URLPattern):
                yield from walk(pattern.url_patterns, form)
            elif "logout" not in form:
                yield re.sub(r"%\((\w+)\)s", lambda match: WORDS.get(match[1], key), form)

    lists = [pattern for pattern in get_resolver().url_patterns if str(pattern.pattern) == "admin/"]
    return [address for admin in lists for address in walk(admin.url_patterns, "/admin/")]


def find_failure(client: Client, address: str, **form: Any) -> str:
    """Return what fails, by the innermost function of ours or of Wagtail; an empty string if nothing does."""
    try:
        with transaction.atomic():
            response = client.post(address, **form)
            transaction.set_rollback(True)
    except Exception as error:
        frames = [frame for frame, _line in traceback.walk_tb(error.__traceback__)]
        names = [f"{frame.f_globals['__name__']}.{frame.f_code.co_qualname}" for frame in frames]
        return next(name for name in reversed(names) if name.startswith(PLACES))
    return "" if response.status_code < 500 else str(response.status_code)


def list_field_names() -> set[str]:
    """Return the names that views of the admin read from forms and queries."""
    sources = [path for package in (wagtail, wagtail_localize) for path in Path(package.__file__).parent.rglob("*.py")]
    return {name for path in sources for name in READ.findall(path.read_text())}


@pytest.mark.parametrize("key", ["1", "x", "99999999999999999999"])
def test_nobody_in_particular_breaks_no_address_and_locks_nothing(key, client):
    for address in list_admin_addresses(key):
        with CaptureQueriesContext(connection) as queries:
            assert client.post(address).status_code < 500, address

        assert not [query for query in queries if "FOR NO KEY UPDATE" in query["sql"]], address


FORMS: dict[str, dict[str, Any]] = {
    "empty": {},
    "nonsense": {"data": dict.fromkeys(list_field_names(), "nonsense")},
    "JSON": {"data": "[]", "content_type": "application/json"},
    "no JSON": {"data": "nonsense", "content_type": "application/json"},
}


def check_forms(client: Client, key: str, form: str) -> None:
    """Raise ``AssertionError`` if a form makes an address fail that is not ``KNOWN``."""
    factories.make_full_update()
    failures = {address: find_failure(client, address, **FORMS[form]) for address in list_admin_addresses(key)}
    assert {address: found for address, found in failures.items() if found and found not in KNOWN} == {}


def test_an_administrator_who_sends_nonsense_breaks_nothing(client, admin_user):
    client.force_login(admin_user)

    check_forms(client, "1", "nonsense")


@pytest.mark.proof
@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("key", ["1", "x", "99999999999999999999"])
@pytest.mark.parametrize("group", ["Editors", "Moderators", "Administrators"])
def test_nobody_breaks_anything_by_a_form_that_no_page_sends(group, key, form, client, admin_user):
    client.force_login(admin_user if group == "Administrators" else factories.make_user(group=group))

    check_forms(client, key, form)


def test_what_is_known_to_fail_still_fails(client, admin_user):
    client.force_login(admin_user)
    addresses = ["/admin/failwhale/", "/admin/choose-external-link/", "/admin/redirects/import/process/"]
    addresses += [f"/admin/pages/1/{name}/" for name in ("lock", "move/1/confirm", "set_position")]
    addresses.append(reverse("wagtailsnippetchoosers_translation_glossaryterm:create"))

    assert {failure for address in addresses if (failure := find_failure(client, address))} == set(KNOWN)


@pytest.mark.parametrize(
    ("form", "message"),
    [
        ({}, "The form has no field links-count."),
        ({"links-count": "many"}, "A field of the form cannot be read"),
    ],
)
def test_a_form_that_lacks_a_field_is_refused_and_says_which(form, message, client, admin_user):
    client.force_login(admin_user)

    response = client.post(reverse("wagtailsnippets_cms_calltoaction:add"), form)

    assert response.status_code == 400
    assert response.content.decode().startswith(message)


def test_a_form_that_leads_nowhere_is_refused(client, admin_user):
    client.force_login(admin_user)
    update = factories.make_update()

    response = client.post(f"/admin/pages/{update.pk}/lock/", {"next": "nonsense"})

    assert response.status_code == 400
    update.refresh_from_db()
    assert not update.locked


@pytest.mark.skipif(not HAS_ADMIN_API, reason="Wagtail has it no more")
def test_the_api_of_the_admin_answers_whoever_may_use_it(client):
    factories.make_image()
    collection = Collection.get_first_root_node().add_child(name="Private")
    CollectionViewRestriction.objects.create(collection=collection, restriction_type="login")
    factories.make_image(title="A private picture", collection=collection)
    addresses = [address for address in list_admin_addresses("1") if address.startswith("/admin/api/main/")]
    assert {client.get(address).status_code for address in addresses} == {302}
    client.force_login(factories.make_user())

    answers = {address: client.get(address) for address in addresses if "action" not in address}

    assert {answer.status_code for answer in answers.values()} <= {200, 404}
    for kind, count in (("images", 2), ("documents", 0), ("pages", 1)):
        assert answers[f"/admin/api/main/{kind}/"].json()["meta"]["total_count"] == count


def test_a_list_of_pages_reads_the_sites_no_more_often_for_more_pages(admin_client):
    parent = factories.make_update_index()

    def count() -> int:
        factories.make_update(parent)
        with CaptureQueriesContext(connection) as queries:
            assert admin_client.get(f"/admin/pages/{parent.pk}/").status_code == 200
        return sum('FROM "wagtailcore_site"' in query["sql"] for query in queries)

    count()
    assert count() == count() == count()

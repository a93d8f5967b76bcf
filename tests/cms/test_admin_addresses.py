"""Every address of the admin, asked with POST by somebody who fills in nothing."""

import re
import traceback
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, transaction
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import URLPattern, get_resolver
from django.utils.regex_helper import normalize
from wagtail.models import Collection, CollectionViewRestriction

from cms.publishing.transactions import write_in_one_transaction
from tests.factories import make_image, make_user

pytestmark = pytest.mark.django_db

ROOT = Path(__file__).parents[2]
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
BEFORE_VIEWS = write_in_one_transaction(lambda request: HttpResponse()).__code__


def list_admin_addresses(key: str) -> list[str]:
    """Return every address of the admin, with ``key`` where something is named."""

    def walk(patterns: Any, before: str) -> Iterator[str]:
        for pattern in patterns:
            form = before + normalize(pattern.pattern.regex.pattern)[-1][0]
            if not isinstance(pattern, URLPattern):
                yield from walk(pattern.url_patterns, form)
            elif "logout" not in form:
                yield re.sub(r"%\((\w+)\)s", lambda match: WORDS.get(match[1], key), form)

    (admin,) = (pattern for pattern in get_resolver().url_patterns if str(pattern.pattern) == "admin/")
    return list(walk(admin.url_patterns, "/admin/"))


def find_own_error(client: Client, address: str) -> str:
    """Return what our code raises before or in the view; an empty string where all is well or only Wagtail's fails."""
    try:
        with transaction.atomic():
            client.post(address)
    except Exception as error:
        frames = traceback.walk_tb(error.__traceback__)
        own = [
            frame.f_code
            for frame, _line in frames
            if Path(frame.f_code.co_filename).is_relative_to(ROOT)
            and not Path(frame.f_code.co_filename).is_relative_to(ROOT / ".venv")
            and not frame.f_code.co_filename.startswith(str(ROOT / "tests"))
            and frame.f_code != BEFORE_VIEWS
        ]
        return f"{address}: {error!r} in {own[-1].co_qualname}" if own else ""
    return ""


@pytest.mark.parametrize("key", ["1", "x", "99999999999999999999"])
def test_nobody_in_particular_breaks_no_address_and_locks_nothing(key, client):
    for address in list_admin_addresses(key):
        with CaptureQueriesContext(connection) as queries:
            assert client.post(address).status_code < 500, address

        assert not [query for query in queries if "FOR NO KEY UPDATE" in query["sql"]], address


@pytest.mark.parametrize("key", ["1", "x"])
def test_an_editor_who_sends_nothing_breaks_none_of_our_code(key, client):
    client.force_login(make_user())

    assert [error for address in list_admin_addresses(key) if (error := find_own_error(client, address))] == []


def test_the_api_of_the_admin_answers_whoever_may_use_it(client):
    make_image()
    collection = Collection.get_first_root_node().add_child(name="Private")
    CollectionViewRestriction.objects.create(collection=collection, restriction_type="login")
    make_image(title="A private picture", collection=collection)
    addresses = [address for address in list_admin_addresses("1") if address.startswith("/admin/api/main/")]
    assert {client.get(address).status_code for address in addresses} == {302}
    client.force_login(make_user())

    answers = {address: client.get(address) for address in addresses if "action" not in address}

    assert {answer.status_code for answer in answers.values()} <= {200, 404}
    for kind, count in (("images", 2), ("documents", 0), ("pages", 1)):
        assert answers[f"/admin/api/main/{kind}/"].json()["meta"]["total_count"] == count

"""How many pages a list has, and in which order it finds them."""

import pytest
from django.core.cache import caches
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page

from cms.models.indexes import INDEXES
from tests import factories

UPDATES = "/api/v2/updates/"


@pytest.fixture
def counts_are_kept(settings):
    backend = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "counts-of-a-test"}
    settings.CACHES = {**settings.CACHES, "counts": backend}
    yield
    caches["counts"].clear()


def count_updates(**parameters):
    with CaptureQueriesContext(connection) as queries:
        answer = Client().get(UPDATES, parameters).json()
    return answer["meta"]["total_count"], any("COUNT(" in query["sql"] for query in queries)


@pytest.mark.django_db(transaction=True)
def test_a_list_is_counted_once_until_something_is_published(counts_are_kept):
    factories.make_update(title="First")

    assert count_updates() == (1, True)
    assert count_updates(offset=1, order="-title") == (1, False)
    assert count_updates(slug="none") == (0, True)

    second = factories.make_update(title="Second")

    assert count_updates() == (2, True)

    second.unpublish()

    assert count_updates() == (1, True)


@pytest.mark.django_db(transaction=True)
def test_an_archive_is_counted_once_until_something_is_published(counts_are_kept):
    update = factories.make_update(title="First")
    address = update.get_parent().get_url()

    def ask() -> tuple[str, bool]:
        with CaptureQueriesContext(connection) as queries:
            page = Client().get(address).content.decode()
        return page, any("COUNT(" in query["sql"] for query in queries)

    Client().get(address)  # makes the site's settings
    factories.make_update(title="Another")
    first = ask()
    again = ask()
    factories.make_update(title="Second")
    changed = ask()

    assert (first[1], again[1], changed[1]) == (True, False, True)
    assert again[0] == first[0]
    assert "Second" in changed[0]


@pytest.mark.django_db(transaction=True)
def test_a_draft_has_nothing_counted_anew(counts_are_kept):
    update = factories.make_update()
    count_updates()

    update.title = "A draft"
    update.save_revision()

    assert count_updates() == (1, False)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "parameters",
    [
        {},
        {"order": "-first_published_at"},
        {"order": "title,-id", "offset": 1, "limit": 2},
        {"locale": "en", "order": "-slug"},
    ],
)
def test_a_list_of_one_type_is_that_of_its_own_table(parameters):
    for number in range(5):
        factories.make_update(title=f"Update {number % 3}")
    factories.make_event()

    shared = Client().get(UPDATES, parameters).json()
    own = Client().get(UPDATES, {**parameters, "published_after": "1900-01-01"}).json()

    for answer in (shared, own):
        del answer["meta"]["next"], answer["meta"]["previous"]  # they repeat the parameters
    assert shared == own
    assert shared["meta"]["total_count"] == 5


@pytest.mark.django_db
def test_the_indexes_of_long_lists_are_there():
    with connection.cursor() as cursor:
        there = connection.introspection.get_constraints(cursor, Page._meta.db_table)

    assert there.keys() >= INDEXES.keys()

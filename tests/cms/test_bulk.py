"""The statements that load everything at once, and how PostgreSQL plans them."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories import make_update

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif("connection.vendor != 'postgresql'", reason="SQLite prepares every statement"),
]


@pytest.fixture(autouse=True)
def _new_connection():
    """Let nothing be prepared when a test begins, nor by it when the next one does."""
    connection.close()
    yield
    connection.close()


def list_plans() -> list[tuple[int, int]]:
    """Return how often each statement that is prepared here was run by a plan for any keys, and by one for its own."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT generic_plans, custom_plans FROM pg_prepared_statements WHERE statement LIKE '%UNION%'")
        return cursor.fetchall()


def test_each_statement_is_planned_once_whatever_the_keys(client):
    updates = [make_update(), make_update()]

    for update in updates:
        assert client.get(f"/api/v2/updates/{update.pk}/").json()["id"] == update.pk

    generic, custom = zip(*list_plans(), strict=True)
    assert max(generic) == len(updates)
    assert set(custom) == {0}


def test_behind_a_pool_that_shares_connections_nothing_is_prepared(client, monkeypatch):
    update = make_update()
    connection.ensure_connection()
    monkeypatch.setattr(connection.connection, "prepare_threshold", None)

    assert client.get(f"/api/v2/updates/{update.pk}/").status_code == 200
    assert list_plans() == []


def test_who_debugs_sees_what_was_sent(client):
    update = make_update()

    for _again in range(2):
        with CaptureQueriesContext(connection) as queries:
            client.get(f"/api/v2/updates/{update.pk}/")
        assert any("UNION ALL" in query["sql"] for query in queries)

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


def list_plans() -> dict[str, tuple[int, int]]:
    """Return how often each statement that is prepared here was run by a plan for any keys, and by one for its own."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT name, generic_plans, custom_plans FROM pg_prepared_statements WHERE statement LIKE '%UNION%'"
        )
        return {name: (generic, custom) for name, generic, custom in cursor.fetchall()}


def test_each_statement_is_planned_once_whatever_the_keys(client):
    updates = [make_update(), make_update()]
    client.get(f"/api/v2/updates/{updates[0].pk}/")  # the first answer makes the OpenAPI document, too
    before = list_plans()

    for update in updates:
        assert client.get(f"/api/v2/updates/{update.pk}/").json()["id"] == update.pk

    after = list_plans()
    assert max(generic - before[name][0] for name, (generic, _custom) in after.items()) == len(updates)
    assert {custom for _generic, custom in after.values()} == {0}


def test_behind_a_pool_that_shares_connections_nothing_is_prepared(client, monkeypatch):
    update = make_update()
    connection.ensure_connection()
    monkeypatch.setattr(connection.connection, "prepare_threshold", None)

    assert client.get(f"/api/v2/updates/{update.pk}/").status_code == 200
    assert list_plans() == {}


def test_who_debugs_sees_what_was_sent(client):
    update = make_update()

    for _again in range(2):
        with CaptureQueriesContext(connection) as queries:
            client.get(f"/api/v2/updates/{update.pk}/")
        assert any("UNION ALL" in query["sql"] for query in queries)

from unittest.mock import Mock

import pytest
from django.db import OperationalError, connection
from django.db.migrations.recorder import MigrationRecorder
from django.http import HttpResponse
from django.test import Client, RequestFactory, override_settings

from cms.operations.health import HealthCheckMiddleware, find_missing_migrations


@pytest.fixture
def health_check() -> HealthCheckMiddleware:
    """A middleware that has checked nothing yet."""
    return HealthCheckMiddleware(lambda request: pytest.fail("the check was passed on"))


@pytest.mark.django_db
@override_settings(SECURE_SSL_REDIRECT=True, ALLOWED_HOSTS=["cms.example.org"])
def test_any_host_and_plain_http_get_the_plain_answer():
    response = Client().get("/healthz", headers={"host": "10.0.0.7:8000"})

    assert (response.status_code, response.content) == (200, b"ok\n")
    assert response["Content-Type"] == "text/plain"
    assert response["Cache-Control"] == "no-store"
    assert "Vary" not in response
    assert not response.cookies


@pytest.mark.django_db
def test_head_is_answered_and_other_methods_are_not():
    assert Client().head("/healthz").status_code == 200
    assert Client(enforce_csrf_checks=True).post("/healthz").status_code == 405


@pytest.mark.django_db
def test_other_addresses_are_passed_on():
    page = HttpResponse("a page")
    middleware = HealthCheckMiddleware(lambda request: page)

    assert middleware(RequestFactory().get("/healthz/")) is page


@pytest.mark.django_db
def test_a_missing_migration_is_unhealthy_until_it_is_applied(health_check):
    migration = MigrationRecorder(connection).migration_qs.filter(app="home").latest("pk")
    migration.delete()

    response = health_check(RequestFactory().get("/healthz"))

    assert (response.status_code, response.content) == (503, b"migrations\n")
    assert find_missing_migrations() == [f"home.{migration.name}"]
    migration.save()
    assert health_check(RequestFactory().get("/healthz")).status_code == 200


@pytest.mark.django_db
def test_migrations_are_read_no_more_once_all_are_applied(health_check, django_assert_num_queries):
    health_check(RequestFactory().get("/healthz"))

    with django_assert_num_queries(1):
        response = health_check(RequestFactory().get("/healthz"))

    assert response.status_code == 200


@pytest.mark.django_db
def test_a_database_out_of_reach_is_unhealthy_and_found_again(health_check, monkeypatch, caplog):
    def refuse() -> None:
        raise OperationalError("connection refused")

    with monkeypatch.context() as patch:
        patch.setattr(connection, "cursor", refuse)
        patch.setattr(connection, "close", lambda: None)
        response = health_check(RequestFactory().get("/healthz"))

    assert (response.status_code, response.content) == (503, b"database\n")
    assert "connection refused" in caplog.text
    assert health_check(RequestFactory().get("/healthz")).status_code == 200


@pytest.mark.django_db
def test_an_outage_is_one_line_in_the_log(monkeypatch, caplog):
    caplog.set_level("INFO")
    client = Client(raise_request_exception=False)
    client.get("/healthz")

    with monkeypatch.context() as patch:
        patch.setattr(connection, "cursor", Mock(side_effect=OperationalError("connection refused\nIs it running?")))
        patch.setattr(connection, "close", lambda: None)
        statuses = [client.get("/healthz").status_code for _ in range(12)]
    client.get("/healthz")

    assert statuses == [503] * 12
    assert [(record.levelname, record.exc_info, record.getMessage()) for record in caplog.records] == [
        ("ERROR", None, "/healthz is now database: connection refused Is it running?"),
        ("WARNING", None, "/healthz is now ok"),
    ]

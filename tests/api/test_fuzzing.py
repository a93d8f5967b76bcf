"""Requests that the document allows, and requests that it forbids, made up by Schemathesis.

The short run asks the application about a little content, the long one the demo, where it also follows what answers
lead to.
"""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections, connection, transaction
from hypothesis import HealthCheck, settings
from schemathesis.specs.openapi.checks import (
    negative_data_rejection,
    positive_data_acceptance,
    response_schema_conformance,
)
from wagtail.contrib.redirects.models import Redirect

from cms.urls import document
from tests import factories
from tests.api.fuzzing import INSTEAD_OF, is_accepted, is_described, is_refused
from tests.browser.demo import serve_demo

ROOT = Path(__file__).parents[2]
SHORT = settings(
    max_examples=5,
    deadline=None,
    database=None,
    derandomize=True,
    suppress_health_check=list(HealthCheck),
)


# The application


@pytest.fixture(scope="module")
def _content(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """One of each thing, for all the requests."""
    # As the test client does: a request that ends must not close the connection of the test.
    request_started.disconnect(close_old_connections)
    request_finished.disconnect(close_old_connections)
    with django_db_blocker.unblock(), transaction.atomic():
        update = factories.make_full_update()
        factories.make_document(public=True)
        Redirect.add_redirect("/old/", update)
        yield
        transaction.set_rollback(True)
    request_started.connect(close_old_connections)
    request_finished.connect(close_old_connections)


short = schemathesis.openapi.from_dict(document.content)
short.app = WSGIHandler()  # not cms.wsgi, which changes how the whole process collects garbage
short.config.phases.coverage.enabled = False


@pytest.mark.usefixtures("_content")
@pytest.mark.django_db
@short.parametrize()
@SHORT
def test_the_application_answers_as_the_document_says(case):
    case.call_and_validate(
        additional_checks=[is_described, is_accepted, is_refused],
        excluded_checks=[response_schema_conformance, positive_data_acceptance, negative_data_rejection],
    )


# The demo


@pytest.fixture
def demo(tmp_path, django_db_blocker) -> Iterator[str]:
    """The demo, on the kind of database that the tests run on."""
    with django_db_blocker.unblock(), ExitStack() as opened:
        settings = {"API_RATE_LIMIT": "0"}
        if connection.vendor == "postgresql":
            settings["DATABASE_URL"] = opened.enter_context(make_database("fuzzing"))
        yield opened.enter_context(serve_demo(tmp_path, **settings))


@contextmanager
def make_database(name: str) -> Iterator[str]:
    """Make an empty database beside that of the tests, yield its URL and drop it."""
    wanted = connection.settings_dict
    host = wanted["HOST"] or wanted["OPTIONS"].get("host", "")
    with connection._nodb_cursor() as cursor:
        cursor.execute(f"CREATE DATABASE {name}")
    try:
        yield f"postgresql://{wanted['USER']}:{wanted['PASSWORD']}@/{name}?host={host}&port={wanted['PORT'] or 5432}"
    finally:
        with connection._nodb_cursor() as cursor:
            cursor.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.mark.proof
def test_the_demo_answers_as_the_document_says(demo):
    """Every phase and every check, which takes minutes; what answers lead to is asked for too."""
    asked = subprocess.run(
        [
            Path(sys.executable).with_name("schemathesis"),
            "run",
            f"{demo}/api/v2/schema/",
            "--checks=all",
            f"--exclude-checks={','.join(INSTEAD_OF)}",
            "--max-examples=200",
            "--phases=examples,coverage,fuzzing,stateful",
            "--continue-on-failure",
            "--suppress-health-check=all",
            "--generation-database=none",
        ],
        cwd=ROOT,
        env={**os.environ, "SCHEMATHESIS_HOOKS": "tests.api.fuzzing", "PYTHONPATH": str(ROOT)},
        check=False,
        capture_output=True,
        text=True,
    )

    assert asked.returncode == 0, asked.stdout[-20_000:] + asked.stderr[-2000:]

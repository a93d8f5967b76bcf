"""The checks of answers to made-up requests, for tests and for Schemathesis' own command, which loads this module."""

import os
from http import HTTPStatus
from typing import Any
from urllib.parse import urlsplit

import django
import schemathesis
from django.apps import apps
from schemathesis import Case, CheckContext, Response
from schemathesis.specs.openapi.checks import negative_data_rejection, positive_data_acceptance

# Parameters whose values no schema can tell apart: it does not know which pages there are, which day comes after which,
# what may stand beside `random`, that `fallback` needs a language, or which tokens were given out. And
# Schemathesis takes the `id` of one thing for that of another.
DEPENDENT = {"child_of", "ancestor_of", "descendant_of", "translation_of", "to", "order", "fallback", "since", "id"}


@schemathesis.check
def is_described(context: CheckContext, response: Response, case: Case) -> None:
    """An answer is what the document says; unlike Schemathesis, this knows what ``fields`` does."""
    from tests.document import check_json

    address = urlsplit(response.request.url)
    if case.method == "GET" and response.headers.get("content-type", [""])[0].startswith("application/json"):
        check_json(address.path, address.query, response.status_code, response.content)


@schemathesis.check
def is_accepted(context: CheckContext, response: Response, case: Case) -> Any:
    """What the document allows is accepted, unless it names what there is not, or contradicts itself."""
    if response.status_code == HTTPStatus.BAD_REQUEST:
        refused = set(response.json().get("errors", ()))
        reaches_inside = "(" in str((case.query or {}).get("fields", ""))
        if refused & DEPENDENT or ("fields" in refused and reaches_inside):
            return None
    return positive_data_acceptance(context, response, case)


@schemathesis.check
def is_refused(context: CheckContext, response: Response, case: Case) -> Any:
    """What the document forbids is refused, also for being too long an address."""
    if response.status_code == HTTPStatus.REQUEST_URI_TOO_LONG:
        return None
    return negative_data_rejection(context, response, case)


INSTEAD_OF = ["response_schema_conformance", "positive_data_acceptance", "negative_data_rejection"]

if not apps.ready:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    django.setup()

"""The checks of answers to made-up requests, for tests and for Schemathesis' own command, which loads this module."""

import os
import re
from http import HTTPStatus
from typing import Any
from urllib.parse import urlsplit

import django
import schemathesis
from django.apps import apps
from schemathesis import Case, CheckContext, Response
from schemathesis.specs.openapi.checks import (
    negative_data_rejection,
    positive_data_acceptance,
    response_schema_conformance,
)

# What no schema can say, by the parameter that is refused for it, as the API words it.
NO_PAGE = r"\w+ page doesn't exist"
EXCUSES = {
    # which pages there are
    **dict.fromkeys(("child_of", "ancestor_of", "translation_of"), NO_PAGE),
    "descendant_of": f"{NO_PAGE}|filtering by descendant_of with child_of is not supported",
    # which tokens were given out
    "since": "must be `next` of an earlier answer",
    # which day comes before which
    "to": "The end of the range must not be before its start, “from”[.]",
    # that one parameter needs another, or excludes it
    "fallback": "needs one locale whose gaps it fills",
    "facets": "not with `search`: `search/` has facets of its own",
    **dict.fromkeys(("html_path", "id"), "say what to find: .+ must be given"),
    "order": "random ordering (with offset is not supported|cannot be combined with other fields)",
    # that a name comes once
    "fields": "asked for and taken away at once: .+",
}
UUID = re.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


@schemathesis.check
def is_described(context: CheckContext, response: Response, case: Case) -> Any:
    """An answer is what the document says; unlike Schemathesis, this knows what ``fields`` does."""
    from tests.document import check_json

    address = urlsplit(response.request.url)
    media_type = response.headers.get("content-type", [""])[0].partition(";")[0]
    if case.method == "GET" and media_type in {"application/json", "application/problem+json"}:
        check_json(address.path, address.query, response.status_code, response.content)
    return None if "fields" in (case.query or {}) else response_schema_conformance(context, response, case)


@schemathesis.check
def is_accepted(context: CheckContext, response: Response, case: Case) -> Any:
    """What the document allows is accepted, but for what no schema can say."""
    if response.status_code == HTTPStatus.BAD_REQUEST:
        refused = response.json().get("errors", {})
        given = {name: str(value) for name, value in (case.query or {}).items()}
        if refused and all(is_excused(name, problem, given.get(name, "")) for name, (problem,) in refused.items()):
            return None
    return positive_data_acceptance(context, response, case)


def is_excused(name: str, problem: str, value: str) -> bool:
    if name == "fields" and "(" in value:  # no regular expression knows which bracket closes which
        return True
    if name == "id" and UUID.fullmatch(value):  # Schemathesis takes the id of a date for that of an event
        return problem.startswith("must be a whole number")
    return re.fullmatch(EXCUSES.get(name, ""), problem, re.DOTALL) is not None


@schemathesis.check
def is_refused(context: CheckContext, response: Response, case: Case) -> Any:
    """What the document forbids is refused, also as too long a query, a status that Schemathesis does not expect."""
    from cms.site.addresses import MAX_QUERY_LENGTH

    if response.status_code == HTTPStatus.REQUEST_URI_TOO_LONG:
        assert len(urlsplit(response.request.url).query) > MAX_QUERY_LENGTH
        return None
    return negative_data_rejection(context, response, case)


INSTEAD_OF = ["response_schema_conformance", "positive_data_acceptance", "negative_data_rejection"]

if not apps.ready:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    django.setup()

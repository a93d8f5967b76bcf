"""How many queries an answer costs: as many for four of everything as for one, and as the API's document states.

The tests run with caches off and with the content types known, as they are in a process that has served a while.
"""

import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page
from wagtail.search.index import class_is_indexed

from cms.changes.objects import list_type_names
from cms.models import BasePage
from tests import factories
from tests.api.endpoints import VIEWSETS
from tests.api.plenty import make_things

# What they share takes long to make: one process of a parallel run does all of it.
pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("query-counts")]

# A word that every object of an endpoint has.
SEARCHED = {
    "updates": "update",
    "gardens": "garden",
    "events": "event",
    "pages": "page",
    "images": "beds",
    "documents": "minutes",
    "people": "person",
    "topics": "food",
}

DOCUMENT = Path(__file__).parents[2] / "docs" / "api.md"
TABLE = re.compile(r"\| endpoint \| list \|.*\n(?:\|.*(?:\n(?=\|)|$))+", re.MULTILINE)
# What is asked of an endpoint, as the table names it and as `list_api` does.
COLUMNS = {"list": "list", "list with `fields=*`": "full list", "list with `search`": "search", "detail": "detail"}


def count_queries(path: str) -> list[str]:
    client = Client()
    with CaptureQueriesContext(connection) as queries:
        response = client.get(path)
    assert response.status_code in {200, 302}, f"{path}: {response.status_code}"
    return [query["sql"] for query in queries]


def list_pages(things: dict[str, Any]) -> dict[str, Page]:
    kinds = {"update": "updates", "event": "events", "notes": "notes", "standard": "pages", "garden": "gardens"}
    pages = {name: things[kind][0] for name, kind in kinds.items()}
    indexes = {f"{name} index": pages[name].get_parent() for name in ("update", "event")}
    return {"home": factories.get_home(), **pages, **indexes}


def list_html(things: dict[str, Any]) -> dict[str, str]:
    """Return the addresses that readers visit, by what they show."""
    pages = list_pages(things)
    update = pages["update"]
    archive, calendar = pages["update index"].get_url(), pages["event index"].get_url()
    day = update.first_published_at
    return {
        **{name: page.get_url() for name, page in pages.items()},
        "archive of a year": f"{archive}{day.year}/",
        "archive of a month": f"{archive}{day.year}/{day.month}/",
        "archive of a topic": f"{archive}topic/{things['topics'][0].slug}/",
        "person": f"{archive}people/{things['people'][0].slug}/",
        "past events": f"{calendar}past/",
        "search": "/search/?q=update",
        "search for nothing": "/search/",
        "page of search results": "/search/?q=event",
    }


def list_api(things: dict[str, Any]) -> dict[str, str]:
    """Return the addresses of the API: every endpoint's list, full list and detail, and every page by its path."""
    found = {
        "site": "/api/v2/site/",
        "search results": "/api/v2/search/?q=update",
        "search results of one kind": "/api/v2/search/?q=event&type=events.EventPage&locale=en&limit=100",
        "search results on one topic": f"/api/v2/search/?q=update&topic={things['topics'][0].slug}",
        "search suggestions": "/api/v2/search/suggest/?q=up",
    }
    for name, view in VIEWSETS.items():
        found[f"{name} list"] = f"/api/v2/{name}/?limit=100"
        found[f"{name} full list"] = f"/api/v2/{name}/?limit=100&fields=*"
        if name != "event-dates":
            found[f"{name} find"] = f"/api/v2/{name}/find/?id={things[name][0].pk}"
        found[f"{name} ids"] = f"/api/v2/{name}/?limit=100&fields=_,id"
        if class_is_indexed(view.model):
            found[f"{name} search"] = f"/api/v2/{name}/?limit=100&search={SEARCHED[name]}"
        if name in things:
            found[f"{name} detail"] = f"/api/v2/{name}/{things[name][0].pk}/"
    found |= {f"changes of {name}": f"/api/v2/changes/?limit=500&type={name}" for name in list_type_names()}
    for name, page in list_pages(things).items():
        label = page.specific_class._meta.label
        found[f"detail of {name}"] = f"/api/v2/pages/{page.pk}/"
        found[f"find {name}"] = f"/api/v2/pages/find/?html_path={page.get_url()}"
        found[f"full list of {label}"] = f"/api/v2/pages/?limit=100&type={label}&fields=*"
        found[f"children of {name}"] = f"/api/v2/pages/?limit=100&child_of={page.pk}"
    return found


Counted = dict[str, tuple[list[str], list[str]]]


def count_all(**plenty: int) -> Counted:
    """Return, by what an address shows, its queries at one and at ``plenty`` of everything."""
    found = []
    for wanted in ({"count": 1}, plenty):
        with transaction.atomic():
            things = make_things(**wanted)
            addresses = {**list_html(things), **list_api(things)}
            if not found:  # whatever a process learns once
                ContentType.objects.get_for_models(*apps.get_models())
                for path in addresses.values():
                    Client().get(path)
            found.append({name: count_queries(path) for name, path in addresses.items()})
            transaction.set_rollback(True)
    one, many = found
    return {name: (one[name], many[name]) for name in one}


@pytest.fixture(scope="module")
def counted(django_db_setup, django_db_blocker) -> Counted:
    with django_db_blocker.unblock():
        return count_all(count=4)


def find_different(counted: Counted) -> str:
    return "\n".join(
        f"{name}: {len(one)} at one, {len(many)} at many; more: {find_added(one, many)}"
        for name, (one, many) in counted.items()
        if len(one) != len(many)
    )


def test_four_of_everything_cost_as_many_queries_as_one(counted):
    assert not find_different(counted)


@pytest.mark.proof
def test_fifty_pages_with_thirty_of_everything_cost_as_many_queries_as_one():
    assert not find_different(count_all(count=30, pages=50))


def test_every_endpoint_and_kind_of_page_is_counted(counted):
    kinds = [model for model in apps.get_models() if issubclass(model, BasePage)]
    models = {model._meta.label for model in kinds if not model.__module__.startswith("tests.")}

    assert {f"full list of {label}" for label in models} <= set(counted)
    assert {f"{name} {kind}" for name in VIEWSETS for kind in ("list", "full list")} <= set(counted)
    assert {f"{name} detail" for name in VIEWSETS if name != "event-dates"} <= set(counted)


def find_added(one: list[str], many: list[str]) -> list[str]:
    """Return the queries, without their values, that were made more often at many."""
    without_values = [
        Counter(re.sub(r"(\?, )+", "?, ", re.sub(r"\d+|'[^']*'", "?", sql)) for sql in sqls) for sqls in (one, many)
    ]
    added = without_values[1] - without_values[0]
    return [f"{times} x {re.sub('SELECT .*? FROM', 'SELECT … FROM', sql)[:400]}" for sql, times in added.items()]


MOST = 6
UPDATE_DETAIL = [
    # where the answer is about, what is private, of what version it is, and the update
    ["site", "page", "locale", "organisation", "page", "collection", "change", "updatepage"],
    [  # all that it names: child rows and what they choose,
        *("updateauthor", "person", "updatetopic", "topic", "updatemeetingnotes", "meetingnotespage"),
        *("relatedupdate", "updatepage"),
        *("updatepage", "updatepage", "updatepage"),  # the updates around it,
        "page",  # the pages above it,
        *(
            "page",
            "rendition",
            "page",
            "document",
            "person",
            "eventpage",
            "eventdate",
            "eventdate",
        ),  # what blocks name,
        *("eventdate", "eventdate", "calltoaction"),  # and the dates to come
    ],
    ["page"],  # what those name in turn
]


def list_tables(sql: str) -> list[str]:
    """Return the table, without its app, that each part of a statement reads from."""
    parts = sql.split(" UNION ALL ")
    return [re.findall(r'FROM "[a-z]+_(\w+)"', part)[0] for part in parts]


def test_the_detail_of_an_update_costs_these_queries(counted):
    _one, four = counted["updates detail"]

    assert [sorted(list_tables(sql)) for sql in four] == [sorted(tables) for tables in UPDATE_DETAIL]


@pytest.mark.parametrize("name", ["updates detail", "updates list", "updates full list"])
def test_updates_cost_at_most_six_queries(counted, name):
    _one, four = counted[name]

    assert len(four) <= MOST


# What the document states


def find_most(counted: Counted, *names: str) -> int:
    return max(len(counted[name][1]) for name in names)


def list_costs(counted: Counted) -> dict[str, dict[str, int]]:
    """Return, by endpoint and by what is asked of it, how many queries it costs."""
    found = {"pages/": [name for name in counted if name.startswith(("detail of", "find "))]}
    costs = {
        f"{name}/": {
            column: find_most(counted, f"{name} {kind}", *(found.get(f"{name}/", ()) if kind == "detail" else ()))
            for column, kind in COLUMNS.items()
            if f"{name} {kind}" in counted
        }
        for name in VIEWSETS
        if name != "gardens"  # of an app that only tests install
    }
    searches = [name for name in counted if name.startswith("search results")]
    costs["site/"] = {"list": find_most(counted, "site")}
    costs["search/"] = {"list": find_most(counted, *searches)}
    costs["search/suggest/"] = {"list": find_most(counted, "search suggestions")}
    return costs


def write_table(costs: dict[str, dict[str, int]]) -> str:
    rows = [["endpoint", *COLUMNS], ["---"] * (len(COLUMNS) + 1)]
    rows += [[f"`{name}`", *(str(of.get(column, "")) for column in COLUMNS)] for name, of in costs.items()]
    return "\n".join(f"| {' | '.join(row)} |".replace("  ", " ") for row in rows)


def read_table(text: str) -> dict[str, dict[str, int]]:
    """Return the costs that the document states, as ``list_costs`` does."""
    cells = [[cell.strip(" `") for cell in row.split("|")[1:-1]] for row in TABLE.findall(text)[0].splitlines()]
    return {
        name: {column: int(cost) for column, cost in zip(COLUMNS, of, strict=True) if cost} for name, *of in cells[2:]
    }


def test_the_document_states_these_costs(counted, request):
    """The figures are PostgreSQL's; on SQLite a search asks less."""
    costs, text = list_costs(counted), DOCUMENT.read_text()
    if request.config.getoption("--write-costs", default=False):
        DOCUMENT.write_text(TABLE.sub(lambda _: write_table(costs), text))
        return

    stated = read_table(text)

    assert {name: set(of) for name, of in stated.items()} == {name: set(of) for name, of in costs.items()}
    if connection.vendor == "postgresql":
        assert stated == costs, "make examples writes the table anew"
    else:
        assert all(costs[name][column] <= cost for name, of in stated.items() for column, cost in of.items())

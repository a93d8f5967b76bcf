"""What each block looks like in the API, byte by byte: one file for each key of an update's body.

Other people's programs read these shapes. After a change that is meant, ``make contract`` writes the files anew, and
the review shows what changed for them.
"""

import json
import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.db import transaction
from django.test import Client

from blog.blocks import UpdateBody
from tests import factories

HERE = Path(__file__).parent
KEYS = list(UpdateBody().child_blocks)
NOW = datetime(2026, 5, 4, 9, tzinfo=UTC)
# What differs from run to run: the unguessable part of a path, and the suffix of a name that was taken.
VARYING = [
    (re.compile(r"/images/[\w-]{16}/"), "/images/TOKEN/"),
    (re.compile(r"/beds[\w]*\."), "/beds."),
    (re.compile(r"/minutes[\w]*\.pdf"), "/minutes.pdf"),
    (re.compile(r"data:image/webp;base64,[\w+/=]+"), "data:image/webp;base64,DATA"),
]


def mask(text: str) -> str:
    for pattern, constant in VARYING:
        text = pattern.sub(constant, text)
    return text


class Numbers:
    """Gives every object that an answer names a number of its own, in the order of their first appearance."""

    def __init__(self) -> None:
        self.known: dict[tuple[str, int], int] = {}

    def give(self, kind: str, pk: int) -> int:
        return self.known.setdefault((kind, pk), len(self.known) + 1)

    def replace(self, data: Any) -> Any:
        """Return ``data`` with the primary keys of the database replaced, in objects and in their addresses."""
        if isinstance(data, list):
            return [self.replace(item) for item in data]
        if not isinstance(data, dict):
            return data
        replaced = {key: self.replace(value) for key, value in data.items()}
        if isinstance(data.get("id"), int):
            replaced["id"] = self.give(data.get("type", "cms.Image"), data["id"])
        return replaced


@pytest.fixture(scope="module")
def blocks(django_db_setup, django_db_blocker) -> dict[str, Any]:
    """Return the representation of a full example of every block, by its key."""
    with django_db_blocker.unblock(), time_machine.travel(NOW, tick=False), transaction.atomic():
        page = make_page()
        body = Client().get(f"/api/v2/updates/{page.pk}/").json()["body"]
        transaction.set_rollback(True)
    return {block["type"]: block for block in body}


def make_page() -> Any:
    """Make an update with one of every block, whose objects have every field filled in."""
    image = factories.make_image(
        renditions=True,
        credit="Mair",
        credit_url="https://example.org/mair",
        licence="cc-by-4.0",
        description="Beds",
        focal_point_x=450,
        focal_point_y=300,
        focal_point_width=90,
        focal_point_height=60,
    )
    person = factories.make_person(photo=image, pronouns="she/her", group="team")
    start = datetime(2026, 6, 6, 9, tzinfo=UTC)
    dates = [
        factories.make_date(start=start, note="Bring boots", place="The barn"),
        factories.make_date(start=start.replace(month=11), status="cancelled"),
    ]
    for number, date in enumerate(dates):
        date.translation_key = factories.make_id(f"date-{number}")
    event = factories.make_event(
        title="Seed swap",
        slug="seed-swap",
        dates=dates,
        sign_up_url="https://example.org/swap",
        sign_up_email="swap@example.org",
    )
    body = factories.make_every_block(
        image=image,
        document=factories.make_document(),
        person=person,
        action=factories.make_call_to_action(text="Any two hours help."),
        event=event,
        page=factories.make_standard_page(slug="about"),
    )
    return factories.make_update(title="May in the garden", slug="may", body=body)


def describe(blocks: dict[str, Any], key: str) -> str:
    """Return the text of a contract file."""
    text = mask(json.dumps(Numbers().replace(blocks[key]), indent=2, ensure_ascii=False))
    return re.sub(r"/documents/\d+/", "/documents/1/", text) + "\n"


pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("key", KEYS)
def test_a_block_looks_as_its_contract_says(key, blocks, request):
    file = HERE / f"{key}.json"
    text = describe(blocks, key)
    if request.config.getoption("--write-contract", default=False):
        file.write_text(text)

    assert file.exists(), "make contract writes it"
    assert json.loads(text) == json.loads(file.read_text())
    assert text == file.read_text()


def test_there_is_a_contract_for_every_block_and_no_other():
    assert {file.stem for file in HERE.glob("*.json")} == set(KEYS)


@pytest.mark.parametrize("key", KEYS)
def test_a_contract_shows_every_field_filled_in(key):
    """An empty list or text would leave open what stands in it."""
    example = json.loads((HERE / f"{key}.json").read_text())

    assert list(example) == ["type", "value", "id"]
    assert example["type"] == key
    assert not list(find_open(example["value"], key)), "fields without an example"


# One member of these is null by design: it is the other kind of link, of date or of source.
MAY_BE_EMPTY = {
    "page",
    "document",
    "date",
    "series",
    "url",
    "attribution",
    "place",
    "note",
    "summary",
    "placeholder",
    "moved_from",
}


def find_open(value: Any, name: str) -> Any:
    if isinstance(value, dict):
        for key, child in value.items():
            yield from find_open(child, key)
    elif isinstance(value, list):
        if not value:
            yield name
        for child in value:
            yield from find_open(child, name)
    elif value in (None, "") and name not in MAY_BE_EMPTY:
        yield name


def test_no_chooser_is_a_bare_number():
    """A client could not follow it."""
    for key in KEYS:
        example = json.loads((HERE / f"{key}.json").read_text())
        for name in ("page", "image", "person", "document", "series", "photo"):
            for found in find_members(example, name):
                assert found is None or isinstance(found, dict), f"{key}.{name}"


def find_members(value: Any, name: str) -> Any:
    if isinstance(value, dict):
        for key, child in value.items():
            if key == name:
                yield child
            yield from find_members(child, name)
    elif isinstance(value, list):
        for child in value:
            yield from find_members(child, name)

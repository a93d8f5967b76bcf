"""Bodies made up from the block definitions: saved, published, read back through the API.

What comes back is validated against the document, as every answer is.
"""

import json
from datetime import UTC
from functools import partial
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy
from wagtail import blocks
from wagtail.images.blocks import ImageBlock
from wagtail.models import Page

from blog.blocks import UpdateBody
from blog.models import UpdatePage
from cms.models import CallToAction, Document, Image
from cms.people.models import Person
from events.models import EventDate, EventPage
from tests import factories

pytestmark = pytest.mark.django_db

BODY = UpdateBody()
CHOSEN = (Page, EventPage, EventDate, Image, Document, Person, CallToAction)

# Every character that a form lets through.
words = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), min_size=1)
addresses = st.sampled_from(["https://example.org/", "https://vimeo.com/76979871", "http://example.org/a?b=c&d=%20#e"])
rich_texts = st.lists(
    st.one_of(
        st.sampled_from(
            [
                "<p>Plain <b>bold</b> &amp; more</p>",
                '<p><a linktype="page" id="{page}">in</a> <a linktype="page" id="999999">gone</a></p>',
                '<ul><li>one<ul><li><a href="mailto:a@example.org">deep</a></li></ul></li></ul>',
            ]
        ),
        words.map(lambda text: f"<p>{text.replace('<', '').replace('{', '').replace('}', '')}</p>"),
    ),
    max_size=3,
).map("".join)


def make_values(block: blocks.Block, keys: dict[type, list[int]]) -> SearchStrategy[Any]:
    """Return a strategy for stored data of ``block``; ``keys`` are the primary keys to choose from, by model."""
    make = next(make for kind, make in STRATEGIES.items() if isinstance(block, kind))
    return make(block, keys)


def may_miss(block: Any, strategy: SearchStrategy[Any]) -> SearchStrategy[Any]:
    return strategy if block.required else st.one_of(st.just(block.get_prep_value(block.get_default())), strategy)


def make_structs(block: Any, keys: Any) -> SearchStrategy[Any]:
    return st.fixed_dictionaries({name: make_values(child, keys) for name, child in block.child_blocks.items()})


def make_images(block: Any, keys: Any) -> SearchStrategy[Any]:
    chosen = st.fixed_dictionaries(
        {"image": st.sampled_from(keys[Image]), "alt_text": words, "decorative": st.booleans()}
    )
    return chosen if block.child_blocks["image"].required else st.one_of(st.none(), chosen)


def make_lists(block: Any, keys: Any) -> SearchStrategy[Any]:
    items = st.fixed_dictionaries(
        {"type": st.just("item"), "value": make_values(block.child_block, keys), "id": st.uuids().map(str)}
    )
    return st.lists(items, min_size=block.meta.min_num or 0, max_size=block.meta.max_num or 3)


def make_streams(block: Any, keys: Any, *, longest: int = 4) -> SearchStrategy[Any]:
    children = [
        st.fixed_dictionaries({"type": st.just(name), "value": make_values(child, keys), "id": st.uuids().map(str)})
        for name, child in block.child_blocks.items()
    ]
    return st.lists(st.one_of(children), min_size=block.meta.min_num or 0, max_size=longest)


def make_chosen(block: Any, keys: Any) -> SearchStrategy[Any]:
    return may_miss(block, st.sampled_from(keys[block.model_class]))


def make_texts(block: Any, keys: Any) -> SearchStrategy[Any]:
    longest = block.field.max_length
    return may_miss(block, words.map(lambda text: text[:longest]))


def make_choices(block: Any, keys: Any) -> SearchStrategy[Any]:
    return st.sampled_from([value for value, _label in block.field.choices if value])


def make_numbers(block: Any, keys: Any) -> SearchStrategy[Any]:
    return may_miss(block, st.integers(block.field.min_value, block.field.max_value))


def make_moments(block: Any, keys: Any) -> SearchStrategy[Any]:
    return may_miss(block, st.datetimes(timezones=st.just(UTC)).map(lambda moment: moment.isoformat()))


def make_any(strategy: SearchStrategy[Any]) -> Any:
    return lambda block, keys: may_miss(block, strategy)


# The first kind that a block is an instance of decides.
STRATEGIES: dict[type[blocks.Block], Any] = {
    ImageBlock: make_images,
    blocks.BaseStructBlock: make_structs,
    blocks.ListBlock: make_lists,
    blocks.BaseStreamBlock: make_streams,
    blocks.ChooserBlock: make_chosen,
    blocks.RichTextBlock: make_any(rich_texts),
    blocks.URLBlock: make_any(addresses),
    blocks.EmailBlock: make_any(st.just("hello@example.org")),
    blocks.ChoiceBlock: make_choices,
    blocks.IntegerBlock: make_numbers,
    blocks.BooleanBlock: make_any(st.booleans()),
    blocks.DateTimeBlock: make_moments,
    blocks.CharBlock: make_texts,
    blocks.TextBlock: make_texts,
}


def is_clean(raw: list[Any]) -> bool:
    """Whether the editor's form would take these values."""
    try:
        BODY.clean(BODY.to_python(raw))
    except ValidationError:
        return False
    return True


@pytest.fixture
def update() -> UpdatePage:
    return factories.make_full_update()


def read_back(data: st.DataObject, update: UpdatePage, client: Any) -> None:
    keys = {model: list(model.objects.values_list("pk", flat=True)) for model in CHOSEN}
    body = data.draw(make_streams(BODY, keys, longest=8))
    raw = json.loads(json.dumps(body).replace("{page}", str(update.pk)))
    update = UpdatePage.objects.get(pk=update.pk)
    update.body = json.dumps(raw)
    with transaction.atomic():
        update.save_revision().publish()
        answer = client.get(f"/api/v2/updates/{update.pk}/")
        # A thousand versions of a row in one transaction are slow to look through.
        transaction.set_rollback(True)

    assert answer.status_code == 200
    if is_clean(raw):
        shown = [(block["type"], block["id"]) for block in answer.json()["body"]]
        assert shown == [(block["type"], block["id"]) for block in raw]


run = partial(settings, deadline=None, database=None, suppress_health_check=list(HealthCheck))


@given(data=st.data())
@run(max_examples=15, derandomize=True)
def test_made_up_bodies_look_as_the_document_says(data, update, client):
    read_back(data, update, client)


@pytest.mark.proof
@given(data=st.data())
@run(max_examples=1000)
def test_a_thousand_made_up_bodies_look_as_the_document_says(data, update, client):
    read_back(data, update, client)


def test_every_block_of_a_body_is_made_up():
    """A block of a new kind needs a strategy here."""

    def walk(block: Any) -> Any:
        yield block
        for child in getattr(block, "child_blocks", {}).values():
            yield from walk(child)
        if isinstance(block, blocks.ListBlock):
            yield from walk(block.child_block)

    assert all(any(isinstance(block, kind) for kind in STRATEGIES) for block in walk(BODY))

"""Texts are stored without the characters that no feed or calendar can carry."""

import json
from typing import Any

import pytest
from django.apps import apps
from django.db.models import CharField, TextField
from hypothesis import given
from hypothesis import strategies as st
from wagtail import blocks
from wagtail.fields import StreamField as WagtailStreamField
from wagtail.models import Revision
from wagtail.rich_text import RichText

from cms.blocks.fields import StreamField
from cms.models import Topic
from cms.models.texts import clean_texts
from cms.represent.characters import CONTROL_CHARACTERS, clean_text
from tests.blocks import walk_blocks
from tests.factories import block, make_topic, make_update

TYPED = "Jam\x0band\x07 honey\ufffe"
CLEAN = "Jam and honey"
TEXTS = [
    pytest.param(model, field.attname, id=f"{model._meta.label}.{field.name}")
    for model in apps.get_models()
    for field in model._meta.concrete_fields
    if isinstance(field, CharField | TextField)
]
STREAMS = [
    pytest.param(field, id=str(field))
    for model in apps.get_models()
    for field in model._meta.get_fields()
    if isinstance(field, WagtailStreamField)
]


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("Open\x0bday", "Open day"),
        ("Open\x0b day", "Open day"),
        ("\x0cOpen day\x0c", "Open day"),
        ("Op\x07en d\ufffeay\x00", "Open day"),
        ("Open\x0b\x07\x0cday", "Open day"),
        ("One\tline\r\nand another", "One\tline\r\nand another"),
        ("Half of a smile \ud83d", "Half of a smile "),
        ("Tŷ’r Ffynnon 👩‍🌾", "Tŷ’r Ffynnon 👩‍🌾"),
    ],
)
def test_only_what_cannot_be_written_is_removed(typed, stored):
    assert clean_text(typed) == stored


@given(st.text())
def test_a_clean_text_stays_as_it_is(text):
    clean = clean_text(text)

    assert not CONTROL_CHARACTERS.search(clean)
    assert clean_text(clean) == clean


@pytest.mark.django_db
@pytest.mark.parametrize(("model", "name"), TEXTS)
def test_every_text_of_every_model_is_cleaned_before_it_is_saved(model, name):
    instance = model()
    setattr(instance, name, TYPED)

    clean_texts(sender=model, instance=instance)

    assert getattr(instance, name) == CLEAN


def type_into(found: blocks.Block) -> Any:
    """Return a value of a block in which every text was typed with control characters."""
    match found:
        case blocks.BaseStructBlock():
            return {name: type_into(child) for name, child in found.child_blocks.items()}
        case blocks.BaseStreamBlock():
            return [(name, type_into(child)) for name, child in found.child_blocks.items()]
        case blocks.ListBlock():
            return [type_into(found.child_block)]
        case blocks.RichTextBlock():
            return RichText(f"<p>{TYPED}</p>")
        case blocks.CharBlock() | blocks.TextBlock() | blocks.URLBlock() | blocks.EmailBlock():
            return TYPED
        case _:
            return found.get_default()


@pytest.mark.parametrize("field", STREAMS)
def test_every_text_of_every_block_is_cleaned_before_it_is_saved(field):
    assert isinstance(field, StreamField)
    stream = field.stream_block
    texts = [found for found, _path in walk_blocks(stream) if isinstance(found, blocks.CharBlock | blocks.TextBlock)]

    stored = json.dumps(field.get_prep_value(stream.normalize(type_into(stream))), ensure_ascii=False)

    assert stored.count(CLEAN) >= len(texts)
    assert "\\u00" not in stored
    assert not CONTROL_CHARACTERS.search(stored)


@pytest.mark.django_db
def test_whatever_is_saved_is_cleaned():
    assert make_topic(name=TYPED, slug="jam").name == Topic.objects.get().name == CLEAN


@pytest.mark.django_db
def test_drafts_and_their_child_rows_are_cleaned_too():
    update = make_update(introduction="A warm month.", body=[block("paragraph", "<p>We argued.</p>")], live=False)
    update.title = update.introduction = TYPED
    update.body = [("paragraph", RichText(f"<p>{TYPED}</p>"))]
    revision = update.save_revision()

    content = Revision.objects.get(pk=revision.pk).content

    assert [content["title"], content["introduction"]] == [CLEAN, CLEAN]
    assert json.loads(content["body"])[0]["value"] == f"<p>{CLEAN}</p>"

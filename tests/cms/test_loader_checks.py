"""What the loader cannot load as Django and Wagtail do is named by ``manage.py check``."""

from typing import Any

import pytest
from django.apps import apps
from django.db import models
from django.test.utils import isolate_apps
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail import blocks
from wagtail.contrib.typed_table_block.blocks import TypedTableBlock
from wagtail.fields import StreamField
from wagtail.images.blocks import ImageBlock, ImageChooserBlock
from wagtail.models import Page, TranslatableMixin

from cms.represent.checks import check_keys, check_loader, check_streams, list_models

CLASS = {"__module__": __name__}


def convert(self: Any, value: Any) -> Any:
    return value


def own(kind: Any, *args: Any, **attributes: Any) -> blocks.Block:
    return type(f"Own{kind.__name__}", (kind,), attributes)(*args)


def make_model(name: str, *bases: type, **attributes: Any) -> type[models.Model]:
    meta = type("Meta", (getattr(bases[0], "Meta", object),) if bases else (), {"app_label": "cms", "abstract": False})
    return type(name, bases or (models.Model,), {**CLASS, "Meta": meta, **attributes})


def check_block(block: blocks.Block) -> list[tuple[str | None, str]]:
    """Return number and message of each error of a stream with this block."""
    with isolate_apps("cms"):
        model = make_model("Sample", body=StreamField([("child", block)]))
    return [(error.id, error.msg) for error in check_streams(model)]


class Thing:
    """What is chosen elsewhere, not in the database."""


UNSUPPORTED = [
    (own(blocks.RichTextBlock, to_python=convert), "cms.E003", "child holds objects", "own to_python"),
    (own(ImageChooserBlock, bulk_to_python=convert), "cms.E003", "child holds", "own bulk_to_python"),
    (own(ImageBlock, to_python=convert, bulk_to_python=convert), "cms.E003", "child", "to_python and bulk_to_python"),
    (
        blocks.ListBlock(own(blocks.StructBlock, [("link", blocks.PageChooserBlock())], to_python=convert)),
        "cms.E003",
        "child.item holds",
        "own to_python",
    ),
    (
        blocks.StructBlock([("list", own(blocks.ListBlock, blocks.RichTextBlock(), bulk_to_python=convert))]),
        "cms.E003",
        "child.list",
        "bulk_to_python",
    ),
    (
        blocks.StreamBlock([("thing", own(blocks.ChooserBlock, model_class=Thing, field=blocks.CharBlock().field))]),
        "cms.E002",
        "child.thing chooses",
        "whole number",
    ),
    (own(blocks.CharBlock, extract_references=convert), "cms.E004", "child names", "does not know"),
    (TypedTableBlock([("text", blocks.RichTextBlock())]), "cms.E004", "child names", "does not know"),
]


@pytest.mark.parametrize(("block", "number", "path", "reason"), UNSUPPORTED)
def test_a_block_that_cannot_be_loaded_is_an_error(block, number, path, reason):
    [(found, message)] = check_block(block)

    assert found == number
    assert f"cms.Sample.body.{path}" in message
    assert reason in message


@pytest.mark.parametrize(
    "block",
    [
        own(blocks.CharBlock, to_python=convert),
        own(blocks.StructBlock, [("text", blocks.CharBlock())], bulk_to_python=convert),
        own(ImageBlock, bulk_to_python=convert, loaded_as_usual=True),
        own(ImageChooserBlock, value_from_datadict=convert, clean=convert),
        TypedTableBlock([("number", blocks.IntegerBlock())]),
    ],
)
def test_what_can_be_loaded_is_none(block):
    assert check_block(block) == []


def test_keys_that_are_no_whole_numbers_are_errors():
    with isolate_apps("cms"):
        code = make_model("Code", TranslatableMixin, models.Model, uid=models.UUIDField(primary_key=True))
        slug = make_model("Slugged", TranslatableMixin, models.Model, slug=models.SlugField(unique=True))
        model = make_model(
            "Sample",
            code=models.ForeignKey(code, models.CASCADE, related_name="+"),
            slug=models.ForeignKey(slug, models.CASCADE, to_field="slug", related_name="+"),
            fine=models.ForeignKey(slug, models.CASCADE, related_name="+"),
        )

    assert [error.id for error in check_keys(code)] == ["cms.E002"]
    assert [(error.id, error.msg.split()[2]) for error in check_keys(model)] == [
        ("cms.E002", "cms.Sample.code"),
        ("cms.E002", "cms.Sample.slug"),
    ]


def test_so_are_child_rows_of_another_key():
    with isolate_apps("cms"):
        parent = make_model("Parent", ClusterableModel, slug=models.SlugField(unique=True))
        make_model("Row", parent=ParentalKey(parent, to_field="slug", related_name="rows"))

        assert [error.id for error in check_keys(parent)] == ["cms.E002"]


def test_every_page_type_and_all_that_it_holds_is_checked():
    checked = set(list_models())

    assert checked >= {model for model in apps.get_models() if issubclass(model, Page)}
    assert {apps.get_model(label) for label in ("events.EventDate", "cms.Image", "cms.CallToAction")} <= checked
    assert check_loader() == []

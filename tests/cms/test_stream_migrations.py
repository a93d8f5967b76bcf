"""Changes of blocks make no migration, and data migrations still find every block as it is stored."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.db import connection, migrations
from django.db.migrations.loader import MigrationLoader
from django.db.models import JSONField
from django.db.models.functions import Cast
from django.utils.module_loading import import_string
from wagtail.blocks import CharBlock, ListBlock, StreamBlock, StructBlock
from wagtail.blocks.migrations.migrate_operation import MigrateStreamData as WagtailMigrateStreamData
from wagtail.blocks.migrations.operations import (
    AlterBlockValueOperation,
    RemoveStreamChildrenOperation,
    RenameStreamChildrenOperation,
    RenameStructChildrenOperation,
)
from wagtail.fields import StreamField as WagtailStreamField

from blog.models import UpdatePage
from cms.blocks.fields import MigrateStreamData
from tests import factories

BODY = ("blog", "updatepage", "body")
FIELDS = [
    pytest.param(field, id=str(field))
    for model in apps.get_models()
    for field in model._meta.get_fields()
    if isinstance(field, WagtailStreamField)
]
pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("stream-migrations")]

MIGRATIONS = [
    path
    for app in apps.get_app_configs()
    if Path(app.path).is_relative_to(settings.BASE_DIR) and ".venv" not in Path(app.path).parts
    for path in Path(app.path).glob("migrations/0*.py")
]


@pytest.mark.parametrize("field", FIELDS)
def test_no_block_is_in_migrations(field):
    _name, path, args, kwargs = field.deconstruct()

    assert path == "cms.blocks.fields.StreamField"
    assert not args
    assert "block_lookup" not in kwargs


def test_our_own_block_of_an_older_migration_is_still_there():
    named = {
        name
        for path in MIGRATIONS
        for name in re.findall(r"[\"']((?:cms|blog|events|home)\.[\w.]*Block)[\"']", path.read_text())
    }

    assert named == {"events.blocks.EventDateChooserBlock"}
    assert all(import_string(name) for name in named)


def test_leaving_the_blocks_out_does_nothing_to_the_database():
    """On SQLite, Django would make each table anew."""
    found = [
        migration
        for migration in MigrationLoader(None).disk_migrations.values()
        if "leave_blocks_out" in migration.name
    ]

    assert len(found) == 5
    assert not any(operation.database_operations for migration in found for operation in migration.operations)


# Data migrations


def migrate(*operations: Any) -> None:
    """Run a migration of data that comes after all there are."""
    migration = type("Migration", (migrations.Migration,), {"operations": list(operations)})("9999_next", "blog")
    migration.apply(MigrationLoader(connection).project_state(), connection.schema_editor())


def read_stored(page: UpdatePage) -> list[Any]:
    """Return what the database holds, which the latest revision has too."""
    stored = UpdatePage.objects.annotate(stored=Cast("body", JSONField())).get(pk=page.pk)
    assert json.loads(stored.latest_revision.content["body"]) == stored.stored
    return stored.stored


@pytest.fixture(scope="module")
def page(module_transaction: None) -> UpdatePage:
    return factories.make_full_update()


def change(blocks: list[Any], name: str, alter: Callable[[Any], Any]) -> list[Any]:
    """Return the blocks with the value of one kind altered."""
    return [{**block, "value": alter(block["value"])} if block["type"] == name else block for block in blocks]


@pytest.mark.parametrize(
    ("operation", "path", "alter"),
    [
        (
            RenameStreamChildrenOperation("quote", "words"),
            "",
            lambda blocks: [{**block, "type": block["type"].replace("quote", "words")} for block in blocks],
        ),
        (
            RemoveStreamChildrenOperation("quote"),
            "",
            lambda blocks: [block for block in blocks if block["type"] != "quote"],
        ),
        (
            RenameStructChildrenOperation("role", "task"),
            "quote",
            lambda blocks: change(blocks, "quote", lambda value: {rename(key): part for key, part in value.items()}),
        ),
        (
            AlterBlockValueOperation("<p>New.</p>"),
            "paragraph",
            lambda blocks: change(blocks, "paragraph", lambda value: "<p>New.</p>"),
        ),
    ],
)
def test_wagtails_own_operation_changes_the_blocks_of_a_stream(operation, path, alter, page):
    before = read_stored(page)

    migrate(WagtailMigrateStreamData(*BODY, [(operation, path)]))

    assert read_stored(page) == alter(before) != before


def rename(key: str) -> str:
    return {"role": "task", "label": "title"}.get(key, key)


@pytest.mark.parametrize(
    ("operation", "path", "block_type", "alter"),
    [
        (
            AlterBlockValueOperation("Gardener"),
            "quote.role",
            StructBlock([("role", CharBlock())]),
            lambda value: {**value, "role": "Gardener"},
        ),
        (
            RenameStructChildrenOperation("label", "title"),
            "documents.items.item",
            StructBlock([("items", ListBlock(StructBlock()))]),
            lambda value: {
                **value,
                "items": [
                    {**item, "value": {rename(key): part for key, part in item["value"].items()}}
                    for item in value["items"]
                ],
            },
        ),
        (
            RenameStreamChildrenOperation("external_event", "elsewhere"),
            "events.items",
            StructBlock([("items", StreamBlock())]),
            lambda value: {
                **value,
                "items": [
                    {**item, "type": item["type"].replace("external_event", "elsewhere")} for item in value["items"]
                ],
            },
        ),
    ],
)
def test_our_operation_is_told_what_a_path_leads_through(operation, path, block_type, alter, page):
    before = read_stored(page)
    name = path.partition(".")[0]

    migrate(MigrateStreamData(*BODY, [(operation, path)], block_types=[(name, block_type)]))

    assert read_stored(page) == change(before, name, alter) != before


def test_a_path_into_a_block_that_nobody_has_described_is_refused(page):
    with pytest.raises(ValueError, match="Structural"):
        migrate(WagtailMigrateStreamData(*BODY, [(AlterBlockValueOperation("Gardener"), "quote.role")]))


def test_a_page_that_a_migration_saves_keeps_every_block(page):
    before = read_stored(page)

    def give_the_role(apps: Any, schema_editor: Any) -> None:
        for update in apps.get_model("blog", "UpdatePage").objects.all():
            names = [child.block_type for child in update.body]
            assert names == [block["type"] for block in before]
            update.body.first_block_by_name("quote").value["role"] = "Gardener"
            update.save()

    described = MigrateStreamData(
        *BODY,
        [(RenameStructChildrenOperation("none", "nothing"), "quote")],
        block_types=[("quote", StructBlock())],
    )
    migrate(described, migrations.RunPython(give_the_role))

    after = UpdatePage.objects.annotate(stored=Cast("body", JSONField())).get(pk=page.pk).stored
    assert after == change(before, "quote", lambda value: {**value, "role": "Gardener"})

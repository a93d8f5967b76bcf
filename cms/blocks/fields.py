"""StreamFields whose blocks are not written into migrations."""

from typing import TYPE_CHECKING, Any

from wagtail.blocks import Block, StreamValue
from wagtail.blocks.migrations.migrate_operation import MigrateStreamData as WagtailMigrateStreamData
from wagtail.fields import StreamField as WagtailStreamField

from cms.blocks.counts import StreamBlock
from cms.represent.characters import clean_json

BlockTypes = list[tuple[str, Block]]


class StreamField(WagtailStreamField):
    """A stream field whose blocks are left out of migrations, so changing them needs no migration.

    Migrations refer to this class by its path, so it must stay here.
    """

    if TYPE_CHECKING:
        # A page's stream can be set from JSON, a list or a stream, and is read as a stream.
        def __get__(self, instance: Any, owner: Any = None) -> Any: ...
        def __set__(self, instance: Any, value: Any) -> None: ...

    def __init__(self, block_types: Any = None, **kwargs: Any) -> None:
        if block_types is None:
            block_types = StoredStreamBlock()
        elif isinstance(block_types, list):
            block_types = StreamBlock(block_types)
        super().__init__(block_types, **kwargs)

    def get_prep_value(self, value: Any) -> Any:
        """Return what is stored, in a row or in a revision: its texts have no control characters."""
        return clean_json(super().get_prep_value(value))

    def deconstruct(self) -> Any:
        name, path, _block_types, kwargs = super().deconstruct()
        del kwargs["block_lookup"]
        return name, path, [], kwargs


class StoredBlocks(dict[str, Block]):
    """Blocks by name, including unknown ones, whose value is their stored JSON."""

    def __contains__(self, name: object) -> bool:
        return True

    def __missing__(self, name: str) -> Block:
        block = self[name] = Block()
        block.set_name(name)
        return block


class StoredStreamBlock(StreamBlock):
    """A stream in a migration, which keeps all of its data.

    Wagtail's own class leaves out unknown blocks, so the next ``save()`` would lose them.
    """

    child_blocks: dict[str, Block]

    def __init__(self, block_types: BlockTypes | None = None, **kwargs: Any) -> None:
        super().__init__(block_types, **kwargs)
        self.child_blocks = StoredBlocks(self.child_blocks)

    def to_python(self, value: Any) -> StreamValue:
        stream = super().to_python(value)
        for child in stream.raw_data:
            self.child_blocks[child["type"]].set_name(child["type"])  # known to blocks_by_name() too
        return stream


class MigrateStreamData(WagtailMigrateStreamData):
    """Wagtail's operation, with the blocks on its paths given in ``block_types``.

    If a path has only a block of the stream itself, Wagtail's own operation is enough.
    """

    def __init__(self, *args: Any, block_types: BlockTypes, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.block_types = block_types

    def migrate_stream_data_forward(self, apps: Any, schema_editor: Any) -> None:
        field = apps.get_model(self.app_name, self.model_name)._meta.get_field(self.field_name)
        field.stream_block = StoredStreamBlock(self.block_types)
        try:
            super().migrate_stream_data_forward(apps, schema_editor)
        finally:
            del field.stream_block

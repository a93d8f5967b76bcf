"""The value that the loader makes of stored data is the one that Wagtail makes of it, whatever the block."""

import itertools
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

import pytest
from django.utils.safestring import SafeString
from wagtail import blocks
from wagtail.blocks.list_block import ListValue
from wagtail.blocks.stream_block import StreamValue
from wagtail.contrib.table_block.blocks import TableBlock
from wagtail.contrib.typed_table_block.blocks import TypedTable, TypedTableBlock
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.embeds.blocks import EmbedBlock, EmbedValue
from wagtail.images.blocks import ImageBlock, ImageChooserBlock
from wagtail.rich_text import RichText
from wagtail.snippets.blocks import SnippetChooserBlock

from cms.models import Document, Image
from cms.represent.loader import Loader
from cms.represent.streams import hydrate, stream_references
from tests import factories

pytestmark = pytest.mark.django_db

ADDRESS = "https://vimeo.com/76979871"
TABLE = {"data": [["a", "b"], ["1", None]], "first_row_is_table_header": True, "table_caption": "T"}
TYPED_TABLE = {
    "columns": [{"type": "n", "heading": "N"}, {"type": "d", "heading": "D"}],
    "rows": [{"values": [1, "1.50"]}, {"values": [2, None]}],
    "caption": "C",
}
LONG_LIST = [factories.item("1.50"), factories.item("2.25", "second")]
STREAM = [factories.block("d", "1.50"), factories.block("static", None), factories.block("gone", 1)]
NUMBERS = [(1, "One"), (2, "Two")]


class Money:
    def __init__(self, text: Any) -> None:
        self.text = text

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Money) and other.text == self.text

    def __hash__(self) -> int:
        return hash(self.text)


def as_money(self: Any, value: Any) -> Any:
    return value if isinstance(value, Money) else Money(value)


def all_as_money(self: Any, values: Any) -> list[Any]:
    return [Money(value) for value in values]


def own(kind: Any, *args: Any, **attributes: Any) -> blocks.Block:
    """Return a block of the project's own, a ``kind`` with these methods."""
    return type(f"Own{kind.__name__}", (kind,), attributes)(*args)


class PriceBlock(blocks.StructBlock):
    amount = blocks.DecimalBlock()
    currency = blocks.CharBlock(default="GBP")


class ConvertedPrice(PriceBlock):
    def to_python(self, value: Any) -> Any:
        return Money(super().to_python(value))


class ConvertedPrices(PriceBlock):
    def bulk_to_python(self, values: Any) -> list[Any]:
        return [Money(value) for value in super().bulk_to_python(values)]


class ConvertedList(blocks.ListBlock):
    def to_python(self, value: Any) -> Any:
        return Money(super().to_python(value))

    def bulk_to_python(self, values: Any) -> list[Any]:
        return [self.to_python(value) for value in values]


class NormalisedPrice(PriceBlock):
    """Its default is written shortly."""

    def normalize(self, value: Any) -> Any:
        return super().normalize({"amount": Decimal(value)} if isinstance(value, str) else value)

    def get_default(self) -> Any:
        return self.normalize("9.99")


# Blocks with stored data for each, of every kind that holds no reference.
SAMPLES: list[tuple[blocks.Block, list[Any]]] = [
    (blocks.CharBlock(), ["text", ""]),
    (blocks.TextBlock(), ["two\nlines"]),
    (blocks.BlockQuoteBlock(), ["quoted"]),
    (blocks.URLBlock(), [ADDRESS]),
    (blocks.EmailBlock(), ["a@example.org"]),
    (blocks.RegexBlock(r"^\d+$"), ["123"]),
    (blocks.RawHTMLBlock(), ["<b>raw</b>"]),
    (blocks.FloatBlock(), [1.5, 3]),
    (blocks.DecimalBlock(), ["1.50", 2]),
    (blocks.DecimalBlock(required=False), [None]),
    (blocks.IntegerBlock(), [0, -7]),
    (blocks.BooleanBlock(required=False), [True, False]),
    (blocks.DateBlock(), ["2026-02-28"]),
    (blocks.DateBlock(required=False), [None]),
    (blocks.TimeBlock(), ["09:30:00", "23:59:59.999999"]),
    (blocks.DateTimeBlock(), ["2026-07-01T09:30:00+01:00"]),
    (blocks.ChoiceBlock(choices=NUMBERS), [1, "2"]),
    (blocks.ChoiceBlock(choices=[("Group", NUMBERS)]), ["1"]),
    (blocks.MultipleChoiceBlock(choices=NUMBERS), [["1", 2], []]),
    (blocks.StaticBlock(), [None, ""]),
    (EmbedBlock(), [ADDRESS]),
    (EmbedBlock(required=False), ["", None]),
    (EmbedBlock(max_width=300), [ADDRESS]),
    (TableBlock(), [TABLE]),
    (TypedTableBlock([("n", blocks.IntegerBlock()), ("d", blocks.DecimalBlock())]), [TYPED_TABLE, None]),
    (blocks.RichTextBlock(), ["<p>text</p>"]),
    (blocks.ListBlock(blocks.DecimalBlock()), [LONG_LIST, ["1.50"], []]),
    (blocks.StructBlock([("d", blocks.DecimalBlock()), ("e", EmbedBlock(default=ADDRESS))]), [{"d": "1"}]),
    (blocks.StructBlock([("s", blocks.StaticBlock()), ("raw", blocks.RawHTMLBlock())]), [{"s": None}, {}]),
    (blocks.StreamBlock([("d", blocks.DecimalBlock()), ("static", blocks.StaticBlock())]), [STREAM, []]),
    # a project's own
    (own(blocks.CharBlock, to_python=as_money), ["1.50", None]),
    (own(blocks.CharBlock, bulk_to_python=all_as_money), ["1.50"]),
    (own(blocks.IntegerBlock, to_python=as_money), [1, None]),
    (own(blocks.DateTimeBlock, to_python=as_money), ["soon"]),
    (own(blocks.FieldBlock, field=blocks.CharBlock().field, to_python=as_money), [{"any": "thing"}]),
    (own(blocks.FieldBlock, field=blocks.CharBlock().field, bulk_to_python=all_as_money), [5]),
    (own(blocks.ChoiceBlock, NUMBERS, to_python=as_money), [1, 77]),
    (own(EmbedBlock, to_python=as_money), [ADDRESS]),
    (ConvertedPrice(), [{"amount": "1.50"}]),
    (ConvertedPrices(), [{"amount": "1.50", "currency": "EUR"}]),
    (ConvertedList(PriceBlock()), [[factories.item({"amount": "1.50"})], []]),
    (blocks.StructBlock([("price", NormalisedPrice())]), [{"price": {"amount": "1.50"}}, {}]),
    (blocks.ListBlock(ConvertedPrice()), [[factories.item({"amount": "1"})]]),
    (blocks.StreamBlock([("price", ConvertedPrice())]), [[factories.block("price", {"amount": "1"})]]),
]
VALUES = [
    pytest.param(block, raw, id=f"{type(block).__name__}: {raw!r:.30}") for block, raws in SAMPLES for raw in raws
]
CHOOSERS = [
    (ImageChooserBlock(), Image),
    (own(ImageChooserBlock, value_from_datadict=as_money, value_from_form=as_money, clean=as_money), Image),
    (DocumentChooserBlock(), Document),
    (SnippetChooserBlock("people.Person"), "people.Person"),
    (blocks.PageChooserBlock(), "wagtailcore.Page"),
]


def comparable(value: Any) -> Any:
    """Return a value with its types in plain form: many of Wagtail's values are equal only to themselves."""
    match value:
        case blocks.StructValue():
            return type(value), value.block, [(name, comparable(child)) for name, child in value.items()]
        case ListValue() | StreamValue():
            is_list = isinstance(value, ListValue)  # whose short items get an id each time
            children = value.bound_blocks if is_list else list(value)
            return type(value), [(child.block, is_list or child.id, comparable(child.value)) for child in children]
        case RichText():
            return RichText, value.source
        case EmbedValue():
            return type(value), value.url, value.max_width, value.max_height
        case TypedTable():
            return type(value), [vars(value)]
        case Money():
            return type(value), comparable(value.text)
        case list():
            return [comparable(child) for child in value]
        case _:
            return type(value), value


def hydrate_alone(block: blocks.Block, raw: Any) -> Any:
    return hydrate(block, raw, Loader(None).in_language(None))


@pytest.mark.parametrize(
    ("block", "raw"),
    [
        pytest.param(block, raw, id=f"{type(block).__name__}: {raw!r:.30}")
        for block, values in SAMPLES
        for raw in values
    ],
)
def test_a_value_is_wagtails(block, raw):
    [expected] = block.bulk_to_python([raw])

    assert comparable(hydrate_alone(block, raw)) == comparable(expected)


@pytest.mark.parametrize(("block", "raw"), VALUES)
def test_so_is_a_stream_that_holds_it(block, raw):
    stream = blocks.StreamBlock([("child", block)])
    stored = [factories.block("child", raw)]

    assert comparable(hydrate_alone(stream, stored)) == comparable(stream.to_python(stored))


def test_every_kind_of_wagtails_blocks_has_a_sample():
    covered = {type(block) for block, _values in SAMPLES} | {type(block) for block, _model in CHOOSERS} | {ImageBlock}
    abstract = {*(blocks.Block, blocks.FieldBlock, blocks.BaseStructBlock, blocks.BaseStreamBlock, blocks.ChooserBlock)}
    kinds = {kind for kind in vars(blocks).values() if isinstance(kind, type) and issubclass(kind, blocks.Block)}

    assert kinds - abstract - covered == {blocks.field_block.BaseChoiceBlock} & kinds


@pytest.mark.parametrize("number", range(len(CHOOSERS)), ids=lambda number: type(CHOOSERS[number][0]).__name__)
def test_a_chosen_object_is_the_one_that_wagtail_finds(number, django_assert_num_queries):
    block, _model = CHOOSERS[number]
    chosen = [
        factories.make_image,
        factories.make_image,
        factories.make_document,
        factories.make_person,
        factories.make_update,
    ][number]()
    loader = Loader(None)
    loader.request_references(stream_references(block, chosen.pk))
    loader.load([])

    with django_assert_num_queries(0):
        value = hydrate(block, chosen.pk, loader.in_language(None))

    assert value == block.to_python(chosen.pk)
    assert type(value) is type(block.to_python(chosen.pk))


def test_an_image_that_was_chosen_before_it_could_be_described_has_wagtails_text():
    block, image = ImageBlock(), factories.make_image("Beds", description="Raised beds")
    loader = Loader(None)
    loader.request_references(stream_references(block, image.pk))
    loader.load([])

    for raw in (image.pk, {"image": image.pk, "decorative": False, "alt_text": "Carrots"}):
        own_value, wagtails = hydrate(block, raw, loader.in_language(None)), block.to_python(raw)
        assert own_value.contextual_alt_text == wagtails.contextual_alt_text
        assert own_value.decorative == wagtails.decorative


def test_samples_are_of_their_types():
    """What is compared is not just text that both leave alone."""
    found = {type(hydrate_alone(block, raw)) for block, values in SAMPLES for raw in values}

    assert found >= {Decimal, date, time, datetime, EmbedValue, TypedTable, Money, SafeString}


def test_a_block_that_finds_its_default_itself_does_so_each_time():
    class Numbered(blocks.CharBlock):
        numbers = itertools.count()

        def get_default(self):
            return str(next(self.numbers))

    block = blocks.StructBlock([("number", Numbered()), ("level", blocks.CharBlock(default="2"))])

    first, second = hydrate_alone(block, {}), hydrate_alone(block, {})

    assert first["number"] != second["number"]
    assert first["level"] == second["level"] == "2"

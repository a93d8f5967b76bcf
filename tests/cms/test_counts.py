"""A list with too few or too many items says so in words for people, wherever it is."""

from typing import Any

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.utils import translation
from wagtail import blocks
from wagtail.admin.panels import InlinePanel, Panel
from wagtail.fields import StreamField
from wagtail.models import Page, get_page_models
from wagtail.snippets.models import get_snippet_models

from cms import blocks as own
from cms.blocks.counts import describe_too_few, describe_too_many
from tests.blocks import walk_blocks

FIELDS = [field for model in apps.get_models() for field in model._meta.get_fields() if isinstance(field, StreamField)]
FOUND = {
    id(found): pytest.param(found, id=f"{field.model.__name__}.{'.'.join(step.name for step in [*path, found][1:])}")
    for field in FIELDS
    for found, path in walk_blocks(field.stream_block)
    if isinstance(found, blocks.ListBlock | blocks.BaseStreamBlock)
}
LISTS = list(FOUND.values())
FORMS = [
    *(model.get_edit_handler() for model in get_page_models() if model is not Page),
    *(model.snippet_viewset._edit_handler for model in get_snippet_models()),
]
WAGTAILS = ("The minimum number", "The maximum number", "Please submit", "This field is required.")


def say_what_is_wrong(block: Any, count: int) -> list[str]:
    """Return what an editor reads about a list with so many empty items."""
    if isinstance(block, blocks.ListBlock):
        value: Any = block.normalize([block.child_block.get_default()] * count)
    else:
        name, child = next(iter(block.child_blocks.items()))
        value = block.normalize([(name, child.get_default())] * count)
    try:
        block.clean(value)
    except ValidationError as error:
        return [str(message) for errors in error.non_block_errors.as_data() for message in errors.messages]
    return []


def needs_something(block: Any) -> bool:
    return bool(block.meta.min_num) or (isinstance(block, blocks.BaseStreamBlock) and block.required)


@pytest.mark.django_db
@pytest.mark.parametrize("block", LISTS)
def test_a_list_with_too_few_or_too_many_items_says_what_to_do(block):
    assert isinstance(block, own.ListBlock | own.StreamBlock)
    sentences = say_what_is_wrong(block, 0)
    assert len(sentences) == needs_something(block)
    if maximum := block.meta.max_num:
        sentences += say_what_is_wrong(block, maximum + 1)
        assert str(maximum) in sentences[-1]
    for sentence in sentences:
        assert sentence.endswith(".")
        assert not sentence.startswith(WAGTAILS)


def walk_panels(panel: Panel) -> Any:
    yield panel
    for child in getattr(panel, "children", ()):
        yield from walk_panels(child)


@pytest.mark.django_db
@pytest.mark.parametrize("handler", FORMS, ids=lambda handler: handler.model.__name__)
def test_rows_of_a_form_that_are_too_few_or_too_many_say_what_to_do(handler):
    form = handler.get_form_class()(instance=handler.model())
    panels = [panel for panel in walk_panels(handler) if isinstance(panel, InlinePanel)]

    for panel in panels:
        messages = form.formsets[panel.relation_name].error_messages
        if panel.min_num is not None:
            assert messages["too_few_forms"].startswith("Add at least")
        if panel.max_num is not None:
            assert messages["too_many_forms"].startswith("Keep")


def test_events_ask_for_a_date_in_words_of_their_own():
    assert any(isinstance(panel, InlinePanel) and panel.min_num for form in FORMS for panel in walk_panels(form))


@pytest.mark.parametrize("language", ["en", "cy"])
def test_the_sentence_names_the_list_and_the_number(language):
    with translation.override(language):
        sentences = [
            describe(number, "Tools") for describe in (describe_too_few, describe_too_many) for number in (1, 3)
        ]

    assert all("“Tools”" in sentence for sentence in sentences)
    assert ["3" in sentence for sentence in sentences] == [False, True, False, True]
    assert all(sentence.startswith(("Add", "Keep")) == (language == "en") for sentence in sentences)


def test_a_list_inside_a_draft_may_be_empty_but_not_too_long():
    block = own.ListBlock(blocks.CharBlock(required=False), min_num=1, max_num=2, default=[])
    block.set_name("tools")
    assert say_what_is_wrong(block, 0) == ["Add at least one item to “Tools”."]
    block.defer_required_validation()

    assert say_what_is_wrong(block, 0) == []
    assert say_what_is_wrong(block, 3) == ["Keep no more than 2 items in “Tools”."]


def test_a_stream_limits_each_of_its_blocks():
    limits = {"tool": {"min_num": 1, "max_num": 2}, "seed": {"max_num": 1}}
    parts = [("tool", blocks.CharBlock(required=False)), ("seed", blocks.CharBlock(required=False))]
    block = own.StreamBlock(parts, block_counts=limits)

    assert say_what_is_wrong(block, 0) == ["Add at least one item.", "Add at least one item to “Tool”."]
    assert say_what_is_wrong(block, 3) == ["Keep no more than 2 items in “Tool”."]

"""Lists and streams that say in plain words how many items they take.

A block may have sentences of its own in ``Meta``: ``too_few`` and ``too_many``.
"""

from collections import Counter
from collections.abc import Iterator
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import ngettext
from wagtail import blocks
from wagtail.blocks.list_block import ListBlockValidationError


def describe_too_few(minimum: int, label: str | Promise = "") -> str:
    if not label:
        sentence = ngettext("Add at least one item.", "Add at least %(number)d items.", minimum)
    else:
        sentence = ngettext(
            "Add at least one item to “%(label)s”.", "Add at least %(number)d items to “%(label)s”.", minimum
        )
    return sentence % {"number": minimum, "label": label}


def describe_too_many(maximum: int, label: str | Promise = "") -> str:
    if not label:
        sentence = ngettext("Keep one item only.", "Keep no more than %(number)d items.", maximum)
    else:
        sentence = ngettext(
            "Keep one item only in “%(label)s”.", "Keep no more than %(number)d items in “%(label)s”.", maximum
        )
    return sentence % {"number": maximum, "label": label}


def check_count(block: Any, count: int, minimum: int | None, maximum: int | None) -> Iterator[ValidationError]:
    """Yield what is wrong with the number of items: ``None`` is no limit."""
    if minimum and count < minimum:
        yield ValidationError(getattr(block.meta, "too_few", "") or describe_too_few(minimum, block.label))
    if maximum is not None and count > maximum:
        yield ValidationError(getattr(block.meta, "too_many", "") or describe_too_many(maximum, block.label))


class ListBlock(blocks.ListBlock):
    def clean(self, value: blocks.list_block.ListValue) -> blocks.list_block.ListValue:
        try:
            return super().clean(value)
        except ListBlockValidationError as error:
            minimum = None if self.is_deferred_validation else self.meta.min_num
            counts = list(check_count(self, len(value), minimum, self.meta.max_num))
            raise ListBlockValidationError(block_errors=error.block_errors, non_block_errors=counts) from error


class StreamBlock(blocks.StreamBlock):
    def clean(self, value: blocks.StreamValue) -> blocks.StreamValue:
        try:
            return super().clean(value)
        except blocks.StreamBlockValidationError as error:
            counts = list(self.check_counts(value))
            raise blocks.StreamBlockValidationError(block_errors=error.block_errors, non_block_errors=counts) from error

    def check_counts(self, value: blocks.StreamValue) -> Iterator[ValidationError]:
        is_required = self.required and not self.is_deferred_validation
        yield from check_count(self, len(value), (self.meta.min_num or 1) if is_required else None, self.meta.max_num)
        found = Counter(child.block_type for child in value)
        for name, limits in self.meta.block_counts.items():
            minimum = limits.get("min_num") if is_required else None
            yield from check_count(self.child_blocks[name], found[name], minimum, limits.get("max_num"))

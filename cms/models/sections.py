"""Which parts the home page has, in which order; and what an organisation calls its things."""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.blocks import CharBlock, ChoiceBlock, IntegerBlock, StructBlock

MOST = 12


def list_sections() -> list[tuple[str, Any]]:
    """Return the name and label of each part of the home page, from the hook ``register_home_sections``."""
    return [section for register in hooks.get_hooks("register_home_sections") for section in register()]


def list_names() -> list[tuple[str, Any]]:
    """Return what an organisation may call otherwise, with its usual name, from the hook ``register_names``."""
    return [name for register in hooks.get_hooks("register_names") for name in register()]


class HomeSectionBlock(StructBlock):
    section = ChoiceBlock(choices=list_sections, label=_("Part of the page"), search_index=False)
    number = IntegerBlock(
        required=False,
        min_value=1,
        max_value=MOST,
        label=_("Number"),
        help_text=_("How many are shown. Leave empty for the usual number."),
    )

    class Meta:
        icon = "list-ul"
        label_format = "{section} {number}"


class OwnNameBlock(StructBlock):
    name = ChoiceBlock(choices=list_names, label=_("Instead of"), search_index=False)
    text = CharBlock(max_length=40, label=_("Write"))

    class Meta:
        icon = "edit"
        label_format = "{name}: {text}"


def refuse_repeated(field: str, values: Iterable[str]) -> None:
    """Raise ``ValidationError`` for a stream in which something is chosen twice."""
    chosen = list(values)
    if len(chosen) != len(set(chosen)):
        raise ValidationError({field: _("Choose each only once.")})


def choose_sections(stored: Any, usual: dict[str, int]) -> list[tuple[str, int]]:
    """Return the parts to show with their numbers, by default all in their usual order."""
    chosen = [(child.value["section"], child.value["number"]) for child in stored or ()]
    known = [(name, number or usual[name]) for name, number in chosen if name in usual]
    return known or list(usual.items())

"""Key figures."""

from django.utils.translation import gettext_lazy as _
from wagtail.blocks import CharBlock, StructBlock


class StatisticBlock(StructBlock):
    """``number`` is text: editors decide how to round and format it, and on the unit, in each language."""

    number = CharBlock(
        max_length=20, help_text=_("As readers should see it: 1,240 or £3,200 or 3 in 4."), label=_("Number")
    )
    label = CharBlock(max_length=150, help_text=_("What the number counts."), label=_("Label"))
    source = CharBlock(required=False, default="", max_length=200, label=_("Source"))

    class Meta:
        icon = "decimal"
        group = _("Text")
        label = _("Statistic")
        description = _("One number that says a lot, with what it counts.")
        label_format = "{number} {label}"
        template = "cms/blocks/statistic.html"
        preview_value = {
            "number": "1,240",
            "label": _("meals shared since January"),
            "source": _("Kitchen diary"),
        }

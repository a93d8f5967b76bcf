"""What makes a site look like its organisation: the fields, and the screen on which administrators choose them."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from cms.blocks.fields import StreamField
from cms.brand.palette import SEEN, Finding, Role, check_colour
from cms.brand.stylesheet import find_stylesheet
from cms.brand.times import TimeFormat
from cms.brand.typefaces import Typeface, list_preloaded
from cms.models.sections import HomeSectionBlock, refuse_repeated

# Which field has the colour of which role.
COLOURS: dict[str, Role] = {"accent": "accent", "second_colour": "second"}


class Brand(models.Model):
    """The look of a site, as part of its settings: every page reads it with the name of the organisation."""

    accent = models.CharField(
        _("accent colour"),
        max_length=7,
        blank=True,
        default="",
        db_default="",
        help_text=_("For links, buttons and bold panels. Leave empty for the colours of the default look."),
    )
    second_colour = models.CharField(
        _("second colour"),
        max_length=7,
        blank=True,
        default="",
        db_default="",
        help_text=_("For labels, underlines and what stands out on a bold panel."),
    )
    typeface = models.CharField(
        _("typeface"), max_length=20, choices=Typeface, default=Typeface.FRAUNCES, db_default=Typeface.FRAUNCES
    )
    dark_logo = models.ForeignKey(
        "cms.Image",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("For readers whose screens are dark. Leave empty if the logo can be seen there too."),
        verbose_name=_("logo on a dark background"),
    )
    icon = models.ForeignKey(
        "cms.Image",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("A square picture for browser tabs and home screens, at least 320 pixels wide."),
        verbose_name=_("icon"),
    )
    time_format = models.CharField(
        _("times"), max_length=2, choices=TimeFormat, default=TimeFormat.TWELVE, db_default=TimeFormat.TWELVE
    )
    home_sections = StreamField(
        [("section", HomeSectionBlock(label=_("Part")))],
        blank=True,
        default=list,
        db_default=[],
        help_text=_("In this order; what is not in the list is hidden. Leave empty for the usual home page."),
        verbose_name=_("home page"),
    )

    class Meta:
        abstract = True

    @property
    def stylesheet(self) -> str:
        """The address of the style sheet of the chosen colours; empty in the default look."""
        return find_stylesheet(self.accent, self.second_colour)

    @property
    def preloaded_fonts(self) -> list[str]:
        return list_preloaded(self.typeface)

    def clean(self) -> None:
        super().clean()
        errors = {}
        for name, role in COLOURS.items():
            setattr(self, name, normalise_colour(getattr(self, name)))
            if problem := describe_problem(role, getattr(self, name)):
                errors[name] = problem
        refuse_repeated("home_sections", (child.value["section"] for child in self.home_sections))
        if errors:
            raise ValidationError(errors)


def normalise_colour(value: str) -> str:
    """Return ``#rrggbb`` for what people type, such as ``0A5C51`` or ``#abc``; anything else as it is."""
    digits = value.strip().lower().removeprefix("#")
    if len(digits) == 3:
        digits = "".join(digit * 2 for digit in digits)
    return f"#{digits}" if digits else ""


def describe_problem(role: Role, value: str) -> str:
    """Return a sentence for editors about what is wrong with a colour, with the nearest one that passes; else ""."""
    if not value:
        return ""
    try:
        finding = check_colour(role, value)
    except ValueError:
        return str(_("Enter a colour such as #0a5c51."))
    return str(describe_finding(role, finding)) if finding else ""


def describe_finding(role: Role, finding: Finding) -> Any:
    values = {"contrast": f"{finding.contrast:.1f}", "needed": f"{finding.needed:g}", "nearest": finding.nearest}
    if role == "accent":
        text = _(
            "Links in this colour would be hard to read: contrast %(contrast)s, at least %(needed)s is needed. The"
            " nearest colour that passes is %(nearest)s."
        )
    elif finding.needed == SEEN:
        text = _(
            "This colour would hardly be seen on the page: contrast %(contrast)s, at least %(needed)s is needed. The"
            " nearest colour that passes is %(nearest)s."
        )
    else:
        text = _(
            "Words on this colour would be hard to read: contrast %(contrast)s, at least %(needed)s is needed. The"
            " nearest colour that passes is %(nearest)s."
        )
    return text % values

"""The typefaces to choose from, and the files that a page in each loads first.

The families are in `typefaces.css`, the files in `fonts/`, as the packages `@fontsource-variable/…` have them: with
Latin in one file and Latin Extended, with Welsh ŵ and ŷ, in another that only pages with such letters load.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Typeface(models.TextChoices):
    FRAUNCES = "fraunces", _("Warm: Fraunces for headings, Figtree for text")
    FIGTREE = "figtree", _("Plain: Figtree")
    ATKINSON = "atkinson", _("Most legible: Atkinson Hyperlegible Next, made for people with low vision")
    SYSTEM = "system", _("The typeface of each reader’s device: nothing is loaded")


NAMES = {
    Typeface.FRAUNCES: ("Fraunces", "Figtree"),
    Typeface.FIGTREE: ("Figtree", "Figtree"),
    Typeface.ATKINSON: ("Atkinson Hyperlegible Next", "Atkinson Hyperlegible Next"),
    Typeface.SYSTEM: ("", ""),
}
FILES = {"Fraunces": "fraunces", "Figtree": "figtree", "Atkinson Hyperlegible Next": "atkinson-hyperlegible-next"}


def list_preloaded(typeface: str) -> list[str]:
    """Return the static files that every page in a typeface needs for its first lines."""
    return [
        f"cms/fonts/{FILES[name]}-latin-wght-normal.woff2" for name in dict.fromkeys(NAMES[Typeface(typeface)]) if name
    ]

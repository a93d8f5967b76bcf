"""How dates are written and read in each language, and words of Django's own that we write otherwise."""

from django.utils.translation import gettext_lazy, ngettext_lazy, pgettext_lazy

# Django's Welsh spells it "Gorffenaf". Our catalogue comes before Django's.
JULY = gettext_lazy("July"), pgettext_lazy("alt. month", "July")

# How long ago something was: Django has no Welsh for it.
AGES = (
    ngettext_lazy("%(num)d year", "%(num)d years", "num"),
    ngettext_lazy("%(num)d month", "%(num)d months", "num"),
    ngettext_lazy("%(num)d week", "%(num)d weeks", "num"),
    ngettext_lazy("%(num)d day", "%(num)d days", "num"),
    ngettext_lazy("%(num)d hour", "%(num)d hours", "num"),
    ngettext_lazy("%(num)d minute", "%(num)d minutes", "num"),
)

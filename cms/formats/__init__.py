"""How dates are written and read in each language, and words of Django's own that we write otherwise."""

from django.utils.translation import gettext_lazy, pgettext_lazy

# Django's Welsh spells it "Gorffenaf". Our catalogue comes before Django's.
JULY = gettext_lazy("July"), pgettext_lazy("alt. month", "July")

"""The check of translations whose original has changed."""

from collections.abc import Iterator

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from cms.checking.checks import Check, Finding
from cms.checking.content import Content, Place


class OutdatedTranslation(Check):
    name = "outdated_translation"
    label = _("Outdated translations")
    problem = _("The original has changed since %(day)s, and this translation has not.")
    reason = _("Readers of this language are told something else.")
    remedy = _("Translate what has changed, then publish the translation.")
    can_block = False

    def find(self, content: Content, loaded: None) -> Iterator[Finding]:
        if since := getattr(content.page, "outdated_since", None):
            yield Finding(Place("title"), {"day": date_format(localtime(since), "j F Y")})


CHECKS: list[type[Check]] = [OutdatedTranslation]

"""Creates translations: as drafts, and without touching those that exist."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from wagtail.models import Locale, Page

from cms.releases.publishing import may_publish
from cms.upstream.wagtail_localize import TranslationCreator


class DraftCreator(TranslationCreator):
    """Sends objects for translation.

    What a page names, such as topics and people, is sent too, but only to languages in which it does not exist yet: an
    existing translation, of whatever state, is left as it is. New translations are drafts
    (``WAGTAILLOCALIZE_SYNC_LIVE_STATUS_ON_TRANSLATE``).
    """

    target_locales: list[Locale]

    def create_translations(self, instance: Any, include_related_objects: bool = True) -> None:
        wanted = self.target_locales
        if not include_related_objects:  # something that a page names
            self.target_locales = [locale for locale in wanted if not instance.has_translation(locale)]
        try:
            super().create_translations(instance, include_related_objects=include_related_objects)
        finally:
            self.target_locales = wanted


@transaction.atomic
def send_for_translation(
    instance: Any, locales: Iterable[Locale], *, user: Any, include_subtree: bool = False
) -> DraftCreator:
    """Create draft translations of an object, and of the pages below it, in languages that lack them."""
    creator = DraftCreator(user, list(locales))
    creator.create_translations(instance)
    if include_subtree and isinstance(instance, Page):
        for page in instance.get_descendants().order_by("path").specific(defer=True):
            missing = [locale for locale in locales if not has_own_translation(page, locale)]
            creator.target_locales = missing
            creator.create_translations(page)
    return creator


def lacks_parent(page: Page, locale: Locale, user: Any) -> bool:
    """Whether pages above would have to be copied, which is public at once, and the user may not do that."""
    parent = page.get_parent()
    return not (parent.is_root() or parent.has_translation(locale) or may_publish(user, parent))


def has_own_translation(page: Page, locale: Locale) -> bool:
    """Return whether a page has a translation that is not an alias, which has no text of its own."""
    return bool(page.get_translations().filter(locale=locale, alias_of=None).exists())

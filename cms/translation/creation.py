"""Creates translations: as drafts, and without touching those that exist."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.http import HttpRequest
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.models import Locale, Page

from cms.models import BasePage
from cms.releases.publishing import may_publish
from cms.upstream.wagtail_localize import TranslationCreator


class DraftCreator(TranslationCreator):
    """Sends objects for translation.

    What a page names, such as topics and people, is sent too, but only to languages in which it does not exist yet: an
    existing translation, of whatever state, is left as it is. New translations are drafts
    (``WAGTAILLOCALIZE_SYNC_LIVE_STATUS_ON_TRANSLATE``).
    """

    target_locales: list[Locale]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # What stands for a page in a language already: the page is not translated into it.
        self.counterparts: list[Page] = []

    def create_translations(self, instance: Any, include_related_objects: bool = True) -> None:
        wanted = self.target_locales
        if not include_related_objects:  # something that a page names
            self.target_locales = [locale for locale in wanted if not instance.has_translation(locale)]
        elif isinstance(instance, BasePage):
            found = {locale: instance.find_counterpart(locale) for locale in wanted}
            self.target_locales = [locale for locale in wanted if not found[locale]]
            self.counterparts += filter(None, found.values())
            if not self.target_locales:
                self.target_locales = wanted
                return
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


def lead_to(request: HttpRequest, counterparts: Iterable[Page]) -> str | None:
    """Say which pages stand for others in their language already; return where to edit the last one, if one may."""
    url = None
    for page in counterparts:
        url = AdminURLFinder(request.user).get_edit_url(page)
        text = _("“%(title)s” (%(language)s) covers this month already.")
        buttons = [messages.button(url, _("Edit that one"))] if url else []
        title = {"title": page.specific_deferred.get_admin_display_title(), "language": page.locale}
        messages.warning(request, text % title, buttons=buttons)
    return url


def has_own_translation(page: Page, locale: Locale) -> bool:
    """Return whether a page has a translation that is not an alias, which has no text of its own."""
    return bool(page.get_translations().filter(locale=locale, alias_of=None).exists())

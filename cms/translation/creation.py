"""Creates translations: as drafts, and without touching those that exist."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.http import HttpRequest
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.models import Locale, Page
from wagtail_localize.models import TranslationSource

from cms.models import BasePage
from cms.releases.publishing import may_publish
from cms.represent.visibility import live
from cms.translation.states import refresh
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
        aliases = find_public_aliases(instance, self.target_locales)
        try:
            if self.target_locales:
                refresh_texts(instance)
                super().create_translations(instance, include_related_objects=include_related_objects)
        finally:
            self.target_locales = wanted
        for page in type(instance)._default_manager.filter(pk__in=aliases, alias_of=None) if aliases else []:
            page.unpublish(user=self.user)


def find_public_aliases(instance: Any, locales: list[Locale]) -> list[int]:
    """Return the aliases that become translations. Readers must not get them as such before they are translated."""
    if not isinstance(instance, Page):
        return []
    same = Page.objects.filter(translation_key=instance.translation_key, locale__in=locales)
    return list(same.filter(live(), alias_of__isnull=False).values_list("pk", flat=True))


def refresh_texts(instance: Any) -> None:
    """Take over what an original says now, if it was translated before."""
    source = TranslationSource.objects.get_for_instance_or_none(instance)
    if source is not None:
        refresh(source, instance.specific if isinstance(instance, Page) else instance)


@transaction.atomic
def send_for_translation(
    instance: Any, locales: Iterable[Locale], *, user: Any, include_subtree: bool = False
) -> DraftCreator:
    """Create draft translations of an object, and of the pages below it, in languages that lack them."""
    creator = DraftCreator(user, list(locales))
    if not isinstance(instance, Page):
        creator.create_translations(instance)
        return creator
    below = instance.get_descendants().order_by("path").specific(defer=True) if include_subtree else []
    for page in [instance, *below]:
        creator.target_locales = [locale for locale in locales if not has_own_translation(page, locale)]
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

"""The pages that a page is related to by the tree and by languages: part of the loader."""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from django.db.models import Model
from wagtail.models import Page

from cms.represent.gaps import place_pages
from cms.represent.sources import Parents, Surroundings, Translations
from cms.represent.values import Reference

if TYPE_CHECKING:
    from cms.represent.loader import Loader


def related_references(page: Page, loader: "Loader") -> Iterator[Reference]:
    """Yield the pages related to a page by the tree or translation, if they are shown."""
    if loader.selects("parent"):
        yield find_above(page), page.pk
    if page.alias_of_id:
        yield Page, page.alias_of_id
    if loader.selects("translations") and len(loader.locales) > 1:
        yield Translations(), page.pk
    if loader.shows("breadcrumbs"):
        yield Surroundings(list_places(page)), page.pk
    if hasattr(page, "find_more"):
        yield from page.find_more(loader)


def find_above(page: Any) -> Parents | Surroundings:
    """Return what finds the parent of a page; one that is not created yet, with 0 for its key, has only its place."""
    return Parents() if page.pk else Surroundings(list_places(page))


def list_places(page: Any) -> tuple[str, ...]:
    """Return the paths in the tree of a page and those above it, and of its place in another language's tree."""
    shown = [one.path for one in (page, getattr(page, "shown_at", None)) if one is not None]
    return tuple(path[:end] for path in shown for end in range(2 * Page.steplen, len(path) + 1, Page.steplen))


def set_related_pages(page: Any, loader: "Loader") -> None:
    """Set a page's parent, translations and alias source, if they are public, and the language of its text."""
    if loader.selects("parent"):
        above = page.path[: -Page.steplen]
        found = next((obj for obj in loader.found[find_above(page)] if obj.path == above), None)
        page.loaded_parent = found if found and loader.visibility.shows(found) else None
    if loader.selects("translations"):
        others = [obj for obj in loader.found[Translations()] if obj.translation_key == page.translation_key]
        page.loaded_translations = [obj for obj in others if obj.pk != page.pk and loader.visibility.shows(obj)]
    if loader.shows("breadcrumbs"):
        page.surroundings = loader.found[Surroundings(list_places(page))]
    if page.alias_of_id:
        page.text_language = find_source_language(page, loader)
        page.mirrored = loader.find(Page, page.alias_of_id)
    if loader.selects("alias_of"):
        page._meta.get_field("alias_of").set_cached_value(page, page.mirrored if page.alias_of_id else None)


def find_source_language(instance: Any, loader: "Loader") -> str | None:
    """Return the language that an object is written in, for an alias its source's; ``None`` for one of no language."""
    source = loader.objects[Page].get(getattr(instance, "alias_of_id", None)) or instance
    locale = loader.locales.get(getattr(source, "locale_id", None) or 0)
    return locale and locale.language_code


def place_gaps(instances: Iterable[Model], loader: "Loader", locale_id: int) -> None:
    """Give the pages that stand in for missing translations their places in the reader's language."""
    named = [obj for objects in loader.objects.values() for obj in objects.values() if isinstance(obj, Page)]
    gaps = [obj for obj in named if (obj.translation_key, locale_id) not in loader.translations[type(obj)]]
    shown = [obj for obj in instances if isinstance(obj, Page) and obj.pk]
    place_pages([*gaps, *shown], locale_id, loader.visibility)

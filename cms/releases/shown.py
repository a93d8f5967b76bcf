"""What a page shows that readers cannot see yet."""

from collections.abc import Iterable
from typing import Any, NamedTuple

from django.db.models import Model
from django.http import HttpRequest
from wagtail.models import DraftStateMixin, Page

from cms.represent.loader import Loader


class Unpublished(NamedTuple):
    """A page or snippet with a draft that readers cannot see, as it is in the database."""

    instance: Any

    @property
    def is_new(self) -> bool:
        """Whether readers see nothing of it, not even an earlier version."""
        return not self.instance.live

    @property
    def key(self) -> tuple[type[Model], Any]:
        return type(self.instance), self.instance.pk


class Shown(NamedTuple):
    """``items`` go out with a page; ``links`` lead to pages that are not public, and are left out until they are."""

    items: list[Unpublished]
    links: list[Page]

    @property
    def leaves_gaps(self) -> bool:
        """Whether readers would miss something if the page alone were published now."""
        return bool(self.links) or any(item.is_new for item in self.items)


def find_unpublished(page: Any, request: HttpRequest | None = None) -> Shown:
    """Return what a page, as given, shows that has never been published or has been changed since.

    The people, events, notes and calls to action that it names, and what these name in turn. Pages that a text or a
    button only links to have their own time.
    """
    items: dict[Any, Unpublished] = {}
    links: dict[Any, Page] = {}
    waiting = [page]
    while waiting:
        instance = waiting.pop()
        for found in list_drafts(instance, request):
            target = found.specific if type(found) is Page else found
            if isinstance(page, Page) and isinstance(target, Page) and target.pk == page.pk:
                continue
            if type(found) is Page:
                if not found.live:
                    links[found.pk] = found
            elif (item := Unpublished(target)).key not in items:
                items[item.key] = item
                waiting.append(target.latest_revision.as_object())
    named = {item.instance.pk for item in items.values() if isinstance(item.instance, Page)}
    return Shown(sort_items(items.values()), [link for pk, link in links.items() if pk not in named])


def list_drafts(instance: Any, request: HttpRequest | None) -> list[Any]:
    """Return the drafts that an instance refers to: of what is translated, those in its own language."""
    loader = Loader(request)
    loader.load([instance])
    found = [obj for objects in loader.objects.values() for obj in objects.values() if isinstance(obj, DraftStateMixin)]
    own = {(type(obj), obj.translation_key) for obj in found if obj.locale_id == instance.locale_id}
    return [
        obj
        for obj in found
        if (not obj.live or obj.has_unpublished_changes)
        and obj.latest_revision_id
        and not getattr(obj, "alias_of_id", None)
        and (obj.locale_id == instance.locale_id or (type(obj), obj.translation_key) not in own)
    ]


def sort_items(items: Iterable[Unpublished]) -> list[Unpublished]:
    """Return items in the order in which they can be published: pages come after their parents, snippets first."""
    return sorted(items, key=lambda item: (getattr(item.instance, "path", ""), item.instance._meta.label, item.key[1]))

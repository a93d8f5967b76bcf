"""Related and neighbouring updates, loaded in one statement with all other objects of a response."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, NamedTuple

from django.apps import apps
from django.db.models import Q, Value
from django.db.models.functions import Length, Substr
from wagtail.models import Page

from cms.freshness.reads import track_objects
from cms.represent.bulk import Part, Table, keys_in, made_once, moment_in, text_in
from cms.represent.visibility import live, site_pages_in_part

if TYPE_CHECKING:
    from blog.models import UpdatePage
    from cms.represent.loader import Loader

RELATED = 3
CANDIDATES = 50  # limits related updates: sorting all updates on a common topic would be slow


class NeighbouringUpdates(NamedTuple):
    """The update ``before`` or ``after`` one in its archive, or the ``related`` ones by topic."""

    kind: str
    update: "UpdatePage"

    def list_parts(self, keys: set[int], loader: "Loader") -> Iterator[Part]:
        update, context = self.update, loader.site_context
        yield (
            neighbours_table(self.kind, context.is_shared),
            {
                "key": {update.pk},
                "locale": {context.reader_locale_id or update.locale_id},
                "archive": (update.shown_at or update).path[: len(update.path) - update.steplen],
                "moment": update.first_published_at,
                **context.arguments,
            },
        )

    def receive(self, found: "list[UpdatePage]", loader: "Loader") -> None:
        track_objects(found)
        for update in found:
            loader.prepare(update)
        latest_first = sorted(found, key=lambda other: (other.first_published_at, other.pk), reverse=True)
        self.update.around[self.kind] = latest_first


@made_once
def neighbours_table(kind: str, is_shared: bool) -> Table:
    """Return the part for the site's updates around the one with ``key``, published in ``archive`` at ``moment``."""
    updates = apps.get_model("blog", "UpdatePage").objects
    public = updates.filter(site_pages_in_part(is_shared)).exclude(pk__in=keys_in("key"))
    chosen = FINDERS[kind](public).values("pk")
    return Table(updates.filter(pk__in=chosen).defer_streamfields(), chosen=chosen)


def find_before(public: Any) -> Any:
    moment = moment_in("moment")
    earlier = Q(first_published_at__lt=moment) | Q(pk__lt=keys_in("key"))
    siblings = in_archive(public).filter(earlier, first_published_at__lte=moment)
    return siblings.order_by("-first_published_at", "-pk")[:1]


def find_after(public: Any) -> Any:
    moment = moment_in("moment")
    later = Q(first_published_at__gt=moment) | Q(pk__gt=keys_in("key"))
    siblings = in_archive(public).filter(later, first_published_at__gte=moment)
    return siblings.order_by("first_published_at", "pk")[:1]


def find_related(public: Any) -> Any:
    """Return the latest updates in the same language that share a public topic.

    Only those that were most recently given such a topic are considered.
    """
    rows = apps.get_model("blog", "UpdateTopic").objects
    every_topic = apps.get_model("cms", "Topic").objects
    own = rows.filter(update_page__in=keys_in("key")).values("topic__translation_key")
    shown = every_topic.filter(live(), translation_key__in=own).values("translation_key")
    topics = every_topic.filter(translation_key__in=shown).values("pk")
    latest = rows.filter(topic__in=topics).order_by("-pk").values("pk")[:CANDIDATES]  # an index-only scan
    shared = rows.filter(pk__in=latest).values("update_page")
    related = public.filter(locale__in=keys_in("locale"), pk__in=shared)
    return related.order_by("-first_published_at", "-pk")[:RELATED]


def in_archive(updates: Any) -> Any:
    """Return the children of the page whose tree path is ``archive``."""
    above = Substr("path", 1, Length("path") - Value(Page.steplen))
    return updates.alias(above=above).filter(above=text_in("archive"))


FINDERS = {"before": find_before, "after": find_after, "related": find_related}

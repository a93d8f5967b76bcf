"""Which tables have public content, which of their columns are public, and which object a row belongs to.

Every table is watched, so that new content is in the feed from the start, except those of other packages that are
listed here, and models with ``in_feed = False``. A model lists fields that readers never see in ``private_fields``.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db.models import ForeignKey, Model
from modelcluster.fields import ParentalKey
from taggit.models import TaggedItem
from wagtail.images.models import AbstractRendition
from wagtail.models import (
    CollectionMember,
    CollectionViewRestriction,
    DraftStateMixin,
    Locale,
    Page,
    PageViewRestriction,
    ReferenceIndex,
    Site,
)

from cms.freshness.columns import ANY, list_unlisted
from cms.models import Organisation

# Apps and models of other packages that readers never see, with the reason.
EXCLUDED = {
    "account": "who may work here",
    "auth": "who may work here",
    "contenttypes": "fixed by the code",
    "django_tasks_database": "work to be done",
    "mfa": "how people sign in",
    "sessions": "who is signed in",
    "usersessions": "who is signed in",
    "wagtail_localize": "translations in the making, until they are published as pages and snippets",
    "wagtailadmin": "the admin's own",
    "wagtaildocs": "replaced by cms.Document",
    "wagtailembeds": "films are shown without it",
    "wagtailforms": "what readers sent in",
    "wagtailimages": "replaced by cms.Image",
    "wagtailsearch": "derived from what is watched",
    "wagtailusers": "preferences of those who work here",
    "wagtailcore.APIToken": "who may work here",
    "wagtailcore.CollectionViewRestriction_groups": "nobody who must sign in sees anything here",
    "wagtailcore.Comment": "the work on pages",
    "wagtailcore.CommentReply": "the work on pages",
    "wagtailcore.GroupApprovalTask": "the work on pages",
    "wagtailcore.GroupApprovalTask_groups": "the work on pages",
    "wagtailcore.GroupCollectionPermission": "who may work here",
    "wagtailcore.GroupPagePermission": "who may work here",
    "wagtailcore.GroupSitePermission": "who may work here",
    "wagtailcore.ModelLogEntry": "the history of the work",
    "wagtailcore.PageLogEntry": "the history of the work",
    "wagtailcore.PageSubscription": "the work on pages",
    "wagtailcore.PageViewRestriction_groups": "nobody who must sign in sees anything here",
    "wagtailcore.Revision": "drafts",
    "wagtailcore.Task": "the work on pages",
    "wagtailcore.TaskState": "the work on pages",
    "wagtailcore.UploadedFile": "the admin's own",
    "wagtailcore.Workflow": "the work on pages",
    "wagtailcore.WorkflowContentType": "the work on pages",
    "wagtailcore.WorkflowPage": "the work on pages",
    "wagtailcore.WorkflowState": "the work on pages",
    "wagtailcore.WorkflowTask": "the work on pages",
    "wagtailsearchpromotions.QueryDailyHits": "what readers searched for",
}

# Columns of any table that readers never see: drafts, schedules and who edits what.
PRIVATE_COLUMNS = {
    "automatically_created",
    "created_at",
    "draft_title",
    "expire_at",
    "expired",
    "go_live_at",
    "has_unpublished_changes",
    "latest_revision_created_at",
    "latest_revision_id",
    "live_revision_id",
    "locked",
    "locked_at",
    "locked_by_id",
    "numchild",
    "owner_id",
    "password",
    "uploaded_by_user_id",
}

# Columns that determine the start of every address.
ADDRESS_COLUMNS: dict[type[Model], set[str]] = {
    Locale: {"language_code"},
    Organisation: {"front_end_url", "site_id"},
    Site: {"hostname", "is_default_site", "port", "root_page_id"},
}

# Columns that other objects show too, or that determine who may see a page.
SHOWN_ELSEWHERE: dict[type[Model], set[str]] = {
    **ADDRESS_COLUMNS,
    Page: {
        "alias_of_id",
        "content_type_id",
        "locale_id",
        "path",
        "title",
        "translation_key",
        "url_path",
    },
}


@dataclass(frozen=True)
class Watched:
    """A table, and the object that its rows belong to.

    Without ``owner``, a row is an object itself; with it, the row belongs to the object in its column ``owner_column``.
    """

    model: type[Model]
    owner: type[Model] | None = None
    owner_column: str = ""

    @property
    def table(self) -> str:
        return self.model._meta.db_table

    @property
    def columns(self) -> list[str]:
        """The columns whose changes are public."""
        private = getattr(self.model, "private_fields", ())
        shown = (field for field in self.model._meta.local_concrete_fields if field.name not in private)
        return [column for column in (str(field.column) for field in shown) if column not in PRIVATE_COLUMNS]

    @property
    def unlisted(self) -> frozenset[str]:
        """The columns by which no list chooses or orders objects."""
        found = list_unlisted(self.model)
        return frozenset(self.columns) if ANY in found else found

    @property
    def subject(self) -> type[Model]:
        return self.owner or self.model

    @property
    def has_drafts(self) -> bool:
        return issubclass(self.subject, DraftStateMixin)


def list_watched() -> list[Watched]:
    """Return every watched table, with its columns in the code."""
    return [watch(model) for model in iterate_models()]


def iterate_models() -> Iterator[type[Model]]:
    for model in apps.get_models(include_auto_created=True):
        meta = model._meta
        left_out = EXCLUDED.keys() & {meta.app_label, meta.label} or not getattr(model, "in_feed", True)
        if meta.managed and not meta.proxy and not left_out:
            yield model


def watch(model: type[Model]) -> Watched:
    if not issubclass(model, PageViewRestriction | CollectionViewRestriction | TaggedItem | ReferenceIndex):
        fields: list[Any] = list(model._meta.local_concrete_fields)
        for field in fields:
            if is_part_of_its_target(field):
                return Watched(model, get_base_model(field.related_model), field.column)
    return Watched(model)


def is_part_of_its_target(field: Any) -> bool:
    """Return whether a field leads from a part to its object, such as from a child row to its page."""
    through_of: Any = field.model._meta.auto_created
    return isinstance(field, ForeignKey) and bool(
        isinstance(field, ParentalKey)
        or field.remote_field.parent_link
        or field.related_model is through_of
        or issubclass(field.model, AbstractRendition)
    )


def get_base_model(model: type[Model]) -> type[Model]:
    """Return the model whose table has the primary keys: Page for every page type."""
    parents = model._meta.get_parent_list()
    return parents[-1] if parents else model


def list_own_types() -> list[str]:
    """Return the types of the objects, other than pages, that have their own rows."""
    return sorted(watched.model._meta.label_lower for watched in list_watched() if is_object(watched))


def list_used_types() -> list[str]:
    """Return the types of the objects that may be public because something uses them."""
    used = CollectionMember | DraftStateMixin
    return sorted(w.model._meta.label_lower for w in list_watched() if is_object(w) and issubclass(w.model, used))


def is_object(watched: Watched) -> bool:
    return watched.owner is None and not issubclass(watched.model, Page | TaggedItem | ReferenceIndex)

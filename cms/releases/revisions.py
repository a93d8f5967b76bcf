"""Which revisions are made, and which are kept.

Wagtail makes a revision each time that somebody saves, changed or not; autosave overwrites that of its own session.
"""

import json
from functools import cache
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import Model, ProtectedError
from wagtail.fields import StreamField
from wagtail.models import Revision, TaskState

from cms.releases.models import Release, ReleaseItem, RevisionName
from cms.upstream.modelcluster import get_all_child_relations


class Revisable:
    """A page or snippet that makes a revision only if something has changed, and overwrites none that is kept."""

    is_draft = False  # true in a preview that shows a draft of this, beside the page that is previewed

    def save_revision(
        self: Any,
        user: Any = None,
        approved_go_live_at: Any = None,
        changed: bool = True,
        log_action: Any = False,
        previous_revision: Revision | None = None,
        clean: bool = True,
        overwrite_revision: Revision | None = None,
    ) -> Revision:
        """Return the revision of the content as it is: the last one, if nothing has changed since."""
        latest = None if approved_go_live_at or previous_revision else find_latest_revision(self)
        if latest is not None and not is_changed(self, latest):
            if clean:
                self.full_clean()
            self.latest_revision = latest
            return latest
        if overwrite_revision is not None and is_kept(overwrite_revision):
            overwrite_revision = None
        revision: Revision = super().save_revision(  # type: ignore[misc]
            user=user,
            approved_go_live_at=approved_go_live_at,
            changed=changed,
            log_action=log_action,
            previous_revision=previous_revision,
            clean=clean,
            overwrite_revision=overwrite_revision,
        )
        return revision


def find_latest_revision(instance: Any) -> Revision | None:
    """Return the latest revision in the database, which an instance that was loaded earlier may not know."""
    if instance.pk is None or getattr(instance, "alias_of_id", None):
        return None
    found: Revision | None = instance.revisions.order_by("-created_at", "-pk").first()
    return found


def is_changed(instance: Any, revision: Revision) -> bool:
    """Whether the content of an instance differs from that of its latest revision.

    A page that was copied with its revisions does not refer to the latest of them yet: that one counts as changed.
    """
    model = type(instance)
    fields = ("latest_revision_id", "first_published_at")
    stored = model._default_manager.filter(pk=instance.pk).values_list(*fields).first()
    if stored is None or stored[0] != revision.pk:
        return True
    content = json.loads(json.dumps(instance.serializable_data(), cls=DjangoJSONEncoder))
    mine, theirs = strip(model, content), strip(model, revision.content)
    if instance.first_published_at == stored[1]:  # publishing sets it in the row, not in the revision
        mine.pop("first_published_at", None)
        theirs.pop("first_published_at", None)
    return mine != theirs


@cache
def list_streams(model: type[Model]) -> list[str]:
    return [field.name for field in model._meta.get_fields() if isinstance(field, StreamField)]


def strip(model: type[Model], content: dict[str, Any]) -> dict[str, Any]:
    """Return the content of a revision, rows in order, without Wagtail's own notes, such as whether it is live."""
    ignored = list_ignored_fields(model)
    stripped = {name: value for name, value in content.items() if name not in ignored}
    for name in list_streams(model):
        if isinstance(stripped.get(name), str):  # PostgreSQL does not keep the order of the keys
            stripped[name] = json.loads(stripped[name])
    for relation in get_all_child_relations(model):
        name = relation.get_accessor_name()
        rows = sorted(content.get(name) or (), key=lambda row: row.get("sort_order") or 0)
        stripped[name] = [strip(relation.field.model, row) for row in rows]
    return stripped


# What belongs to the page or snippet, not to a revision of it: Wagtail takes these from the database.
OF_THE_OBJECT = {
    "alias_of",
    "content_type",
    "depth",
    "live",
    "locale",
    "locked_by",
    "numchild",
    "owner",
    "path",
    "pk",
    "translation_key",
    "url_path",
}


@cache
def list_ignored_fields(model: type[Model]) -> frozenset[str]:
    """Return the fields that say nothing about content: those that nobody edits, and keys of rows and revisions.

    New rows of a live page have no key in a revision, and get one when it is published.
    """
    ignored = {field.name for field in model._meta.concrete_fields if not field.editable or field.primary_key}
    ignored |= {field.name for field in model._meta.concrete_fields if field.related_model is Revision}
    return frozenset(ignored | OF_THE_OBJECT)


def is_kept(revision: Revision) -> bool:
    """Whether a revision stays as it is: published, submitted, in a release or named."""
    published = revision.base_content_type.model_class()
    return (
        published._default_manager.filter(live_revision=revision).exists()
        or TaskState.objects.filter(revision=revision).exists()
        or ReleaseItem.objects.filter(revision=revision).exclude(release__state=Release.State.CANCELLED).exists()
        or RevisionName.objects.filter(revision=revision).exists()
    )


def refuse_purge(sender: Any, instance: Revision, origin: Any = None, **kwargs: Any) -> None:
    """Raise ProtectedError when a revision that is kept is deleted by itself, as ``purge_revisions`` would.

    That command counts such revisions and continues. A page takes its revisions with it.
    """
    if origin is instance and is_kept(instance):
        raise ProtectedError("This revision is kept.", {instance})

"""Remembers what each version of a page or snippet uses, without loading anything."""

import json
import logging
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import chain
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Max, Model, Q
from wagtail.documents import get_document_model
from wagtail.fields import RichTextField, StreamField
from wagtail.images import get_image_model
from wagtail.models import Page, Revision
from wagtail.snippets.models import get_snippet_models

from cms.represent.streams import stream_references
from cms.represent.values import Reference, rich_text_references
from cms.upstream.modelcluster import get_all_child_relations
from cms.uses.models import ReadVersions, VersionUse

logger = logging.getLogger(__name__)

# The primary key of a content type, and that of an object.
Key = tuple[int, str]

AT_ONCE = 500  # revisions a minute, of those that are older than the table


@cache
def list_targets() -> tuple[type[Model], ...]:
    return (Page, get_image_model(), get_document_model(), *get_snippet_models())


def find_base(model: Any) -> type[Model] | None:
    """Return the model under which uses of something are counted: of all pages, ``Page``; ``None`` if they are not."""
    if isinstance(model, type) and issubclass(model, Page):
        return Page
    return model if model in list_targets() else None


def find_references(model: type[Model], content: dict[str, Any]) -> Iterator[Reference]:
    """Yield the model and key of all that the content of a revision, or of a child row in it, refers to."""
    for field in model._meta.get_fields():
        value = content.get(field.name)
        if not value:
            continue
        if isinstance(field, StreamField):
            raw = json.loads(value) if isinstance(value, str) else value
            yield from stream_references(field.stream_block, raw)
        elif isinstance(field, RichTextField):
            yield from rich_text_references(value)
        elif field.many_to_one and field.concrete:
            yield field.related_model, value
    for relation in get_all_child_relations(model):
        for row in content.get(relation.get_accessor_name()) or ():
            yield from find_references(relation.related_model, row)


def find_used(revision: Revision) -> set[Key]:
    """Return what a revision uses, each by the key of its content type and its own."""
    model = revision.content_type.model_class()
    if model is None:
        return set()
    used = {(find_base(target), str(key)) for target, key in find_references(model, revision.content)}
    return {(ContentType.objects.get_for_model(target).pk, key) for target, key in used if target is not None}


def list_uses(revision: Revision) -> list[VersionUse]:
    source = {"source_type_id": revision.base_content_type_id, "source_id": revision.object_id}
    return [VersionUse(**source, target_type_id=kind, target_id=key) for kind, key in find_used(revision)]


def remember(sender: Any, instance: Revision, raw: bool = False, update_fields: Any = None, **kwargs: Any) -> None:
    """Add what a new version uses."""
    if not raw and (update_fields is None or "content" in update_fields):
        store(list_uses(instance))


def store(uses: Iterable[VersionUse]) -> None:
    uses = list(uses)
    if uses:
        VersionUse.objects.bulk_create(uses, ignore_conflicts=True)


def forget_source(sender: Any, instance: Model, **kwargs: Any) -> None:
    """What is deleted for good has no versions that could be restored."""
    source = ContentType.objects.get_for_model(find_base(sender) or sender)
    VersionUse.objects.filter(source_type=source, source_id=str(instance.pk)).delete()


def forget_version(sender: Any, instance: Revision, **kwargs: Any) -> None:
    """Remove what only a version used that is deleted, as ``purge_revisions`` does.

    The versions after it mostly use the same, so few others are read.
    """
    try:
        gone = find_used(instance)
        if not gone:
            return
        source = {"base_content_type": instance.base_content_type_id, "object_id": instance.object_id}
        others = Revision.objects.filter(**source)
        nearest = [others.filter(pk__gt=instance.pk).order_by("pk"), others.filter(pk__lt=instance.pk).order_by("-pk")]
        for revision in chain.from_iterable(part.iterator(chunk_size=10) for part in nearest):
            gone -= find_used(revision)
            if not gone:
                return
    except (LookupError, TypeError, ValueError):  # a revision that no code of today understands: keep what is known
        logger.exception("What revision %s used is kept", instance.pk)
        return
    named = Q(pk__in=[])
    for kind, key in gone:
        named |= Q(target_type=kind, target_id=key)
    uses = VersionUse.objects.filter(named, source_type=instance.base_content_type_id, source_id=instance.object_id)
    uses.delete()


def read_older_versions() -> None:
    """Read some more of the revisions that were made before this table, the latest first."""
    progress = ReadVersions.objects.first()
    if progress is None:
        latest = Revision.objects.aggregate(latest=Max("pk"))["latest"] or 0
        progress = ReadVersions(until=latest + 1)
    older = list(Revision.objects.filter(pk__lt=progress.until).order_by("-pk")[:AT_ONCE])
    if not older and progress.pk:
        return
    found: dict[tuple[Any, ...], VersionUse] = {}
    for revision in older:
        try:
            for use in list_uses(revision):
                found[use.source_type_id, use.source_id, use.target_type_id, use.target_id] = use
        except Exception:  # a revision that no code of today understands
            logger.exception("Revision %s cannot be read", revision.pk)
    store(found.values())
    progress.until = older[-1].pk if older else 0
    progress.save()


def is_complete() -> bool:
    """Whether all versions have been read."""
    progress = ReadVersions.objects.first()
    return progress is not None and not Revision.objects.filter(pk__lt=progress.until).exists()

"""Carries facts to all languages when they are published, in the same transaction, and into drafts.

``cms.models.facts`` says what facts are. Those of blocks follow where a translation follows its original, and has the
same block. The dates of events follow in ``events.facts``.
"""

import json
from typing import Any

from django.db.models import Model
from wagtail.fields import StreamField
from wagtail.models import Page, Revision, TranslatableMixin
from wagtail.search.index import insert_or_update_object
from wagtail.signals import published
from wagtail_localize.models import Translation

from cms.models.facts import find_holder, list_facts, list_open_drafts, list_translations
from cms.translation.kinds import copy_facts


def connect_signals() -> None:
    published.connect(follow_facts, dispatch_uid="facts")


def follow_facts(sender: Any, instance: Any, **kwargs: Any) -> None:
    """Give all languages the facts of the one that holds them, after any of them was published."""
    if not isinstance(instance, TranslatableMixin) or getattr(instance, "alias_of_id", None):
        return
    if not list_translations(instance).exclude(pk=instance.pk).exists():
        return
    holder = find_holder(instance)
    if holder is None or not holder.live:
        return
    for other in list_translations(holder).exclude(pk=holder.pk).select_related("locale"):
        changes = {**find_changed_fields(holder, other), **find_changed_streams(holder, other)}
        if changes:
            type(other)._default_manager.filter(pk=other.pk).update(**changes)
            insert_or_update_object(type(other)._default_manager.get(pk=other.pk))
            if isinstance(other, Page) and other.aliases.exists():
                type(other).objects.get(pk=other.pk).update_aliases()
        update_drafts(holder, other)


def list_fact_fields(model: Any) -> list[Any]:
    return [model._meta.get_field(name) for name in list_facts(model)]


def find_changed_fields(holder: Any, other: Any) -> dict[str, Any]:
    values = {field: find_value(field, holder, other) for field in list_fact_fields(type(holder))}
    return {field.attname: value for field, value in values.items() if getattr(other, field.attname) != value}


def find_value(field: Any, holder: Any, other: Any) -> Any:
    """Return the value of a fact for another language. An object that a language has a version of is that version.

    A page that has none is the original: readers get that instead. Anything else stays as it is.
    """
    value = getattr(holder, field.attname)
    if value is None or not field.is_relation or not issubclass(field.related_model, TranslatableMixin):
        return value
    chosen: Any = getattr(holder, field.name)
    same = field.related_model._default_manager.filter(translation_key=chosen.translation_key, locale=other.locale_id)
    without = value if issubclass(field.related_model, Page) else getattr(other, field.attname)
    return same.values_list("pk", flat=True).first() or without


def find_changed_streams(holder: Any, other: Any) -> dict[str, Any]:
    if not follows(other, holder):
        return {}
    changed = {}
    for field in list_streams(type(holder)):
        source, target = (list(getattr(one, field.name).raw_data) for one in (holder, other))
        copied = copy_facts(field.stream_block, source, target)
        if copied != target:
            changed[field.name] = field.to_python(json.dumps(copied))
    return changed


def list_streams(model: type[Model]) -> list[StreamField]:
    return [field for field in model._meta.get_fields() if isinstance(field, StreamField)]


def follows(other: Any, holder: Any) -> bool:
    """Whether a translation is made from the texts of its original, so that both have the same blocks."""
    own = Translation.objects.filter(source__object_id=holder.translation_key, source__locale=holder.locale_id)
    return bool(own.filter(target_locale=other.locale_id, enabled=True).exists())


def update_drafts(holder: Any, other: Any) -> None:
    """Update the facts in the versions of a translation that may still be published."""
    source = holder.serializable_data()
    streams = list_streams(type(holder)) if follows(other, holder) else []
    changed = []
    for draft in list_open_drafts([other]):
        content = dict(draft.content)
        for field in list_fact_fields(type(holder)):
            is_key = field.is_relation and issubclass(field.related_model, TranslatableMixin)
            content[field.name] = find_value(field, holder, other) if is_key else source[field.name]
        for field in streams:
            stored = json.loads(content.get(field.name) or "[]")
            copied = copy_facts(field.stream_block, list(getattr(holder, field.name).raw_data), stored)
            content[field.name] = json.dumps(copied) if copied != stored else content.get(field.name)
        if content != draft.content:
            draft.content = content
            changed.append(draft)
    Revision.objects.bulk_update(changed, ["content"])

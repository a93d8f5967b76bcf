"""Follows what is published: refreshes the texts to translate, and counts how far each translation is."""

import hashlib
import json
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.apps import apps
from django.db import transaction
from django.db.models import OuterRef, Subquery
from django.db.models.signals import post_delete, post_migrate, post_save
from django.utils import timezone
from wagtail.fields import StreamField
from wagtail.models import DraftStateMixin, Page, Revision, TranslatableMixin
from wagtail.signals import published, unpublished
from wagtail.snippets.models import get_snippet_models
from wagtail_localize.models import StringTranslation, Translation, TranslationSource

from cms.translation.kinds import FACT, OWN, drop_facts, find_field_kind
from cms.translation.memory import keep_translations
from cms.translation.models import TranslationState, is_installed
from cms.upstream.wagtail_localize import get_translatable_fields

# Addresses follow the translated title, or stay as they are: nobody has to translate them.
OPTIONAL = ("slug",)
# The first letter of what identifies a content. Raise it when ``identify_content`` counts other fields.
EDITION = "v"

is_counted_later: ContextVar[bool] = ContextVar("is_counted_later", default=False)


def connect_signals() -> None:
    post_save.connect(follow_saving, dispatch_uid="translation")
    published.connect(follow_publication, dispatch_uid="translation")
    unpublished.connect(follow_withdrawal, dispatch_uid="translation")
    post_migrate.connect(count_all, sender=apps.get_app_config("translation"), dispatch_uid="translation")
    post_save.connect(count_new, sender=Translation, dispatch_uid="translation")
    post_save.connect(count_text, sender=StringTranslation, dispatch_uid="translation")
    post_delete.connect(count_text, sender=StringTranslation, dispatch_uid="translation")


def count_all(sender: Any, **kwargs: Any) -> None:
    """Count translations from before there were states. What is public of them counts as up to date.

    What was identified by an earlier edition is identified again, unless it is outdated.
    """
    if not is_installed(TranslationState, kwargs.get("apps") or apps):
        return
    earlier = TranslationState.objects.exclude(published_content="").exclude(published_content__startswith=EDITION)
    for state in earlier.filter(translation__enabled=True).select_related("translation__source"):
        target = find_instance(state.translation.source, state.translation.target_locale_id)
        is_current = target is not None and target.outdated_since is None
        state.published_content = identify_content(state.translation.source) if is_current else EDITION
        state.save(update_fields=["published_content"])
    for translation in Translation.objects.filter(state=None, enabled=True).select_related("source", "target_locale"):
        state = count(translation)
        state.published_content = identify_content(translation.source)
        state.save(update_fields=["published_content"])


def follow_publication(sender: Any, instance: Any, revision: Revision, **kwargs: Any) -> None:
    """Refresh the texts of what was published as a source, and note what it shows as a translation."""
    if not isinstance(instance, TranslatableMixin) or getattr(instance, "alias_of_id", None):
        return
    for translation in find_as_target(instance).filter(enabled=True):
        state = count(translation)
        state.published_content = state.draft_content if state.draft_id == revision.pk else ""
        state.save(update_fields=["published_content"])
        note_outdated(state)
    refresh_texts(instance)


def follow_saving(sender: Any, instance: Any, raw: bool = False, **kwargs: Any) -> None:
    """Refresh the texts of a snippet without drafts, which is public once it is saved."""
    has_no_drafts = isinstance(instance, TranslatableMixin) and not isinstance(instance, DraftStateMixin)
    if not raw and has_no_drafts and sender in get_snippet_models():
        refresh_texts(instance)


def refresh_texts(instance: Any) -> None:
    source = TranslationSource.objects.get_for_instance_or_none(instance)
    if source is not None and source.translations.filter(enabled=True).exists():
        refresh(source, instance)


def follow_withdrawal(sender: Any, instance: Any, **kwargs: Any) -> None:
    """What nobody can read is not outdated."""
    if isinstance(instance, TranslatableMixin):
        TranslationState.objects.filter(translation__in=find_as_target(instance).filter(enabled=True)).update(
            published_content=""
        )
        model = instance.specific_class if isinstance(instance, Page) else type(instance)
        model.objects.filter(pk=instance.pk).update(outdated_since=None)


def find_as_target(instance: Any) -> Any:
    """Return the translation whose result a page or snippet is; ``enabled`` says whether it follows its source."""
    return Translation.objects.filter(source__object_id=instance.translation_key, target_locale=instance.locale_id)


@transaction.atomic
def refresh(source: TranslationSource, instance: Any) -> None:
    """Let a source have the texts of an instance. What was translated of them before stays translated."""
    source, _changed = type(source).update_or_create_from_instance(instance)
    for translation in source.translations.filter(enabled=True).select_related("source", "target_locale"):
        keep_translations(translation)
        note_outdated(count(translation))


def count_new(sender: Any, instance: Translation, raw: bool = False, **kwargs: Any) -> None:
    if not raw and instance.enabled:
        keep_translations(instance)
        count(instance)


@contextmanager
def count_later() -> Iterator[None]:
    """Count nothing with each text that is saved: whoever saves many counts once, after the last."""
    token = is_counted_later.set(True)
    try:
        yield
    finally:
        is_counted_later.reset(token)


def count_text(sender: Any, instance: StringTranslation, raw: bool = False, **kwargs: Any) -> None:
    """Count again where a text was translated, or its translation was deleted."""
    if raw or instance.context_id is None or is_counted_later.get():
        return
    translations = Translation.objects.filter(
        source__object_id=instance.context.object_id, target_locale=instance.locale_id
    )
    for translation in translations.select_related("source", "target_locale"):
        count(translation)


def count(translation: Translation) -> TranslationState:
    """Count the texts of a translation, and save that."""
    own = StringTranslation.objects.filter(
        translation_of=OuterRef("string"),
        context=OuterRef("context"),
        locale=translation.target_locale_id,
        has_error=False,
    )
    segments = translation.source.stringsegment_set.exclude(context__path__in=OPTIONAL)
    kinds = list(segments.annotate(kind=Subquery(own.values("translation_type")[:1])).values_list("kind", flat=True))
    numbers = {
        "total": len(kinds),
        "translated": sum(kind is not None for kind in kinds),
        "unread": kinds.count(StringTranslation.TRANSLATION_TYPE_MACHINE),
    }
    return TranslationState.objects.update_or_create(translation=translation, defaults=numbers)[0]


def note_outdated(state: TranslationState) -> None:
    """Note since when the public translation does not show what its public source says."""
    translation = state.translation
    target = find_instance(translation.source, translation.target_locale_id)
    if target is None:
        return
    is_current = state.published_content == identify_content(translation.source)
    if not isinstance(target, DraftStateMixin):  # and so no column for a time
        if not is_current:
            TranslationState.objects.filter(pk=state.pk).update(published_content="")
        return
    is_current = is_current or not target.live
    since = None if is_current else target.outdated_since or timezone.now()
    if since != target.outdated_since:
        type(target).objects.filter(pk=target.pk).update(outdated_since=since)


def find_instance(source: TranslationSource, locale_id: int) -> Any:
    model = source.specific_content_type.model_class()
    return model and model._default_manager.filter(translation_key=source.object_id, locale=locale_id).first()


def identify_content(source: TranslationSource) -> str:
    """Return a hash of all of a source that its translations take over with their next version.

    Facts, which they take over at once, are not part of it. Of child rows only their texts are, since their keys mean
    nothing.
    """
    model: Any = source.specific_content_type.model_class()
    content = json.loads(source.content_json)
    fields = {}
    for one in get_translatable_fields(model):
        field, value = one.get_field(model), content.get(one.field_name)
        if isinstance(field, StreamField):
            fields[one.field_name] = drop_facts(field.stream_block, json.loads(value or "[]"))
        elif not field.one_to_many and find_field_kind(one, field) not in {FACT, OWN}:
            fields[one.field_name] = value
    texts = source.stringsegment_set.order_by("order").values_list("context__path", "string__data")
    related = source.relatedobjectsegment_set.order_by("order").values_list("context__path", "object_id")
    described = json.dumps([fields, list(texts), list(related)], sort_keys=True, default=str)
    return EDITION + hashlib.sha256(described.encode()).hexdigest()[1:]

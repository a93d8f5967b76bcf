"""Makes drafts of translations, submits them for moderation and publishes them."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.models import DraftStateMixin, Page, Revision, WorkflowState
from wagtail_localize.models import StringTranslation, Translation, TranslationLog

from cms.models.slugs import make_slug, suggest_slug
from cms.translation.models import TranslationState
from cms.translation.segments import make_rows
from cms.translation.states import count, identify_content

MAX_SLUG_LENGTH = 50


class NotReadyError(Exception):
    """A translation cannot be published as it is. Its text says why, for people."""


@transaction.atomic
def save_draft(translation: Translation, *, user: Any) -> Revision:
    """Save a draft of the page or snippet, with the source's text where a translation is missing.

    What is public stays as it is. Raises ValidationError if the result is not valid, and NotReadyError if its type has
    no drafts.
    """
    source, locale = translation.source, translation.target_locale
    state = count(translation)
    if not has_drafts(translation):
        raise NotReadyError(_("This has no drafts. Each text is kept, and readers see it once it is published."))
    instance = make_instance(translation)
    revision: Revision = instance.save_revision(user=user, log_action=True)
    state.draft, state.draft_content = revision, identify_content(source)
    state.save(update_fields=["draft", "draft_content"])
    TranslationLog.objects.create(source=source, locale=locale, revision=revision)
    return revision


def renew_draft(translation: Translation, *, user: Any) -> None:
    """Save a draft of what the screen shows, if somebody has changed that since the last one.

    Where only the original has changed, the last one stays: its texts are still those of an earlier original. Raises
    NotReadyError if a text cannot be used, or if a machine's translations are unread.
    """
    state = count(translation)
    contexts = translation.source.stringsegment_set.values("context")
    texts = StringTranslation.objects.filter(locale=translation.target_locale, context__in=contexts)
    if state.draft is None or (
        state.draft_content != identify_content(translation.source)
        and not texts.filter(updated_at__gt=state.draft.created_at).exists()
    ):
        return
    refuse_unready(state, with_gaps=True)
    save_draft(translation, user=user)


def has_drafts(translation: Translation) -> bool:
    """Whether what is translated has drafts. Menus and the texts of the site have none."""
    return issubclass(translation.source.specific_content_type.model_class() or object, DraftStateMixin)


def make_instance(translation: Translation) -> Any:
    """Return the translated page or snippet, not saved yet."""
    instance = translation.source.get_ephemeral_translated_instance(translation.target_locale, fallback=True)
    set_address(instance, translation)
    return instance


def set_address(instance: Any, translation: Translation) -> None:
    """Keep the address of a translation, unless somebody translates it. Of one that was never public, make it anew.

    It has the source's address by now if that was not translated, and that may be a new one.
    """
    if not hasattr(instance, "slug") or is_translated(translation, "slug"):
        return
    stored = type(instance)._default_manager.get(pk=instance.pk)
    instance.slug = stored.slug
    is_new = not (stored.live or stored.last_published_at or stored.first_published_at)
    if not is_new:
        return
    if isinstance(instance, Page) and is_translated(translation, "title"):
        instance.slug = suggest_slug(instance, stored.get_parent())
    elif not isinstance(instance, Page) and is_translated(translation, "name"):
        instance.slug = make_slug(instance.name)[:MAX_SLUG_LENGTH]


@transaction.atomic
def submit(translation: Translation, *, user: Any, with_gaps: bool = False) -> None:
    """Save a draft and hand it to the moderators, or hand it back to those who asked for changes.

    Raises NotReadyError if there is no workflow, or as ``prepare_publication`` does.
    """
    refuse_unready(count(translation), with_gaps=with_gaps)
    revision = save_draft(translation, user=user)
    instance = revision.as_object()
    workflow = instance.get_workflow()
    if workflow is None:
        raise NotReadyError(_("There is no moderation here. Ask somebody who may publish to look at it."))
    state = instance.current_workflow_state
    if state is None:
        workflow.start(instance, user)
    elif state.status == WorkflowState.STATUS_NEEDS_CHANGES:
        state.resume(user)


@transaction.atomic
def prepare_publication(translation: Translation, *, user: Any, with_gaps: bool = False) -> Revision:
    """Save the draft that is to be published. ``with_gaps`` shows the source's text where a translation is missing.

    Raises NotReadyError if something is missing otherwise, if a text cannot be used, or if a machine's translations are
    unread.
    """
    refuse_unready(count(translation), with_gaps=with_gaps)
    return save_draft(translation, user=user)


@transaction.atomic
def publish(translation: Translation, *, user: Any, with_gaps: bool = False) -> None:
    """Save a draft and publish it; see ``prepare_publication``. What has no drafts is saved as it is."""
    if has_drafts(translation):
        prepare_publication(translation, user=user, with_gaps=with_gaps).publish(user=user)
        return
    state = count(translation)
    refuse_unready(state, with_gaps=with_gaps)
    instance = make_instance(translation)
    instance.full_clean()
    instance.save()
    state.published_content = identify_content(translation.source)
    state.save(update_fields=["published_content"])


def refuse_unready(state: TranslationState, *, with_gaps: bool) -> None:
    refuse_errors(state.translation)
    refuse_unread(state)
    if not with_gaps:
        refuse_gaps(state)


def refuse_errors(translation: Translation) -> None:
    """Refuse texts that their fields would refuse: what somebody has written would be lost without a word."""
    source = translation.source
    wrong = StringTranslation.objects.filter(
        context__object_id=source.object_id, locale=translation.target_locale, has_error=True
    )
    segments = source.stringsegment_set.filter(context__in=wrong.values("context"))
    rows = [row for row in make_rows(translation, list(segments.select_related("string", "context"))) if row.errors]
    if rows:
        raise NotReadyError(" ".join(f"{row.label}: {' '.join(row.errors)}" for row in rows))


def refuse_gaps(state: TranslationState) -> None:
    if state.missing:
        message = ngettext(
            "%(number)d text is not translated. Translate it, or tick “with gaps”.",
            "%(number)d texts are not translated. Translate them, or tick “with gaps”.",
            state.missing,
        )
        raise NotReadyError(message % {"number": state.missing})


def refuse_unread(state: TranslationState) -> None:
    if state.unread:
        message = ngettext(
            "%(number)d text was translated by a machine, and nobody has confirmed it.",
            "%(number)d texts were translated by a machine, and nobody has confirmed them.",
            state.unread,
        )
        raise NotReadyError(message % {"number": state.unread})


def is_translated(translation: Translation, path: str) -> bool:
    """Whether the text of a field has a translation."""
    segments = translation.source.stringsegment_set.filter(context__path=path)
    return bool(segments.annotate_translation(translation.target_locale).exclude(translation=None).exists())

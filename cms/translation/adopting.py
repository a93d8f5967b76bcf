"""Takes over a translation that was written by hand: its texts become those of its screen."""

from collections import defaultdict
from typing import Any

from django.db import transaction
from wagtail_localize.models import StringTranslation, Translation, TranslationSource

from cms.translation.models import TranslationState
from cms.translation.places import shape
from cms.translation.states import count, count_later, identify_content, note_outdated
from cms.upstream.wagtail_localize import StringSegmentValue, extract_segments


@transaction.atomic
def adopt(source: Any, target: Any) -> Translation:
    """Let a page or snippet follow its original, and keep what its latest version says.

    A text is found by its block; where all blocks are others, by their order, if both have the same ones. What cannot
    be found stays to be translated. What is the same in both languages is taken for a gap if it has several words.
    """
    origin, _created = TranslationSource.update_or_create_from_instance(source)
    translation, _created = Translation.objects.update_or_create(
        source=origin, target_locale=target.locale, defaults={"enabled": True}
    )
    texts = find_texts(source, target.get_latest_revision_as_object())
    numbers: dict[str, int] = defaultdict(int)
    for segment in origin.stringsegment_set.select_related("string", "context").order_by("order"):
        path = segment.context.path
        found = texts.get((path, numbers[path]), "")
        numbers[path] += 1
        if found and not is_gap(found, segment.string.data):
            with count_later():
                StringTranslation.objects.update_or_create(
                    translation_of=segment.string,
                    context=segment.context,
                    locale=target.locale,
                    defaults={"data": found, "translation_type": StringTranslation.TRANSLATION_TYPE_MANUAL},
                )
    note_published(translation, target)
    return translation


def is_gap(text: str, source: str) -> bool:
    """Whether a text was probably never translated: it says the same in several words."""
    return text == source and " " in text and any(map(str.isalpha, text))


def find_texts(source: Any, target: Any) -> dict[tuple[str, int], str]:
    """Return the texts of a translation, by the path that each has in its source and its number there."""
    own, others = list_texts(source), list_texts(target)
    if [shape(path) for path, _data in own] == [shape(path) for path, _data in others]:
        others = [(path, data) for (path, _own), (_path, data) in zip(own, others, strict=True)]
    numbers: dict[str, int] = defaultdict(int)
    texts = {}
    for path, data in others:
        texts[path, numbers[path]] = data
        numbers[path] += 1
    return texts


def list_texts(instance: Any) -> list[tuple[str, str]]:
    segments = [one for one in extract_segments(instance) if isinstance(one, StringSegmentValue)]
    return [(one.path, one.string.data) for one in segments]


def note_published(translation: Translation, target: Any) -> None:
    """What is public says what its source says now, as far as its texts are known."""
    state: TranslationState = count(translation)
    state.published_content = (
        identify_content(translation.source) if getattr(target, "live", True) and not state.missing else ""
    )
    state.save(update_fields=["published_content"])
    note_outdated(state)

"""Translations that exist already: kept when their text moves, and offered where it occurs again."""

import difflib
from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple

from django.db.models import Exists, OuterRef, QuerySet
from wagtail.models import Locale
from wagtail_localize.models import StringSegment, StringTranslation, Translation, TranslationSource

from cms.translation.texts import to_text

# How much two texts must have in common for the translation of one to be a help with the other.
SIMILAR = 0.5


class Offer(NamedTuple):
    """``text`` is a translation of ``source``, which may differ from the text that it is offered for."""

    source: str
    text: str


def list_missing(source: TranslationSource, locale: Locale) -> "QuerySet[StringSegment]":
    """Return the texts of a source that have no translation."""
    own = StringTranslation.objects.filter(
        translation_of=OuterRef("string"), context=OuterRef("context"), locale=locale
    )
    segments = source.stringsegment_set.filter(~Exists(own))
    return segments.select_related("string", "context").order_by("order")


def keep_translations(translation: Translation) -> int:
    """Take over the translations of texts that have moved within their page or snippet; return how many."""
    source, locale = translation.source, translation.target_locale
    missing = list(list_missing(source, locale))
    known = {}
    for one in find_translations(missing, locale).filter(context__object_id=source.object_id).order_by("updated_at"):
        known[one.translation_of_id] = one
    kept = [
        StringTranslation(
            translation_of=segment.string,
            context=segment.context,
            locale=locale,
            data=same.data,
            translation_type=same.translation_type,
            tool_name=same.tool_name,
            last_translated_by_id=same.last_translated_by_id,
        )
        for segment in missing
        if (same := known.get(segment.string_id))
    ]
    StringTranslation.objects.bulk_create(kept)
    return len(kept)


def find_translations(segments: Iterable[StringSegment], locale: Locale) -> "QuerySet[StringTranslation]":
    return StringTranslation.objects.filter(
        translation_of__in=[segment.string_id for segment in segments],
        locale=locale,
        has_error=False,
        translation_type=StringTranslation.TRANSLATION_TYPE_MANUAL,
    )


def list_offers(translation: Translation, missing: list[StringSegment]) -> dict[int, list[Offer]]:
    """Return what could help with texts that have no translation, by the primary key of the segment.

    First the translations of the same text elsewhere, each once; else the one of the text that stood there before.
    """
    locale = translation.target_locale
    same: dict[int, dict[str, None]] = defaultdict(dict)
    for one in find_translations(missing, locale).order_by("-updated_at"):
        same[one.translation_of_id][one.data] = None
    earlier = list_earlier(translation)
    offers = {}
    for segment in missing:
        text = segment.string.data
        found = [Offer(text, data) for data in same[segment.string_id]]
        offers[segment.pk] = found or find_similar(text, earlier[segment.context_id])
    return offers


def list_earlier(translation: Translation) -> dict[int | None, list[Offer]]:
    """Return translations of texts that the source no longer has, by their context."""
    source = translation.source
    earlier = defaultdict(list)
    gone = StringTranslation.objects.filter(
        context__object_id=source.object_id, locale=translation.target_locale, has_error=False
    ).exclude(translation_of__in=source.stringsegment_set.values("string"))
    for one in gone.select_related("translation_of").order_by("-updated_at"):
        earlier[one.context_id].append(Offer(one.translation_of.data, one.data))
    return earlier


def find_similar(text: str, offers: list[Offer]) -> list[Offer]:
    """Return the offer whose source is most like a text, if it is like it at all."""
    words = to_text(text).split()
    rated = [
        (difflib.SequenceMatcher(None, words, to_text(offer.source).split(), autojunk=False).ratio(), offer)
        for offer in offers
    ]
    ratio, best = max(rated, key=lambda pair: pair[0], default=(0.0, None))
    return [best] if best and ratio >= SIMILAR else []

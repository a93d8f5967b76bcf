"""The texts of a translation as its screen shows them."""

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Field
from django.utils.functional import cached_property
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail_localize.models import StringSegment, StringTranslation, Translation

from cms.translation.checks import Message, Text, check_text
from cms.translation.memory import Offer, list_missing, list_offers
from cms.translation.models import GlossaryTerm
from cms.translation.places import Place, find_place, shape
from cms.translation.states import OPTIONAL
from cms.translation.texts import from_html, from_text, list_links, mark_changes, to_text


@dataclass
class Row:
    """A text of the source, and its translation if there is one."""

    segment: StringSegment
    translation: Translation
    place: Place
    is_rich: bool
    stored: StringTranslation | None = None
    glossary: list[GlossaryTerm] = field(default_factory=list)
    offers: list[Offer] = field(default_factory=list)
    # How many other child rows say the same in the same field, such as the place of other dates.
    repeated: int = 0

    @property
    def pk(self) -> int:
        return int(self.segment.pk)

    @property
    def is_optional(self) -> bool:
        return self.segment.context.path in OPTIONAL

    @property
    def label(self) -> str:
        label = _("Address") if self.is_optional else self.place.label
        if not self.repeated:
            return label
        message = ngettext("%(label)s, and %(number)d more", "%(label)s, and %(number)d more", self.repeated)
        return message % {"label": label, "number": self.repeated}

    @property
    def is_of_child(self) -> bool:
        """Whether this is a text of a child row, which is alike in many of them."""
        return "." in self.segment.context.path and isinstance(self.place.field, Field)

    @property
    def source(self) -> str:
        return str(self.segment.string.data)

    @property
    def source_html(self) -> SafeString:
        """The source as the screen shows it: inline elements only, which wagtail-localize has left."""
        return mark_safe(self.source)  # noqa: S308

    @property
    def data(self) -> str:
        return str(self.stored.data) if self.stored else ""

    @property
    def html(self) -> SafeString:
        return mark_safe(from_html(self.data, self.source))  # noqa: S308

    @property
    def text(self) -> str:
        return to_text(self.data)

    @property
    def links(self) -> dict[str, str]:
        return list_links(self.source) if self.is_rich else {}

    @property
    def is_machine_made(self) -> bool:
        machine = StringTranslation.TRANSLATION_TYPE_MACHINE
        return self.stored is not None and self.stored.translation_type == machine

    @cached_property
    def messages(self) -> list[Message]:
        return self.check(self.data) if self.data else []

    @property
    def errors(self) -> list[str]:
        """What keeps the translation from being used; also what publishing it found."""
        found = [message.text for message in self.messages if message.is_error]
        if not found and self.stored and self.stored.has_error:
            found = [self.stored.get_error() or _("This cannot be used. Please write it again.")]
        return found

    @property
    def warnings(self) -> list[str]:
        return [message.text for message in self.messages if not message.is_error]

    @property
    def state(self) -> str:
        if not self.data:
            return "optional" if self.is_optional else "missing"
        if self.errors:
            return "error"
        return "machine" if self.is_machine_made else "translated"

    @property
    def version(self) -> str:
        """Identifies what is stored, so that two people do not overwrite each other."""
        return self.stored.updated_at.isoformat() if self.stored else ""

    @property
    def max_length(self) -> int | None:
        """The most characters that the field takes; ``None`` if there is no limit, or if it counts those of HTML."""
        if self.is_rich:
            return None
        form_field = getattr(self.place.field, "field", self.place.field)  # of a block
        return getattr(form_field, "max_length", None)

    @property
    def is_long(self) -> bool:
        return len(self.source) > 90 or "<br" in self.source

    @property
    def shown_offers(self) -> list[dict[str, Any]]:
        """The offers as the screen shows them: where the source is not the same, with what has changed in it."""
        return [
            {
                "text": offer.text if self.is_rich else to_text(offer.text),
                "changes": mark_changes(offer.source, self.source) if offer.source != self.source else "",
            }
            for offer in self.offers
        ]

    def check(self, data: str) -> list[Message]:
        locale = self.translation.target_locale
        return check_text(Text(self.source, data, locale, self.place.field, self.is_rich, self.glossary))

    def clean(self, value: str) -> str:
        """Return what to keep of what somebody has written."""
        return from_html(value, self.source) if self.is_rich else from_text(value)


def list_rows(translation: Translation, instance: Any = None) -> list[Row]:
    """Return all texts of a translation, in the order of its source, those with an optional answer last.

    ``instance`` is the page or snippet as its source has it.
    """
    source, locale = translation.source, translation.target_locale
    segments = source.stringsegment_set.select_related("string", "context").order_by("order")
    offers = list_offers(translation, list(list_missing(source, locale)))
    rows = make_rows(translation, list(segments), instance)
    for row in rows:
        row.offers = offers.get(row.pk, [])
    return sorted(rows, key=lambda row: row.is_optional)


def make_rows(translation: Translation, segments: list[StringSegment], instance: Any = None) -> list[Row]:
    source, locale = translation.source, translation.target_locale
    instance = instance or source.as_instance()
    glossary = list(GlossaryTerm.objects.filter(locale=locale))
    rich = set(source.templatesegment_set.values_list("context", flat=True))
    stored = {
        (one.translation_of_id, one.context_id): one
        for one in StringTranslation.objects.filter(
            locale=locale, context__in={segment.context_id for segment in segments}
        ).select_related("last_translated_by", "translation_of", "context")
    }
    return [
        Row(
            segment,
            translation,
            place=find_place(instance, segment.context.path),
            is_rich=segment.context_id in rich,
            stored=stored.get((segment.string_id, segment.context_id)),
            glossary=glossary,
        )
        for segment in segments
    ]


def merge_repeated(rows: list[Row]) -> list[Row]:
    """Leave one of the texts that several child rows have, such as the dates of an event: it stands for all of them."""
    groups: dict[Any, list[Row]] = defaultdict(list)
    for row in rows:
        groups[(shape(row.segment.context.path), row.segment.string_id) if row.is_of_child else row.pk].append(row)
    shown = []
    for group in groups.values():
        row = next((one for one in group if one.state != "translated"), group[0])
        row.repeated = len(group) - 1
        shown.append(row)
    return shown


def list_repetitions(row: Row) -> list[StringSegment]:
    """Return the same text in the same field of other child rows, which is translated with this one."""
    if not row.is_of_child:
        return []
    same = row.translation.source.stringsegment_set.filter(string=row.segment.string_id).exclude(pk=row.pk)
    path = shape(row.segment.context.path)
    return [one for one in same.select_related("string", "context") if shape(one.context.path) == path]

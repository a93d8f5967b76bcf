"""PO files: texts for translators who work elsewhere, and what comes back, checked like everything else."""

from datetime import datetime
from typing import Any, NamedTuple

import polib
from django.db import transaction
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from wagtail_localize.models import StringTranslation, Translation

from cms.translation.saving import NotReadyError
from cms.translation.segments import Row, make_rows
from cms.translation.states import count
from cms.translation.texts import to_text

MAX_BYTES = 5_000_000
TRANSLATION_ID = "X-WagtailLocalize-TranslationID"


class Imported(NamedTuple):
    """How many texts were taken over, and what is wrong with the others, for people."""

    number: int
    problems: list[str]


def import_po(translation: Translation, file: Any, *, user: Any) -> Imported:
    """Take over the translations of a PO file: all that are right, in one transaction.

    What a field would refuse, whose links are not those of the source, or what somebody has changed since the file was
    made, is left out and named. Raises NotReadyError, and changes nothing, if the file cannot be read or is for
    something else.
    """
    rows = {
        (row.source, row.segment.context.path): row
        for row in make_rows(
            translation, list(translation.source.stringsegment_set.select_related("string", "context"))
        )
    }
    right: dict[int, tuple[Row, str]] = {}
    problems = []
    with transaction.atomic():
        entries = read(translation, file)
        exported = read_time(entries)
        for entry in entries:
            row = rows.get((entry.msgid, entry.msgctxt))
            if not entry.msgstr or entry.obsolete:
                continue
            if row is None:
                problems.append(_("“%(text)s” is not part of the original any more.") % {"text": entry.msgid[:60]})
                continue
            problem = find_problem(row, entry.msgstr, exported)
            if problem:
                problems.append(f"{row.label}: {problem}")
                continue
            right[row.pk] = row, entry.msgstr
        number = keep(translation, list(right.values()), user)
        count(translation)
    return Imported(number, problems)


def read(translation: Translation, file: Any) -> Any:
    if file is None:
        raise NotReadyError(_("Choose a PO file first."))
    if file.size > MAX_BYTES:
        raise NotReadyError(_("This file is too large for a PO file."))
    try:
        text = file.read().decode("utf-8-sig")
        entries = polib.pofile(text if "\n" in text else f"{text}\n")
    except (UnicodeDecodeError, OSError, ValueError) as error:
        raise NotReadyError(_("This is no PO file, or it is damaged.")) from error
    if entries.metadata.get(TRANSLATION_ID) != str(translation.uuid):
        raise NotReadyError(_("This PO file is for another page or language."))
    return entries


def read_time(entries: Any) -> datetime | None:
    """Return when a file was made; ``None`` if another program has not kept that."""
    try:
        time = parse_datetime(entries.metadata.get("POT-Creation-Date", ""))
    except ValueError:
        return None
    return time if time and time.tzinfo else None


def find_problem(row: Row, data: str, exported: datetime | None) -> str:
    """Return why a text cannot be taken over; an empty text if it can. ``exported`` is when the file was made."""
    if exported and row.stored and row.stored.updated_at > exported and row.data != data:
        return _("somebody has changed it since this file was made.")
    if row.clean(data if row.is_rich else to_text(data)) != data:
        return _("it has markup that the original does not have.")
    return " ".join(message.text for message in row.check(data) if message.is_error)


def keep(translation: Translation, texts: list[tuple[Row, str]], user: Any) -> int:
    """Store the texts that are not stored already, and return how many."""
    changed = [
        StringTranslation(
            translation_of=row.segment.string,
            context=row.segment.context,
            locale=translation.target_locale,
            data=data,
            translation_type=StringTranslation.TRANSLATION_TYPE_MANUAL,
            tool_name="PO",
            last_translated_by=user,
        )
        for row, data in texts
        if row.data != data or row.is_machine_made
    ]
    StringTranslation.objects.bulk_create(
        changed,
        update_conflicts=True,
        unique_fields=["locale", "translation_of", "context"],
        update_fields=[
            *("data", "translation_type", "tool_name", "last_translated_by"),
            *("has_error", "field_error", "updated_at"),
        ],
    )
    for title in StringTranslation.objects.filter(
        context__in=[one.context_id for one in changed if one.context.path == "title"], locale=translation.target_locale
    ):
        title.save()  # the page has it as the title of its draft
    return len(changed)

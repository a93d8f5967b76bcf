"""Suggestions of a machine for texts that have no translation.

The machine is one of wagtail-localize's providers (``WAGTAILLOCALIZE_MACHINE_TRANSLATOR``). What it suggests is used
only once a person has confirmed it.
"""

import logging
from typing import Any

import requests
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail_localize.models import StringTranslation, Translation

from cms.translation.memory import list_missing
from cms.translation.models import TranslationSettings
from cms.translation.saving import NotReadyError
from cms.translation.segments import Row, make_rows
from cms.translation.states import count
from cms.translation.texts import to_text
from cms.upstream.wagtail_localize import StringValue, get_machine_translator

logger = logging.getLogger(__name__)

# So many texts go in one request: long ones are refused or take too long.
BATCH = 20
QUOTA = {402, 403, 429}


def find_translator(translation: Translation) -> Any:
    """Return the machine for the languages of a translation; ``None`` without one, or if texts may not leave."""
    translator = get_machine_translator()
    if translator is None or not TranslationSettings.load().use_machine:
        return None
    allowed = translator.can_translate(translation.source.locale, translation.target_locale)
    return translator if allowed else None


def suggest(translation: Translation, *, user: Any) -> int:
    """Suggest translations of what has none, and return how many: all of them, or none if the machine fails.

    Raises NotReadyError if there is no machine, if it does not answer or answers nonsense.
    """
    translator = find_translator(translation)
    if translator is None:
        raise NotReadyError(_("Suggestions by a machine are not allowed here. An administrator can allow them."))
    rows = make_rows(translation, list(list_missing(translation.source, translation.target_locale)))
    wanted = [row for row in rows if not row.is_optional]
    found = [(row, data) for row, answer in ask(translator, translation, wanted) if (data := clean(row, answer))]
    with transaction.atomic():
        # Somebody may have translated one of them while the machine was at work.
        missing = set(list_missing(translation.source, translation.target_locale).values_list("pk", flat=True))
        found = [(row, data) for row, data in found if row.pk in missing]
        StringTranslation.objects.bulk_create(
            [
                StringTranslation(
                    translation_of=row.segment.string,
                    context=row.segment.context,
                    locale=translation.target_locale,
                    data=data,
                    translation_type=StringTranslation.TRANSLATION_TYPE_MACHINE,
                    tool_name=str(translator.display_name),
                    last_translated_by=user,
                )
                for row, data in found
            ],
            ignore_conflicts=True,
        )
        count(translation)
    return len(found)


def ask(translator: Any, translation: Translation, rows: list[Row]) -> list[tuple[Row, str]]:
    """Return what a machine answers for each text."""
    source, target = translation.source.locale, translation.target_locale
    answers: list[tuple[Row, str]] = []
    for start in range(0, len(rows), BATCH):
        batch = rows[start : start + BATCH]
        texts = [StringValue(row.source) for row in batch]
        try:
            found = translator.translate(source, target, texts)
            answers += [(row, read(found[text])) for row, text in zip(batch, texts, strict=True)]
        except requests.HTTPError as error:
            logger.warning("%s: %s", translator.display_name, error)
            is_quota = error.response is not None and error.response.status_code in QUOTA
            reason = _("its quota is used up, or it refuses us") if is_quota else _("it has a problem")
            raise NotReadyError(explain(translator, reason)) from error
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            logger.warning("%s answers what cannot be read: %r", translator.display_name, error)
            raise NotReadyError(explain(translator, _("its answer cannot be read"))) from error
        except requests.RequestException as error:
            logger.warning("%s: %s", translator.display_name, error)
            raise NotReadyError(explain(translator, _("it does not answer"))) from error
    return answers


def read(answer: StringValue) -> str:
    """Return the text of an answer; raise TypeError if it is none."""
    if not isinstance(answer.data, str):
        raise TypeError(f"{answer.data!r} is no text")
    return answer.data


def explain(translator: Any, reason: str) -> str:
    names = {"name": translator.display_name, "reason": reason}
    return _("No suggestions from %(name)s: %(reason)s. Nothing was changed; try again later.") % names


def clean(row: Row, answer: str) -> str:
    """Return what to keep of an answer; nothing if the field would refuse it, or if it only repeats the source."""
    data = row.clean(answer if row.is_rich else to_text(answer))
    if data == row.source or any(message.is_error for message in row.check(data)):
        return ""
    return data

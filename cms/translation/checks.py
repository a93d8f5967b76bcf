"""What is checked of each text that somebody translates. Errors keep it from being used, warnings only tell.

A check is a class with one method. ``CHECKS`` lists them in the order in which their messages appear.
"""

import re
from collections import Counter
from collections.abc import Sequence
from typing import Any, NamedTuple, Protocol

from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.db.models import Field, TextField
from django.utils.translation import gettext as _
from wagtail import blocks
from wagtail.models import Locale

from cms.translation.models import GlossaryTerm
from cms.translation.texts import list_links, to_text


class Text(NamedTuple):
    """A text to check: ``source`` and ``translation`` as they are kept, and what the text is for."""

    source: str
    translation: str
    locale: Locale
    field: "Field[Any, Any] | blocks.Block | None" = None
    is_rich: bool = False
    glossary: Sequence[GlossaryTerm] = ()


class Message(NamedTuple):
    text: str
    is_error: bool = False


class Check(Protocol):
    def run(self, text: Text) -> list[Message]:
        """Return what is wrong with a text."""


class FieldLimits:
    """The limits of the field in its own form: length, telephone number, email address and so on."""

    def run(self, text: Text) -> list[Message]:
        value = text.translation if text.is_rich else to_text(text.translation)
        try:
            if isinstance(text.field, Field):
                text.field.run_validators(value)
                # Django leaves the length of a text field to its form.
                if isinstance(text.field, TextField) and text.field.max_length and not text.is_rich:
                    MaxLengthValidator(text.field.max_length)(value)
            elif isinstance(text.field, blocks.FieldBlock) and not text.is_rich:
                text.field.clean(text.field.to_python(value))
        except ValidationError as error:
            return [Message(message, is_error=True) for message in error.messages]
        return []


class Links:
    """Every link of the source occurs once; a link that the source does not have leads nowhere."""

    def run(self, text: Text) -> list[Message]:
        before, after = list_links(text.source), list_links(text.translation)
        messages = [
            Message(_("The link “%(text)s” is missing.") % {"text": words})
            for key, words in before.items()
            if key not in after
        ]
        if after.keys() - before.keys():
            messages.append(Message(_("There is a link that the original does not have."), is_error=True))
        return messages


class Numbers:
    """Numbers, and so dates, times, prices and telephone numbers, are those of the source."""

    pattern = re.compile(r"\d+(?:[.,:/]\d+)*")

    def run(self, text: Text) -> list[Message]:
        before, after = (
            {re.sub(r"[.,]", "", number) for number in self.pattern.findall(to_text(html))}
            for html in (text.source, text.translation)
        )
        missing, added = ", ".join(sorted(before - after)), ", ".join(sorted(after - before))
        messages = [Message(_("Missing numbers: %(numbers)s.") % {"numbers": missing})] if missing else []
        return messages + (
            [Message(_("Numbers that are not in the original: %(numbers)s.") % {"numbers": added})] if added else []
        )


class Placeholders:
    """What a program fills in, such as ``{name}``, stays as it is."""

    pattern = re.compile(r"\{\w*\}|%\(\w+\)[sd]")

    def run(self, text: Text) -> list[Message]:
        before, after = (Counter(self.pattern.findall(html)) for html in (text.source, text.translation))
        if before == after:
            return []
        return [Message(_("Keep these as they are: %(names)s.") % {"names": ", ".join(before | after)}, is_error=True)]


class SameAsSource:
    """Several words that are the same in both languages were probably forgotten."""

    def run(self, text: Text) -> list[Message]:
        words = to_text(text.source).split()
        if len(words) < 3 or to_text(text.translation).split() != words:
            return []
        return [Message(_("This is the same as the original."))]


class TooLong:
    """A text that is much longer than the original may not fit where it is shown."""

    def run(self, text: Text) -> list[Message]:
        before, after = len(to_text(text.source)), len(to_text(text.translation))
        is_long = after > 40 and after > 2 * before
        return [Message(_("This is more than twice as long as the original."))] if is_long else []


class Glossary:
    """Words of the glossary are translated as it says."""

    def run(self, text: Text) -> list[Message]:
        source, translation = to_text(text.source), to_text(text.translation)
        return [
            Message(
                _("“%(term)s” is “%(translation)s” here. %(note)s")
                % {"term": entry.term, "translation": entry.forms[0], "note": entry.note}
            )
            for entry in text.glossary
            if contains(source, entry.term) and not any(contains(translation, form) for form in entry.forms)
        ]


def contains(text: str, words: str) -> bool:
    """Whether whole words occur in a text, with any capital letters."""
    return re.search(rf"(?<!\w){re.escape(words)}(?!\w)", text, re.IGNORECASE) is not None


CHECKS: list[Check] = [FieldLimits(), Placeholders(), Links(), Numbers(), SameAsSource(), TooLong(), Glossary()]


def check_text(text: Text) -> list[Message]:
    """Return what all checks say about a text, errors first."""
    messages = [message for check in CHECKS for message in check.run(text)]
    return sorted(messages, key=lambda message: not message.is_error)

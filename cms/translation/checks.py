"""What is checked of each text that somebody translates. Errors keep it from being used, warnings only tell.

A check is a class with one method. ``CHECKS`` lists them in the order in which their messages appear.
"""

from typing import Any, NamedTuple, Protocol

from django.core.exceptions import ValidationError
from django.db.models import Field
from django.utils.translation import gettext as _
from wagtail import blocks
from wagtail.models import Locale

from cms.translation.texts import list_links, to_text


class Text(NamedTuple):
    """A text to check: ``source`` and ``translation`` as they are kept, and what the text is for."""

    source: str
    translation: str
    locale: Locale
    field: "Field[Any, Any] | blocks.Block | None" = None
    is_rich: bool = False


class Message(NamedTuple):
    text: str
    is_error: bool = False


class Check(Protocol):
    def run(self, text: Text) -> list[Message]:
        """Return what is wrong with a text."""


class FieldLimits:
    """The limits of the field in its own form: length, telephone number, e-mail address and so on."""

    def run(self, text: Text) -> list[Message]:
        value = text.translation if text.is_rich else to_text(text.translation)
        try:
            if isinstance(text.field, Field):
                text.field.run_validators(value)
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


CHECKS: list[Check] = [FieldLimits(), Links()]


def check_text(text: Text) -> list[Message]:
    """Return what all checks say about a text, errors first."""
    messages = [message for check in CHECKS for message in check.run(text)]
    return sorted(messages, key=lambda message: not message.is_error)

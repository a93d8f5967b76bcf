"""What keeps a page or snippet from being published."""

from typing import Any

from django.core.exceptions import ValidationError
from wagtail import hooks
from wagtail.models import Revision


class RefusedError(ValidationError):
    """Publishing was refused; ``instance`` is the page or snippet."""

    def __init__(self, instance: Any, message: str, code: str | None = None) -> None:
        self.instance = instance
        super().__init__(message, code=code)


def ask_before_publication(revision: Revision, user: Any) -> None:
    """Let apps raise RefusedError, with the hook ``refuse_publication``, where somebody publishes or schedules a page.

    What was scheduled goes out at its time: nobody publishes it then, and nobody would mend it.
    """
    if user is not None:
        for refuse in hooks.get_hooks("refuse_publication"):
            refuse(revision, user)

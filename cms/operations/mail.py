"""Sends mail: only after the transaction it is about, and never to a log."""

import logging
from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Warning  # noqa: A004 - Django's name
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import connection, transaction

logger = logging.getLogger(__name__)

NOT_SENDING = {
    "cms.operations.mail.UnsentBackend": "EMAIL_URL is not set: no mail is sent, so nobody can reset a password.",
    "django.core.mail.backends.console.EmailBackend": "EMAIL_URL prints mail, and with it links to reset passwords.",
}


class AfterCommitBackend(BaseEmailBackend):
    """Sends with ``EMAIL_DELIVERY_BACKEND``, within a transaction only after its commit.

    A mail server takes time, during which SQLite would block all writers. A rollback sends nothing.
    """

    def __init__(self, fail_silently: bool = False, **kwargs: Any) -> None:
        super().__init__(fail_silently)
        self.options = kwargs

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Return the number of messages that were or will be sent. A failure after the commit is only logged."""
        messages = list(email_messages)
        if not connection.in_atomic_block:
            return self.deliver(messages)
        transaction.on_commit(lambda: self.deliver(messages), robust=True)
        return len(messages)

    def deliver(self, messages: list[EmailMessage]) -> int:
        backend = get_connection(settings.EMAIL_DELIVERY_BACKEND, fail_silently=self.fail_silently, **self.options)
        return backend.send_messages(messages) or 0


class UnsentBackend(BaseEmailBackend):
    """The backend if there is no mail server: it logs that mail was not sent, but not its content."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        recipients = sum(len(message.recipients()) for message in email_messages)
        logger.warning("Mail to %d recipients was not sent: set EMAIL_URL", recipients)
        return 0


def check_mail(**kwargs: Any) -> list[CheckMessage]:
    """System check: warn if mail is not sent."""
    problem = NOT_SENDING.get(settings.EMAIL_DELIVERY_BACKEND)
    hint = "Set EMAIL_URL to a mail server; .env.example has an example."
    return [Warning(problem, hint=hint, id="operations.W001")] if problem else []

"""A site that all tests of a module share: made once, and as it was at the beginning of each test."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.test import Client, TestCase

from tests.translation.editor import Editor


@contextmanager
def undone() -> Iterator[None]:
    """Take back what is written."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@contextmanager
def shared_editor(blocker: Any) -> Iterator[Editor]:
    """Let an administrator make the site of a module; ``blocker`` is ``django_db_blocker``."""
    with blocker.unblock(), undone():
        client = Client()
        client.force_login(User.objects.create_superuser("admin"))
        yield Editor(client, TestCase.captureOnCommitCallbacks)

"""Publishes with Wagtail, as an editor and a moderator would have done at the time."""

from __future__ import annotations

from datetime import datetime
from typing import Any, NamedTuple

from django.contrib.auth import get_user_model
from wagtail.models import Locale, Page

from cms.demo.dates import DemoCalendar
from cms.demo.references import References


class Desk(NamedTuple):
    """What every step needs: the rows so far, the dates, the languages and the users."""

    references: References
    calendar: DemoCalendar
    english: Locale
    welsh: Locale
    editor: Any
    moderator: Any


def find_users(editor: str, moderator: str) -> tuple[Any, Any]:
    users = get_user_model().objects
    return users.get(username=editor), users.get(username=moderator)


def publish(desk: Desk, row: Any, *, at: datetime) -> None:
    """Publish a saved page or snippet as if it had been written and published in the past.

    Wagtail uses the current time, so everything would be shown as updated today.
    """
    row.first_published_at = at
    revision = row.save_revision(user=desk.editor)
    revision.publish(user=desk.moderator, skip_permission_checks=True)
    type(revision).objects.filter(pk=revision.pk).update(created_at=at)
    stamps = {"last_published_at": at}
    if isinstance(row, Page):
        stamps["latest_revision_created_at"] = at
    type(row).objects.filter(pk=row.pk).update(**stamps)

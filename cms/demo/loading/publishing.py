"""Publishing through Wagtail, as an editor and a moderator would have done it at the time."""

from __future__ import annotations

from datetime import datetime
from typing import Any, NamedTuple

from django.contrib.auth import get_user_model
from wagtail.models import Locale, Page

from cms.demo.dates import DemoCalendar
from cms.demo.references import References


class Desk(NamedTuple):
    """What every step of the loading needs: the rows so far, the dates, the languages and who does it."""

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
    """Publish a saved page or snippet as if it had been written and published at a moment in the past.

    Wagtail stamps the hour of loading, with which everything would read as updated today.
    """
    row.first_published_at = at
    revision = row.save_revision(user=desk.editor)
    revision.publish(user=desk.moderator, skip_permission_checks=True)
    type(revision).objects.filter(pk=revision.pk).update(created_at=at)
    stamps = {"last_published_at": at}
    if isinstance(row, Page):
        stamps["latest_revision_created_at"] = at
    type(row).objects.filter(pk=row.pk).update(**stamps)

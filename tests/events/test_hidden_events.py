"""Events and meeting notes that readers cannot see any more: what names them leaves them out, everywhere."""

from collections.abc import Callable
from html import unescape
from typing import Any
from urllib.parse import unquote

import pytest
from wagtail.models import Page, PageViewRestriction

from blog.models import UpdateMeetingNotes, UpdatePage
from events.models import EventPage
from tests.factories import block, make_date, make_event, make_notes, make_update

pytestmark = pytest.mark.django_db

SECRET = "planted"
KEPT = "Seed swap"
FORMATS = ("html", "markdown", "db_html", "db_markdown")


def delete(page: Page) -> None:
    type(page).objects.get(pk=page.pk).delete()


def unpublish(page: Page) -> None:
    type(page).objects.get(pk=page.pk).unpublish()


def restrict(page: Page) -> None:
    PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)

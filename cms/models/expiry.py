"""Nothing is published whose expiry has passed: it would be public until the worker comes round."""

from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from wagtail.models import Revision

from cms.models.refusals import RefusedError


class ExpiredError(RefusedError):
    def __init__(self, instance: Any, expiry: datetime) -> None:
        message = _(
            "“%(title)s” was not published: its expiry, %(moment)s, has passed. Change the expiry or remove it, then "
            "publish again."
        )
        moment = date_format(timezone.localtime(expiry), "DATETIME_FORMAT")
        super().__init__(instance, message % {"title": instance, "moment": moment}, code="expired")


def refuse_expired(revision: Revision) -> None:
    """Raise ExpiredError if a revision that is about to be published has expired."""
    expiry = revision.content.get("expire_at")
    if isinstance(expiry, str):  # once it has been stored
        expiry = parse_datetime(expiry)
    if expiry and expiry <= timezone.now():
        raise ExpiredError(revision.content_object, expiry)

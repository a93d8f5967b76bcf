"""The checks of updates."""

from collections.abc import Iterator

from django.utils.formats import date_format
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from blog.models import UpdatePage
from blog.months import add_month
from cms.checking.checks import Check, Finding
from cms.checking.content import Content, Place


class MissingPicture(Check):
    name = "missing_picture"
    label = _("Updates without a picture")
    problem = _("The update has no main picture.")
    reason = _("In lists and shared links it stands out less than the others.")
    remedy = _("Choose a picture of what you write about.")

    def find(self, content: Content, loaded: None) -> Iterator[Finding]:
        if isinstance(content.page, UpdatePage) and not content.page.hero_image_id:
            yield Finding(Place("hero_image"))


class PastMonth(Check):
    """A month may be summed up in the next one; later than that, it is probably the wrong month."""

    name = "past_month"
    label = _("Updates for a month that is over")
    problem = _("It covers %(month)s, which is long past.")
    reason = _("Readers take it for old news, and the archive files it under that month.")
    remedy = _("Choose the month that you write about.")

    def find(self, content: Content, loaded: None) -> Iterator[Finding]:
        page = content.page
        if not isinstance(page, UpdatePage) or page.period is None or page.live or page.first_published_at:
            return
        if add_month(page.period, 2) <= localdate(content.moment):
            yield Finding(Place("period"), {"month": date_format(page.period, "F Y")})


CHECKS: list[type[Check]] = [MissingPicture, PastMonth]

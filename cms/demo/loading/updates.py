"""Monthly updates, news and stories."""

from __future__ import annotations

from datetime import date, datetime

from django.utils import translation
from django.utils.formats import date_format

from blog.models import RelatedUpdate, UpdateAuthor, UpdateMeetingNotes, UpdatePage, UpdateTopic
from cms.demo.content.almanac import MONTHS
from cms.demo.content.other_posts import MONTHS_AGO, OTHERS
from cms.demo.content.posts import DemoPost
from cms.demo.content.updates_keys import KEYS
from cms.demo.content.updates_latest import LATEST
from cms.demo.content.updates_map import MAP
from cms.demo.content.updates_roof import ROOF
from cms.demo.dates import shift_month
from cms.demo.loading.plans import PagePlan, Rows, refer_to, set_hero
from cms.demo.loading.publishing import Desk

MONTHLY = {**KEYS, **MAP, **ROOF, **LATEST}


def plan_updates(desk: Desk) -> list[PagePlan]:
    """Return the monthly updates, one for each month up to the latest, and the other posts."""
    plans = []
    for number, (key, post) in enumerate(MONTHLY.items()):
        period = desk.calendar.find_period(len(MONTHLY) - 1 - number)
        plans.append(_plan_post(desk, key, post, period=period, at=desk.calendar.publish_monthly(period)))
    for key, post in OTHERS.items():
        at = desk.calendar.publish_between(MONTHS_AGO[key])
        plans.append(_plan_post(desk, key, post, period=None, at=at))
    return plans


def _plan_post(desk: Desk, key: str, post: DemoPost, *, period: date | None, at: datetime) -> PagePlan:
    page = UpdatePage(title=post.title, slug=key, introduction=post.introduction, kind=post.kind, period=period)
    set_hero(desk, page, post.hero)
    rows = (
        Rows("authors", UpdateAuthor, "person", refer_to("person", post.authors)),
        Rows("topics", UpdateTopic, "topic", refer_to("topic", post.topics)),
        Rows("meeting_notes", UpdateMeetingNotes, "notes", refer_to("page", post.meeting_notes)),
        Rows("related_updates", RelatedUpdate, "update", refer_to("page", post.related)),
    )
    words = list_words(period, "en") if period else {}
    return PagePlan(key, "updates", page, at=at, body=post.body, words=words, rows=rows)


def list_words(period: date, language: str) -> dict[str, str]:
    """Return the replacements for the words in braces in the update of a month."""
    month, next_period = MONTHS[period.month], shift_month(period, 1)
    with translation.override(language):
        names = {"month": date_format(period, "F"), "next_month": date_format(next_period, "F")}
    jobs = {f"job_{number}": job for number, job in enumerate(MONTHS[next_period.month].jobs, start=1)}
    return {"opening": month.opening_cy if language == "cy" else month.opening, **names, **jobs}

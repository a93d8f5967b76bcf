"""Welsh pages: Wagtail's copies for translation, with the Welsh texts."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from wagtail.models import Page
from wagtail_localize.models import StringTranslation

from blog.models import UpdatePage
from cms.demo.content.events import EVENTS
from cms.demo.content.posts import WelshPost
from cms.demo.content.welsh_events import WELSH_EVENTS, WelshEvent
from cms.demo.content.welsh_pages import WELSH_INDEXES, WELSH_PAGES
from cms.demo.content.welsh_updates import WELSH_UPDATES
from cms.demo.content.welsh_work import BEGUN, CHANGED
from cms.demo.loading.plans import PagePlan, write_body
from cms.demo.loading.publishing import Desk, publish
from cms.demo.loading.updates import list_words
from cms.demo.references import SOURCE, make_key
from cms.translation.adopting import adopt
from cms.translation.creation import send_for_translation
from events.models import EventPage

LANGUAGE = "cy"
WELSH_POSTS: dict[str, WelshPost] = {**WELSH_PAGES, **WELSH_UPDATES}


def is_translated(plan: PagePlan) -> bool:
    return plan.key in WELSH_POSTS or plan.key in WELSH_INDEXES or plan.key in WELSH_EVENTS


def copy_pages(desk: Desk, plans: Iterable[PagePlan]) -> None:
    """Copy every page with a Welsh translation, as a draft below the copy of its parent."""
    for plan in filter(is_translated, plans):
        page = type(plan.page).objects.get(pk=plan.page.pk).copy_for_translation(desk.welsh)
        desk.references.add("page", plan.key, page, language=LANGUAGE)


def translate_pages(desk: Desk, plans: Iterable[PagePlan]) -> None:
    """Set the Welsh texts of the copies, and publish them at the same time as the English pages."""
    for plan in filter(is_translated, plans):
        # Reload it: only now does the row have its children, and only the draft has all fields of the English page.
        copy = type(plan.page).objects.get(pk=desk.references.find_row("page", plan.key, LANGUAGE).pk)
        page = copy.get_latest_revision_as_object()
        if plan.key in WELSH_EVENTS:
            _translate_event(page, plan.key, WELSH_EVENTS[plan.key])
            body = WELSH_EVENTS[plan.key].body
        elif plan.key in WELSH_INDEXES:
            page.title, page.slug, page.introduction = WELSH_INDEXES[plan.key]
            body = []
        else:
            _translate_post(page, WELSH_POSTS[plan.key])
            body = WELSH_POSTS[plan.key].body
        if body:
            words = list_words(page.period, LANGUAGE) if isinstance(page, UpdatePage) and page.period else {}
            page.body = write_body(desk, plan, body, language=LANGUAGE, words=words)
        _point_rows(desk, page, plan)
        page.draft_title = page.title
        publish(desk, page, at=plan.at)


def adopt_pages(desk: Desk, plans: Iterable[PagePlan]) -> None:
    """Let the Welsh pages follow the English ones, as those do that somebody has translated in the admin."""
    for plan in filter(is_translated, plans):
        source = type(plan.page).objects.get(pk=plan.page.pk)
        adopt(source, source.get_translation(desk.welsh))


def _translate_post(page: Any, post: WelshPost) -> None:
    page.title, page.slug, page.introduction = post.title, post.slug, post.introduction
    page.hero_alt, page.hero_caption = post.hero_alt, post.hero_caption


def _translate_event(page: EventPage, key: str, event: WelshEvent) -> None:
    page.title, page.slug, page.summary = event.title, event.slug, event.summary
    page.hero_alt, page.hero_caption = event.hero_alt, event.hero_caption
    page.venue_name, page.venue_address = event.venue
    page.access_notes, page.cost = event.access_notes, event.cost
    page.map_alt = event.map_alt
    numbers = {make_key(f"date/{key}/{number}"): number for number in range(len(EVENTS[key].dates))}
    for row in page.dates.all():
        row.note = EVENTS[key].dates[numbers[row.translation_key]].note_cy
        row.place = event.places.get(row.place, row.place)


def _point_rows(desk: Desk, page: Page, plan: PagePlan) -> None:
    """Make the child rows refer to Welsh people, topics and pages; drop a related update without Welsh."""
    for rows in plan.rows:
        manager = getattr(page, rows.relation)
        for row, ref in zip(list(manager.all()), rows.refs, strict=True):
            if rows.relation == "related_updates" and not desk.references.has(ref, LANGUAGE):
                manager.remove(row)
            else:
                setattr(row, rows.field, desk.references.find(ref, LANGUAGE))


def leave_work(desk: Desk) -> None:
    """Leave something to do for a translator: an outdated page and one in progress; many others are not translated."""
    source = desk.references.find_row("page", CHANGED.key, SOURCE)
    changed = UpdatePage.objects.get(pk=source.pk).get_latest_revision_as_object()
    changed.introduction = f"{changed.introduction} {CHANGED.sentence}"
    publish(desk, changed, at=changed.first_published_at)

    page = UpdatePage.objects.get(pk=desk.references.find_row("page", BEGUN.key, SOURCE).pk)
    [task] = [
        made
        for origin, [made] in send_for_translation(page, [desk.welsh], user=desk.editor).mappings.items()
        if origin.object_id == page.translation_key
    ]
    for segment in task.source.stringsegment_set.select_related("context"):
        if text := BEGUN.texts.get(segment.context.path):
            StringTranslation.objects.create(
                translation_of_id=segment.string_id,
                context=segment.context,
                locale=desk.welsh,
                data=text,
                translation_type=StringTranslation.TRANSLATION_TYPE_MANUAL,
            )

"""Events that no update announces, and announcing one in this month's."""

from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import CharField, Exists, F, OuterRef
from django.db.models.functions import Cast
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_POST
from wagtail.admin import messages
from wagtail.models import Page, ReferenceIndex

from blog.models import UpdateIndexPage, UpdatePage
from blog.starting import WEEKS, list_coming_events, make_block, start_update
from blog.starting_admin import list_archives
from events.models import EventPage

SHOWN = 10


def list_unannounced(archive: UpdateIndexPage) -> list[EventPage]:
    """Return the events of the coming weeks that no update announces, in no language: not even a draft."""
    same = Page.objects.filter(translation_key=OuterRef(OuterRef("translation_key")))
    announcements = ReferenceIndex.objects.filter(
        content_type=ContentType.objects.get_for_model(UpdatePage),
        to_content_type=ContentType.objects.get_for_model(Page),
        to_object_id__in=same.values(key=Cast("pk", CharField())),
    )
    coming = list_coming_events(archive.locale_id, WEEKS).filter(~Exists(announcements))
    coming = coming.annotate(next_start=F("dates__start")).defer_streamfields()
    found: dict[int, EventPage] = {}
    for event in coming[: SHOWN * 2]:
        found.setdefault(event.pk, event)
    return list(found.values())[:SHOWN]


@require_POST
def announce(request: HttpRequest, event_id: int) -> HttpResponse:
    """Add an event to this month's update, which is begun if need be, and lead to it."""
    event = get_object_or_404(EventPage, pk=event_id)
    archive = next((one for one in list_archives(request.user) if one.locale_id == event.locale_id), None)
    if archive is None or not list_coming_events(event.locale_id, WEEKS).filter(pk=event.pk).exists():
        raise PermissionDenied
    update, _is_new = start_update(archive, request.user)
    access = update.permissions_for_user(request.user)
    if not access.can_edit() or access.page_locked():
        messages.error(request, _("This update cannot be changed now: %(title)s.") % {"title": update.title})
        return redirect("wagtailadmin_home")
    add_event(update, event, request.user)
    messages.success(request, _("“%(title)s” is in this draft.") % {"title": event.title})
    return redirect("wagtailadmin_pages:edit", update.pk)


@transaction.atomic
def add_event(update: UpdatePage, event: EventPage, user: Any) -> None:
    """Add an event to the last block of events in the draft of an update, unless one of these has it already."""
    page = Page.objects.select_for_update().get(pk=update.pk).specific
    draft = page.get_latest_revision_as_object()
    raw = list(draft.body.raw_data)
    blocks = [child for child in raw if child["type"] == "events"]
    announced = {item["value"].get("page") for child in blocks for item in child["value"]["items"] if is_ours(item)}
    if event.pk in announced:
        return
    if not blocks:
        with override(update.locale.language_code):
            blocks.append(make_block("events", {"heading": _("Coming up"), "introduction": "", "items": []}))
        raw.append(blocks[0])
    blocks[-1]["value"]["items"].append(make_block("event", {"page": event.pk, "date": None}))
    for one in (draft, page):  # as its form does with a page that is not public
        one.body = draft.body.stream_block.to_python(raw)
    page.save(clean=False)
    draft.save_revision(user=user, log_action=True, clean=False)


def is_ours(item: Any) -> bool:
    return bool(item["type"] == "event")

"""What the panels of the dashboard list, each in the order in which somebody would see to it."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime
from typing import Any, NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.models import WorkflowState

from cms.dashboard.desk import RECENT, SOON, Desk, Thing
from cms.dashboard.moments import describe_moment


class Row(NamedTuple):
    """A thing, since when it is in this list, what was written about it, and the user who wrote or sent it."""

    thing: Thing
    since: datetime | None
    note: str = ""
    by: Any = None


class Group(NamedTuple):
    heading: Any
    rows: list[Row]


def list_own(desk: Desk) -> list[Group]:
    """Return what is the user's own: each thing once, first what asks for something to be done.

    What is scheduled is in a list of its own.
    """
    returned, sent = [], []
    for state in desk.submissions:
        thing = desk.things.get((state.base_content_type_id, state.object_id))
        if thing and state.status == WorkflowState.STATUS_NEEDS_CHANGES:
            returned.append(make_returned(thing, state))
        elif thing:
            sent.append(Row(thing, state.current_task_state and state.current_task_state.started_at))
    listed = {row.thing.key for row in [*returned, *sent]}
    rest = [thing for thing in desk.things.values() if thing.key not in listed]
    rest.sort(key=lambda thing: thing.edited_at.timestamp() if thing.edited_at else 0, reverse=True)
    own = [thing for thing in rest if desk.user.pk in {thing.owner, thing.edited_by} or thing.is_locked_by_user]
    drafts = [Row(thing, thing.edited_at) for thing in own if thing.is_draft and not thing.publish_at]
    others = [thing for thing in own if not thing.is_draft]
    recent = [thing for thing in others if thing.edited_by == desk.user.pk][: max(0, RECENT - len(drafts))]
    kept = [Row(thing, thing.edited_at) for thing in others if thing.is_locked_by_user or thing in recent]
    groups = [
        Group(gettext_lazy("Came back with a comment"), returned),
        Group(gettext_lazy("Sent for review"), sent),
        Group(gettext_lazy("Drafts"), drafts),
        Group(gettext_lazy("Edited last"), kept),
    ]
    return [group for group in groups if group.rows]


def make_returned(thing: Thing, state: WorkflowState) -> Row:
    task = state.current_task_state
    return Row(thing, task.finished_at, task.comment, task.finished_by) if task else Row(thing, None)


class Review(NamedTuple):
    """One thing that waits, and the titles of what is published with it."""

    row: Row
    items: list[str]


def list_reviews(desk: Desk) -> list[list[Review]]:
    """Return what waits for the user's decision, in bundles: a page together with its translations."""
    bundles: dict[Any, list[Review]] = defaultdict(list)
    for state in desk.reviews:
        if thing := desk.things.get((state.base_content_type_id, state.object_id)):
            since = state.current_task_state.started_at if state.current_task_state else None
            bundles[thing.group].append(Review(Row(thing, since, by=state.requested_by), desk.items[state.pk]))
    return list(bundles.values())


class Coming(NamedTuple):
    thing: Thing
    at: datetime
    text: str


def list_coming(desk: Desk) -> list[Coming]:
    """Return what is published or taken from readers by itself, as far as the user may change it, the next first."""
    found = list(find_coming(desk))
    return sorted((one for one in found if one.thing.url), key=lambda one: one.at)


def find_coming(desk: Desk) -> Iterator[Coming]:
    for thing in desk.things.values():
        if thing.publish_at:
            text = _("will be published %(moment)s") if thing.publish_at > desk.now else _("was due %(moment)s")
            yield Coming(thing, thing.publish_at, text % {"moment": describe_moment(thing.publish_at)})
        if thing.live and thing.expire_at and desk.now < thing.expire_at < desk.now + SOON:
            yield Coming(thing, thing.expire_at, _("expires %(moment)s") % {"moment": describe_moment(thing.expire_at)})

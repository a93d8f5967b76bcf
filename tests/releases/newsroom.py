"""Editors, a moderator and an administrator at work on posts, events and people, through the admin."""

import json
from collections import Counter
from datetime import timedelta
from typing import Any

import time_machine
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule
from wagtail.models import Page
from wagtail.test.utils.form_data import nested_form_data, rich_text, streamfield

from blog.models import UpdatePage
from cms.people.models import Person
from events.models import EventPage
from tests import factories
from tests.changes.commits import settle
from tests.changes.readers import QuickClient
from tests.releases import readers
from tests.releases.forms import read_form
from tests.releases.test_publishing import read_question
from tests.roles.acts import page_url, snippet_url
from tests.roles.test_roles import make_role

EDITOR, MODERATOR, ADMINISTRATOR = "Editors", "Moderators", "Administrators"
MOST = 4  # of each kind: copies and aliases are made up to here
numbers = st.integers(0, 50)
roles = st.sampled_from([EDITOR, EDITOR, MODERATOR, ADMINISTRATOR])
words = st.sampled_from(["ash", "birch", "cedar", "dogwood"])


class Newsroom(RuleBasedStateMachine):
    """What people do in any order, in a transaction that is rolled back.

    After each step, readers see what was approved, and whoever may not publish has changed nothing that they see.
    ``done`` counts the acts that changed anything, and ``shown`` those that changed what readers see.
    """

    done: Counter[str] = Counter()
    shown: Counter[str] = Counter()

    def __init__(self) -> None:
        super().__init__()
        self.atomic = transaction.atomic()
        self.atomic.__enter__()
        self.clock = time_machine.travel(timezone.now(), tick=True)
        self.traveller = self.clock.start()
        self.approved: dict[int, str] = {}
        self.seen: set[Any] = set()

    @initialize()
    def begin(self) -> None:
        self.clients = {role: QuickClient() for role in (EDITOR, MODERATOR, ADMINISTRATOR)}
        for role, client in self.clients.items():
            client.force_login(make_role(role, name=role.lower()))
        self.indexes = {
            UpdatePage: [factories.make_update_index(slug=slug) for slug in ("updates", "news")],
            EventPage: [factories.make_event_index(slug=slug) for slug in ("events", "meetings")],
        }
        person = factories.make_person("Mair")
        person.save_revision().publish()
        factories.make_person("Gwen", live=False).save_revision()
        event = factories.make_event(dates=[factories.make_date(days=300)])
        factories.make_event(live=False, dates=[factories.make_date(days=301)])
        factories.make_update(authors=[person], body=write_body(person, event))
        factories.make_update(live=False)
        self.public = self.look()
        self.state = read_state()

    def teardown(self) -> None:
        self.clock.stop()
        transaction.set_rollback(True)
        self.atomic.__exit__(None, None, None)

    # What holds after each step

    def look(self) -> dict[str, tuple[int, str]]:
        settle()
        return readers.read_everything(list_everything())

    def check(self, act: str, *, may_publish: bool) -> None:
        """Compare what readers see now with what they saw before the act, and with what was approved."""
        before, self.public = self.public, self.look()
        changed = [path for path, answer in self.public.items() if answer != before.get(path, answer)]
        appeared = [path for path in self.public.keys() - before.keys() if self.public[path][0] == 200]
        assert may_publish or not changed + appeared, (act, changed, appeared)
        if changed or appeared:
            self.shown[act] += 1
        before_state, self.state = self.state, read_state()
        if self.state != before_state:
            self.done[act] += 1
        for instance in list_everything():
            if instance.live:
                self.check_public(instance)

    def check_public(self, instance: Any) -> None:
        revision = find_source(instance).live_revision
        assert revision is not None, f"{instance!r} is public, and no revision of it is"
        content = json.dumps(revision.content, sort_keys=True)
        assert self.approved.setdefault(revision.pk, content) == content, f"What was approved of {instance!r} changed"
        state = (instance, revision.pk, *(self.public[path] for path in readers.list_addresses(instance)))
        if state in self.seen or instance != find_source(instance):
            return
        self.seen.add(state)
        published = revision.as_object()
        published.last_published_at = instance.last_published_at  # publishing sets it in the row, not in the revision
        own, approved = readers.read_content(instance), readers.read_content(published)
        different = {name: (own[name], approved[name]) for name in own if own[name] != approved[name]}
        assert not different, (instance, different)
        for path in readers.list_addresses(instance):
            if self.public[path][0] == 404 and isinstance(instance, Person):
                continue  # nothing public names them
            assert readers.read_as(published, path) == self.public[path], path

    # Acts

    def pick(self, number: int, *models: type[Any]) -> Any:
        """Return the latest version of one of the posts, events and people, or of those of some kinds."""
        everything = [one for one in list_everything() if isinstance(one, models or object)]
        return everything[number % len(everything)]

    def send(self, by: str, instance: Any, *, headers: Any = None, **changes: Any) -> Any:
        """Send the edit form of something as a role does."""
        if getattr(instance, "alias_of_id", None):
            return None
        latest = instance.get_latest_revision_as_object()
        form = {**read_form(self.clients[by], edit_path(instance), kind=kind_of(instance)), **write_streams(latest)}
        return self.clients[by].post(edit_path(instance), form | changes, headers=headers)

    @rule(number=numbers, role=roles, word=words)
    def edit(self, number: int, role: str, word: str) -> None:
        instance = self.pick(number)
        self.send(role, instance, **rename(instance, word))
        self.check("edit", may_publish=False)

    @rule(number=numbers, role=roles, word=words)
    def autosave(self, number: int, role: str, word: str) -> None:
        """Save as the browser does while somebody types: over the last revision, whosever it is."""
        instance = self.pick(number)
        if getattr(instance, "alias_of_id", None):
            return
        changes = {**rename(instance, word), "overwrite_revision_id": str(instance.latest_revision_id)}
        self.send(role, instance, headers={"Accept": "application/json"}, **changes)
        self.check("autosave", may_publish=False)

    @rule(post=numbers, other=numbers, role=roles)
    def show(self, post: int, other: int, role: str) -> None:
        """Let the draft of a post show a person and an event."""
        body = write_body(self.pick(other, Person), self.pick(other, EventPage))
        self.send(role, self.pick(post, UpdatePage), **write_stream(body))
        self.check("show", may_publish=False)

    @rule(number=numbers, role=roles)
    def submit(self, number: int, role: str) -> None:
        self.send(role, self.pick(number), **{"action-submit": "1"})
        self.check("submit", may_publish=False)

    @rule(number=numbers, role=roles, answer=st.sampled_from(["approve", "approve", "reject"]))
    def review(self, number: int, role: str, answer: str) -> None:
        """Approve or reject something that was submitted."""
        waiting = [one for one in list_everything() if one.workflow_in_progress]
        if not waiting:
            return
        act = {"action-workflow-action": "true", "workflow-action-name": answer}
        self.send(role, waiting[number % len(waiting)], **act)
        self.check(answer, may_publish=role != EDITOR and answer == "approve")

    @rule(number=numbers, role=roles, together=st.booleans())
    def publish(self, number: int, role: str, together: bool) -> None:
        """Publish something; of a page that shows drafts, alone or together with these."""
        self.press_publish(role, self.pick(number), together=together)
        self.check("publish", may_publish=role != EDITOR)

    @rule(number=numbers, role=roles, together=st.booleans())
    def schedule(self, number: int, role: str, together: bool) -> None:
        """Publish a page later. People have no schedule: their form would publish them now."""
        self.press_publish(
            role, self.pick(number, UpdatePage, EventPage), together=together, go_live_at=write_time(hours=1)
        )
        self.check("schedule", may_publish=False)

    @rule(number=numbers, role=roles)
    def expire(self, number: int, role: str) -> None:
        self.press_publish(role, self.pick(number, UpdatePage, EventPage), together=True, expire_at=write_time(hours=1))
        self.check("expire", may_publish=role != EDITOR)

    def press_publish(self, by: str, instance: Any, *, together: bool, **changes: Any) -> None:
        response = self.send(by, instance, **changes, **{"action-publish": "1"})
        if response is None or response.status_code != 302 or "/releases/publish/" not in response.url:
            return
        question = read_question(self.clients[by].get(response.url))
        self.clients[by].post(response.url, question if together else {**question, "item": []})

    @precondition(lambda self: any(map(is_due, list_everything())))
    @rule()
    def wait(self) -> None:
        """Let two hours pass, after which the worker publishes and unpublishes what is due."""
        due = {path for one in list_everything() if is_due(one) for path in readers.list_addresses(one)}
        self.traveller.shift(timedelta(hours=2))
        call_command("publish_scheduled")
        self.check("wait", may_publish=bool(due))

    @rule(number=numbers, role=roles)
    def unpublish(self, number: int, role: str) -> None:
        instance = self.pick(number)
        is_page = isinstance(instance, Page)
        path = page_url("unpublish", instance) if is_page else snippet_url(instance, "unpublish", instance.pk)
        self.clients[role].post(path, {})
        self.check("unpublish", may_publish=role != EDITOR)

    @rule(number=numbers, to=numbers, role=roles)
    def move(self, number: int, to: int, role: str) -> None:
        page = self.pick(number, UpdatePage, EventPage)
        self.clients[role].post(page_url("move_confirm", page, self.indexes[type(page)][to % 2]))
        self.check("move", may_publish=role != EDITOR)

    @rule(number=numbers, role=roles, alias=st.booleans())
    def copy(self, number: int, role: str, alias: bool) -> None:
        page = self.pick(number, UpdatePage, EventPage)
        if type(page).objects.count() >= MOST:
            return
        form = {"new_title": "Copy", "new_slug": "", "new_parent_page": str(page.get_parent().pk)}
        self.clients[role].post(page_url("copy", page), form | ({"alias": "on"} if alias else {}))
        self.check("alias" if alias else "copy", may_publish=alias and role != EDITOR)

    @rule(number=numbers, role=roles)
    def convert_alias(self, number: int, role: str) -> None:
        aliases = [one for one in list_everything() if getattr(one, "alias_of_id", None)]
        if not aliases:
            return
        self.clients[role].post(page_url("convert_alias", aliases[number % len(aliases)]))
        self.check("convert alias", may_publish=role != EDITOR)

    @rule(number=numbers, role=roles)
    def copy_person(self, number: int, role: str) -> None:
        person = self.pick(number, Person)
        if Person.objects.count() >= MOST:
            return
        form = read_form(self.clients[role], snippet_url(person, "copy", person.pk), kind="snippet")
        self.clients[role].post(snippet_url(person, "add"), {**form, "name": "Copy"})
        self.check("copy person", may_publish=False)


# Forms


def list_everything() -> list[Any]:
    """Return all posts, events and people as they are in the database."""
    return [one for model in readers.ENDPOINTS for one in model._default_manager.order_by("pk")]


def read_state() -> list[Any]:
    """Return what an act can change, in the lists of posts, events and people and in each of them."""
    return [
        (
            type(one),
            one.pk,
            one.live,
            one.expire_at,
            getattr(one, "path", None),
            getattr(one, "alias_of_id", None),
            [state.status for state in one.workflow_states.order_by("pk")],
            list(one.revisions.order_by("pk").values_list("content", "approved_go_live_at")[:50]),
        )
        for one in list_everything()
    ]


def find_source(instance: Any) -> Any:
    """Return the page that an alias shows, anything else itself."""
    while getattr(instance, "alias_of_id", None):
        instance = instance.alias_of.specific
    return instance


def is_due(instance: Any) -> bool:
    scheduled = instance.revisions.exclude(approved_go_live_at=None).exists()
    return scheduled or (instance.live and instance.expire_at is not None)


def kind_of(instance: Any) -> str:
    return "page" if isinstance(instance, Page) else "snippet"


def edit_path(instance: Any) -> str:
    return page_url("edit", instance) if isinstance(instance, Page) else snippet_url(instance, "edit", instance.pk)


def rename(instance: Any, word: str) -> dict[str, str]:
    return {"title": word} if isinstance(instance, Page) else {"role": word}


def write_time(*, hours: int) -> str:
    return timezone.localtime(timezone.now() + timedelta(hours=hours)).strftime("%Y-%m-%d %H:%M")


def write_body(person: Person, event: EventPage) -> list[Any]:
    hello = {"heading": "Say hello", "person": person.pk, "introduction": "", "own_words": "<p>Hello.</p>"}
    dates = {
        "heading": "Dates",
        "introduction": "",
        "items": [factories.block("event", {"page": event.pk, "date": None})],
    }
    return [factories.block("team_intro", hello), factories.block("events", dates)]


def write_streams(instance: Any) -> dict[str, str]:
    return write_stream(list(instance.body.raw_data)) if isinstance(instance, UpdatePage) else {}


def write_stream(blocks: list[Any]) -> dict[str, str]:
    """Return the form of a body that `write_body` made."""
    children = []
    for child in blocks:
        value = dict(child["value"])
        if child["type"] == "team_intro":
            value |= {"introduction": rich_text(value["introduction"]), "own_words": rich_text(value["own_words"])}
        else:
            value["items"] = streamfield(
                [(one["type"], {"page": one["value"]["page"], "date": ""}) for one in value["items"]]
            )
        children.append((child["type"], value))
    return nested_form_data({"body": streamfield(children)})

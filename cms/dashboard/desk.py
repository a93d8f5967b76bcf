"""What concerns one user: what is theirs, what waits for them, and what is going to happen.

Everything is loaded together, by a fixed number of statements.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from django.apps import apps
from django.conf import settings
from django.contrib.admin.utils import quote
from django.contrib.contenttypes.models import ContentType
from django.db.models import CharField, Exists, F, IntegerField, Model, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from wagtail.models import DraftStateMixin, GroupApprovalTask, Page, Revision, Task, TaskState, WorkflowState
from wagtail.permissions import policy_registry
from wagtail.snippets.models import get_snippet_models

from cms.bin.tree import leave_out_binned
from cms.releases.models import ReleaseItem
from cms.represent.visibility import live
from cms.upstream.django import capfirst

SOON = timedelta(days=14)
RECENT = 5
AT_MOST = 100  # drafts, the latest first

Key = tuple[int, str]


class Thing(NamedTuple):
    """A page or a snippet with drafts, as the dashboard names it; ``group`` is what its translations have in common."""

    key: Key
    title: str
    type_name: str
    language: str
    live: bool
    is_draft: bool
    is_locked_by_user: bool
    publish_at: datetime | None
    expire_at: datetime | None
    edited_at: datetime | None
    edited_by: int | None
    owner: int | None
    group: Any
    url: str | None


SNIPPET_COLUMNS = (
    *("thing_kind", "thing_key", "live", "has_unpublished_changes", "publish_at", "expire_at"),
    *("thing_language", "latest_revision__object_str", "latest_revision__created_at", "latest_revision__user"),
)


def list_draft_snippets() -> list[type[Model]]:
    return [model for model in get_snippet_models() if issubclass(model, DraftStateMixin)]


def list_other_tasks() -> list[Any]:
    """Return the kinds of tasks that apps add to Wagtail's."""
    return [model for model in apps.get_models() if issubclass(model, Task) and model not in {Task, GroupApprovalTask}]


def select_schedule(kind: int) -> Subquery:
    """Return when a revision of something will be published, as a column of its rows."""
    scheduled = Revision.objects.filter(
        base_content_type=kind, object_id=Cast(OuterRef("pk"), CharField()), approved_go_live_at__isnull=False
    )
    return Subquery(scheduled.order_by("approved_go_live_at").values("approved_go_live_at")[:1])


class Desk:
    def __init__(self, user: Any) -> None:
        self.user = user
        self.now = timezone.now()

    @cached_property
    def states(self) -> list[WorkflowState]:
        """What is under review and concerns the user, the longest first; ``may_review`` says that it waits for them."""
        own = Page.objects.filter(owner=self.user).values(key=Cast("pk", CharField()))
        is_own = Q(base_content_type=ContentType.objects.get_for_model(Page), object_id__in=own)
        may_review = Exists(TaskState.objects.filter(self.is_reviewable, pk=OuterRef("current_task_state")))
        found = WorkflowState.objects.active().annotate(may_review=may_review)
        found = found.filter(is_own | Q(requested_by=self.user) | Q(may_review=True))
        related = ("requested_by", "current_task_state__finished_by")
        return list(found.select_related(*related).order_by("current_task_state__started_at"))

    @property
    def is_reviewable(self) -> Q:
        """What the user may decide on, as a condition of the states of tasks."""
        condition = Q(task__groupapprovaltask__groups__user=self.user)
        if self.user.is_superuser:
            condition = Q(task__groupapprovaltask__isnull=False)
        for task in (task for model in list_other_tasks() for task in model._default_manager.filter(active=True)):
            condition |= Q(pk__in=task.get_task_states_user_can_moderate(self.user).values("pk"))
        return condition & Q(status=TaskState.STATUS_IN_PROGRESS, task__active=True)

    @property
    def submissions(self) -> list[WorkflowState]:
        """What the user has submitted, or somebody for them, that is not decided yet, the latest first."""
        return [state for state in reversed(self.states) if self.is_submission(state)]

    def is_submission(self, state: Any) -> bool:
        thing = self.things.get((state.base_content_type_id, state.object_id))
        return thing is not None and self.user.pk in {state.requested_by_id, thing.owner}

    @property
    def reviews(self) -> list[WorkflowState]:
        """What waits for a decision of the user, the longest first."""
        return [state for state in self.states if state.may_review]

    @cached_property
    def items(self) -> dict[int, list[str]]:
        """The titles of what is published with something under review, by the key of its workflow's state."""
        states = [review.pk for review in self.reviews]
        found: dict[int, list[str]] = {state: [] for state in states}
        if states:
            items = ReleaseItem.objects.filter(release__workflow_state__in=states).order_by("pk")
            for state, title in items.values_list("release__workflow_state", "revision__object_str"):
                found[state].append(title)
        return found

    @cached_property
    def things(self) -> dict[Key, Thing]:
        """All that is named, by the key of its base content type and its own."""
        named = {(state.base_content_type_id, state.object_id) for state in self.states}
        return {thing.key: thing for thing in [*self.load_pages(named), *self.load_snippets(named)]}

    @property
    def has_written(self) -> bool:
        """Whether the user has ever saved anything."""
        latest = any(thing.edited_by == self.user.pk for thing in self.things.values())
        return latest or Revision.objects.filter(user=self.user).exists()

    def load_pages(self, named: set[Key]) -> Iterable[Thing]:
        kind = ContentType.objects.get_for_model(Page).pk
        edited = Page.objects.filter(latest_revision__user=self.user).order_by("-latest_revision_created_at")
        owned = Page.objects.filter(owner=self.user).order_by("-latest_revision_created_at")
        drafts = Q(has_unpublished_changes=True)
        wanted = (
            Q(pk__in=[int(key) for content_type, key in named if content_type == kind])
            | Q(pk__in=edited.filter(drafts).values("pk")[:AT_MOST])
            | Q(pk__in=owned.filter(drafts).values("pk")[:AT_MOST])
            | Q(pk__in=edited.values("pk")[:RECENT])
            | Q(pk__in=Page.objects.filter(locked=True, locked_by=self.user).values("pk"))
            | self.select_coming(kind)
        )
        pages = leave_out_binned(Page.objects.filter(wanted, alias_of=None, depth__gt=1)).select_related("locale")
        policy = policy_registry.get_by_type(Page)
        for page in pages.annotate(edited_by=F("latest_revision__user"), publish_at=select_schedule(kind)):
            may_edit = policy.user_has_any_permission_for_instance(self.user, ["change", "publish"], page)
            yield Thing(
                key=(kind, str(page.pk)),
                title=page.get_admin_display_title(),
                type_name=capfirst(str(page.specific_class._meta.verbose_name)),
                language=page.locale.get_display_name(),
                live=page.live,
                is_draft=page.has_unpublished_changes,
                is_locked_by_user=page.locked and page.locked_by_id == self.user.pk,
                publish_at=page.publish_at,
                expire_at=page.expire_at,
                edited_at=page.latest_revision_created_at,
                edited_by=page.edited_by,
                owner=page.owner_id,
                group=page.translation_key,
                url=reverse("wagtailadmin_pages:edit", args=[page.pk]) if may_edit else None,
            )

    def select_coming(self, kind: int) -> Q:
        """Return what is scheduled or expires soon, as a condition of what has this base content type."""
        expires = Q(live(), expire_at__gt=self.now, expire_at__lt=self.now + SOON)
        scheduled = Revision.objects.filter(base_content_type=kind, approved_go_live_at__isnull=False)
        return expires | Q(pk__in=scheduled.values(key=Cast("object_id", IntegerField())))

    def load_snippets(self, named: set[Key]) -> Iterable[Thing]:
        queries = [self.select_snippets(model, named) for model in list_draft_snippets()]
        rows = queries[0].union(*queries[1:]) if queries else []
        names = {code: str(name) for code, name in settings.WAGTAIL_CONTENT_LANGUAGES}
        for kind, key, is_live, is_draft, publish_at, expire_at, language, title, edited_at, edited_by in rows:
            model: Any = ContentType.objects.get_for_id(kind).model_class()
            may_edit = policy_registry.get_by_type(model).user_has_any_permission(self.user, ["change", "publish"])
            address = model.snippet_viewset.get_url_name("edit")
            yield Thing(
                key=(kind, key),
                title=title or f"{model._meta.verbose_name} {key}",
                type_name=capfirst(str(model._meta.verbose_name)),
                language=names.get(language, language),
                live=is_live,
                is_draft=is_draft,
                is_locked_by_user=False,
                publish_at=publish_at,
                expire_at=expire_at,
                edited_at=edited_at,
                edited_by=edited_by,
                owner=None,
                group=(kind, key),
                url=reverse(address, args=[quote(key)]) if may_edit else None,
            )

    def select_snippets(self, model: Any, named: set[Key]) -> "QuerySet[Any]":
        kind = ContentType.objects.get_for_model(model).pk
        wanted = (
            Q(pk__in=[key for content_type, key in named if content_type == kind])
            | Q(has_unpublished_changes=True, latest_revision__user=self.user)
            | self.select_coming(kind)
        )
        language = F("locale__language_code") if hasattr(model, "locale") else Value("")
        found: QuerySet[Any] = model._default_manager.order_by().filter(wanted)
        return found.annotate(
            thing_kind=Value(kind),
            thing_key=Cast("pk", CharField()),
            thing_language=language,
            publish_at=select_schedule(kind),
        ).values_list(*SNIPPET_COLUMNS)

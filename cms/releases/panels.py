"""The panel of a page's form that lists what is published with it."""

from functools import cached_property
from typing import Any

from wagtail.admin.panels import Panel

from cms.releases import reviews
from cms.releases.models import Release
from cms.releases.shown import Shown, find_unpublished
from cms.releases.submissions import find_open_release


class ReleasePanel(Panel):
    """Lists what a page shows that is not public yet. Under review, the moderator can take things out.

    Autosave renders no panels, so it does not look for anything either.
    """

    class BoundPanel(Panel.BoundPanel):
        template_name = "releases/panel.html"

        @cached_property
        def release(self) -> Release | None:
            return find_open_release(self.instance)

        @cached_property
        def scheduled(self) -> Release | None:
            """The release that is published at a time that is set."""
            if not self.instance.go_live_at:
                return None
            return Release.objects.filter(page=self.instance.pk, state=Release.State.SCHEDULED).order_by("-pk").first()

        @cached_property
        def shown(self) -> Shown:
            revision = self.instance.latest_revision
            return find_unpublished(revision.as_object(), self.request) if revision else Shown([], [])

        @cached_property
        def rows(self) -> list[reviews.Row]:
            user = self.request.user
            if release := self.release or self.scheduled:
                return reviews.list_review(release, user)
            return [reviews.describe(one.instance, one.instance.latest_revision, user) for one in self.shown.items]

        @property
        def is_reviewing(self) -> bool:
            """Whether this user can approve the release."""
            task = self.release and self.instance.current_workflow_task
            actions = task.get_actions(self.instance, self.request.user) if task else []
            return any(name == "approve" for name, _label, _modal in actions)

        def is_shown(self) -> bool:
            if self.request is None or not self.instance.pk or self.instance.alias_of_id:
                return False
            if "application/json" in self.request.headers.get("Accept", ""):
                return False
            return bool(self.rows or self.shown.links)

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            context: dict[str, Any] = super().get_context_data(parent_context)
            return {
                **context,
                "is_reviewing": self.is_reviewing,
                "is_submitted": bool(self.release),
                "is_scheduled": bool(self.scheduled),
                "kept": reviews.KEPT,
                "links": self.shown.links,
                "rows": self.rows,
                "seen": (reviews.SEEN, reviews.write_seen(self.rows)),
            }

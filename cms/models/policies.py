"""Policies: how far a page or document has got. Open for comments, agreed by the organisation, or replaced.

A model derives from ``Policy``, adds ``replaced_by`` with ``replacement_key()``, and its forms show ``POLICY_FIELDS``.
"""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import Any

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cms.freshness.validity import limit_validity

# The dates of a policy, and the statuses that have them.
DATES = {
    "comments_until": {"draft_open_for_comments"},
    "agreed_on": {"agreed", "replaced"},
    "review_on": {"agreed"},
}
WRONG_DATES = {
    "comments_until": _("Only a draft has this date. Remove it, or change the status."),
    "agreed_on": _("Only a policy that was agreed has this date. Remove it, or change the status."),
    "review_on": _("Only an agreed policy has this date. Remove it, or change the status."),
}
POLICY_FIELDS = ("policy_status", *DATES, "replaced_by")


class PolicyStatus(models.TextChoices):
    DRAFT = "draft_open_for_comments", _("Draft, open for comments")
    AGREED = "agreed", _("Agreed")
    REPLACED = "replaced", _("Replaced")


class Policy(models.Model):
    """What may be a policy; without a ``policy_status`` it is none."""

    policy_status = models.CharField(
        _("status of the policy"),
        max_length=30,
        blank=True,
        default="",
        db_default="",
        choices=PolicyStatus,
        help_text=_("Leave empty if this is not a policy."),
    )
    comments_until = models.DateField(
        _("open for comments until"),
        null=True,
        blank=True,
        help_text=_("The last day on which comments are welcome. Say in the text how to send them."),
    )
    agreed_on = models.DateField(_("agreed on"), null=True, blank=True)
    review_on = models.DateField(
        _("review by"), null=True, blank=True, help_text=_("You are reminded by email a month before.")
    )

    policy_can_wait = False  # true while an editor saves or previews a draft

    class Meta:
        abstract = True

    def clean(self) -> None:
        super().clean()
        if self.comments_until and not self.policy_status:  # pages had this date before policies had a status
            self.policy_status = PolicyStatus.DRAFT
        if not self.policy_can_wait and (problems := self.find_policy_problems()):
            raise ValidationError(problems)

    def find_policy_problems(self) -> dict[str, Any]:
        """Return what does not go together, by field."""
        problems = {name: WRONG_DATES[name] for name, statuses in DATES.items() if self.has_wrong(name, statuses)}
        successor = getattr(self, "replaced_by", None)
        if self.policy_status == PolicyStatus.AGREED and not self.agreed_on:
            problems["agreed_on"] = _("Say when it was agreed.")
        if self.review_on and self.agreed_on and self.review_on <= self.agreed_on:
            problems.setdefault("review_on", _("The review comes after the day on which it was agreed."))
        if self.policy_status == PolicyStatus.REPLACED and successor is None:
            problems["replaced_by"] = _("Choose what replaces it.")
        elif self.policy_status != PolicyStatus.REPLACED and successor is not None:
            problems["replaced_by"] = _("Only a policy that is replaced has this. Remove it, or change the status.")
        elif successor is not None and self.is_among_successors(successor):
            problems["replaced_by"] = _("This cannot replace itself, not even by way of others.")
        return problems

    def has_wrong(self, name: str, statuses: set[str]) -> bool:
        return getattr(self, name) is not None and self.policy_status not in statuses

    def is_among_successors(self, successor: Any) -> bool:
        """Whether this, in any language, is what replaces ``successor`` in the end."""
        seen = set()
        while successor is not None and successor.pk not in seen:
            if self.is_same_policy(successor):
                return True
            seen.add(successor.pk)
            successor = successor.replaced_by
        return False

    def is_same_policy(self, other: Any) -> bool:
        key = getattr(self, "translation_key", None)
        return (self.pk is not None and self.pk == other.pk) or (key is not None and key == other.translation_key)

    # Content for readers

    @property
    def is_open_for_comments(self) -> bool:
        """Whether comments are welcome today; without a last day, as long as it is a draft."""
        until = self.comments_until
        return self.policy_status == PolicyStatus.DRAFT and (until is None or until >= timezone.localdate())

    @property
    def is_superseded(self) -> bool:
        """Whether something else holds instead: a search puts this below what still holds."""
        return self.policy_status == PolicyStatus.REPLACED

    def limit_to_comments(self, request: HttpRequest | None) -> None:
        """Declare that a response that shows this changes when comments close."""
        if self.comments_until and self.is_open_for_comments:
            limit_validity(request, begin_day(self.comments_until + timedelta(days=1)))


def begin_day(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def replacement_key(model: str) -> Any:
    """Return the field ``replaced_by`` of a model of policies."""
    return models.ForeignKey(
        model,
        verbose_name=_("replaced by"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )


def sort_policies(policies: Iterable[Any]) -> list[Any]:
    """Return policies by status, those open for comments first, then by title."""
    statuses = PolicyStatus.values
    return sorted(policies, key=lambda one: (statuses.index(one.policy_status), one.title.lower(), one.pk))


def list_policy_models() -> list[Any]:
    """Return the models whose objects may be policies."""
    return [model for model in apps.get_models() if issubclass(model, Policy)]

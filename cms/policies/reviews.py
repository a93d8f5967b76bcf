"""Which policies are due for review, who looks after them, and the emails that remind these people."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import QuerySet, Value
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.admin.mail import send_mail
from wagtail.models import Page
from wagtail.permissions import policy_registry
from wagtail.users.models import UserProfile

from cms.models.policies import PolicyStatus, list_policy_models
from cms.policies.models import ReviewReminder
from cms.represent.visibility import SITE_TREE, live

# How long before a review is due somebody is reminded.
NOTICE = timedelta(days=30)


def list_due() -> list[Any]:
    """Return the policies whose review is due within the time of notice or overdue, the most urgent first.

    Translations have the same day: the one in the site's language stands for all. If none is due, this is one query.
    """
    models = {model._meta.label: model for model in list_policy_models()}
    keys = [select_due(model).values_list(Value(label), "pk").order_by() for label, model in models.items()]
    found: dict[str, list[int]] = defaultdict(list)
    for label, pk in keys[0].union(*keys[1:], all=True):
        found[label].append(pk)
    due: list[Any] = []
    for label, pks in found.items():
        model = models[label]
        policies = model._default_manager.filter(pk__in=pks)
        if issubclass(model, Page):
            due += choose_languages(policies.select_related("locale", "owner"))
        else:
            due += policies.select_related("uploaded_by_user")
    return sorted(due, key=lambda policy: (policy.review_on, policy.pk))


def select_due(model: Any) -> "QuerySet[Any]":
    last = timezone.localdate() + NOTICE
    due = model._default_manager.filter(policy_status=PolicyStatus.AGREED, review_on__lte=last)
    return due.filter(live(), path__startswith=SITE_TREE, alias_of=None) if issubclass(model, Page) else due


def choose_languages(pages: Iterable[Any]) -> list[Any]:
    chosen: dict[Any, Any] = {}
    for page in sorted(pages, key=lambda page: (page.locale.language_code != settings.LANGUAGE_CODE, page.pk)):
        chosen.setdefault(page.translation_key, page)
    return list(chosen.values())


def find_owner(policy: Any) -> Any:
    """Return who made a page or uploaded a document, unless they have left."""
    owner = policy.owner if isinstance(policy, Page) else policy.uploaded_by_user
    return owner if owner and owner.is_active else None


def choose_own(user: Any, policies: Iterable[Any]) -> list[Any]:
    """Return the policies that a user is to review: their own, and where the owner has left, what they may publish."""
    policies = list(policies)
    left = choose_permitted(user, [policy for policy in policies if find_owner(policy) is None], "publish")
    return [policy for policy in policies if policy in left or find_owner(policy) == user]


def choose_permitted(user: Any, policies: Iterable[Any], action: str) -> set[Any]:
    """Return the policies on which a user has a permission, by one statement for each model.

    A document that somebody may change is public once they do.
    """
    by_model: dict[Any, dict[Any, Any]] = defaultdict(dict)
    for policy in policies:
        by_model[type(policy)][policy.pk] = policy
    chosen = set()
    for model, found in by_model.items():
        rules = policy_registry.get_by_type(model)
        actions = [action if issubclass(model, Page) else "change"]
        permitted = rules.instances_user_has_any_permission_for(user, actions).filter(pk__in=found)
        chosen |= {found[key] for key in permitted.values_list("pk", flat=True)}
    return chosen


def may_publish(user: Any, policy: Any) -> bool:
    action = "publish" if isinstance(policy, Page) else "change"
    rules = policy_registry.get_by_type(type(policy))
    return bool(rules.user_has_permission_for_instance(user, action, policy))


def find_reviewers(policy: Any) -> list[Any]:
    """Return who is reminded: the owner, or else those who may publish in that section, or else administrators."""
    rules = policy_registry.get_by_type(type(policy))
    owner = find_owner(policy)
    if owner and owner.email and rules.user_has_permission_for_instance(owner, "change", policy):
        return [owner]
    action = "publish" if isinstance(policy, Page) else "change"
    others = [user for user in rules.users_with_permission_for_instance(action, policy) if user.email]
    editors = [user for user in others if not user.is_superuser and may_publish(user, policy)]
    return editors or [user for user in others if user.is_superuser]


def send_reminders() -> None:
    """Remind those who look after policies of reviews, once for each day of a review."""
    due = list_due()
    known = set(ReviewReminder.objects.values_list("content_type", "object_id", "review_on")) if due else set()
    fresh = [policy for policy in due if (find_type(policy).pk, policy.pk, policy.review_on) not in known]
    if not fresh:
        return
    with transaction.atomic():  # emails leave after the commit
        waiting: dict[Any, list[Any]] = defaultdict(list)
        for policy in fresh:
            if claim(policy):
                for user in find_reviewers(policy):
                    waiting[user].append(policy)
        for user, policies in waiting.items():
            write_to(user, policies)


def find_type(policy: Any) -> ContentType:
    return ContentType.objects.get_for_model(type(policy))


def claim(policy: Any) -> bool:
    """Note that a reminder is sent, and return whether nobody else has sent it."""
    review: dict[str, Any] = {"object_id": policy.pk, "review_on": policy.review_on}
    return ReviewReminder.objects.get_or_create(content_type=find_type(policy), **review)[1]


def write_to(user: Any, policies: list[Any]) -> None:
    with override(UserProfile.get_for_user(user).get_preferred_language()):
        number = len(policies)
        subject = ngettext("%(number)d policy to review", "%(number)d policies to review", number)
        finder = AdminURLFinder(user)
        lines = []
        for policy in policies:
            address = finder.get_edit_url(policy)
            day = date_format(policy.review_on, "DATE_FORMAT")
            lines += [_("“%(title)s”: review by %(day)s") % {"title": policy.title, "day": day}]
            lines += [f"{settings.WAGTAILADMIN_BASE_URL}{address}" if address else "", ""]
        lines.append(_("When it has been reviewed, set the day of the next review, or the new status."))
        send_mail(subject % {"number": number}, "\n".join(lines), [user.email])


def is_overdue(day: date) -> bool:
    return day < timezone.localdate()

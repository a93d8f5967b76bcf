"""Policies in the admin: those to review on the dashboard, and a report of all."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.admin.ui.components import Component
from wagtail.models import Page
from wagtail.permissions import policy_registry

from cms.admin.listings import PAGE_ACTIONS
from cms.models.policies import PolicyStatus, list_policy_models, sort_policies
from cms.policies.reviews import choose_languages, choose_own, choose_permitted, find_owner, is_overdue, list_due
from cms.represent.visibility import SITE_TREE

ON_DASHBOARD = 5


class ReviewsPanel(Component):
    """On the dashboard: the policies that the user is to review soon."""

    name = "reviews"
    order = 260
    template_name = "policies/panel.html"

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        user = parent_context["request"].user
        shown = choose_own(user, list_due())[:ON_DASHBOARD]
        urls = find_urls(user, shown)
        return {
            "policies": [
                {"policy": policy, "url": urls.get(policy), "is_overdue": is_overdue(policy.review_on)}
                for policy in shown
            ],
        }


def find_urls(user: Any, policies: list[Any]) -> dict[Any, str | None]:
    """Return where the user edits each of the policies that they may edit."""
    finder = AdminURLFinder()
    return {policy: finder.get_edit_url(policy) for policy in choose_permitted(user, policies, "change")}


def may_see_report(user: Any) -> bool:
    return bool(policy_registry.get_by_type(Page).user_has_any_permission(user, PAGE_ACTIONS))


def show_report(request: HttpRequest) -> HttpResponse:
    """List the policies that the user may see in the admin, or with ``?status=`` those with one status.

    Translations are one policy.
    """
    if not may_see_report(request.user):
        raise PermissionDenied
    status = request.GET.get("status", "")
    statuses = [status] if status in PolicyStatus.values else PolicyStatus.values
    found = [policy for model in list_policy_models() for policy in list_policies(model, request.user, statuses)]
    policies = sort_policies(found)
    urls = find_urls(request.user, policies)
    context = {
        "header_title": _("Policies"),
        "page_title": _("Policies"),
        "header_icon": "clipboard-list",
        "rows": [describe(policy, urls.get(policy)) for policy in policies],
        "choices": [("", _("All")), *PolicyStatus.choices],
        "status": status,
    }
    return TemplateResponse(request, "policies/report.html", context)


def list_policies(model: Any, user: Any, statuses: list[str]) -> Any:
    rules = policy_registry.get_by_type(model)
    if issubclass(model, Page):
        mine = model._default_manager.filter(pk__in=rules.explorable_instances(user).values("pk"))
        found = mine.filter(path__startswith=SITE_TREE, alias_of=None, policy_status__in=statuses)
        return choose_languages(found.select_related("locale", "owner"))
    mine = rules.instances_user_has_any_permission_for(user, ["add", "change", "choose"])
    return mine.select_related("uploaded_by_user").filter(policy_status__in=statuses)


def describe(policy: Any, url: str | None) -> dict[str, Any]:
    is_page = isinstance(policy, Page)
    owner = find_owner(policy)
    return {
        "policy": policy,
        "title": policy.get_admin_display_title() if is_page else policy.title,
        "url": url,
        "kind": policy.locale.get_display_name() if is_page else _("Document"),
        "is_draft": is_page and not policy.live,
        "is_overdue": bool(policy.review_on and is_overdue(policy.review_on)),
        "owner": (owner.get_full_name() or owner.get_username()) if owner else "",
    }

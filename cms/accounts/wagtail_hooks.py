from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.widgets import Button

from cms.accounts.demand import find_deadline, note_demands
from cms.accounts.factors import may_remove_factors, remove_factors
from cms.accounts.log import prune_log, register_actions
from cms.accounts.panels import DemandPanel
from cms.accounts.passwords import send_password_reset

hooks.register("register_log_actions", register_actions)
hooks.register("run_every_minute", prune_log)
hooks.register("run_every_minute", note_demands)


@hooks.register("register_tasks")
def register_tasks() -> list[tuple[Any, Any, Any]]:
    return [(send_password_reset, _("Send a link for a new password"), None)]


@hooks.register("register_account_menu_item")
def link_second_factors(request: HttpRequest) -> dict[str, Any]:
    return {
        "url": reverse("mfa_index"),
        "label": _("Passkeys and codes"),
        "help_text": _("Sign in without a password, or with a second step, and see where you are signed in."),
    }


@hooks.register("register_admin_urls")
def register_admin_urls() -> list[URLPattern]:
    return [path("users/<int:pk>/second-factors/", remove_factors, name="remove_second_factors")]


@hooks.register("register_user_listing_buttons")
def offer_removing_factors(user: Any, request_user: Any) -> Iterator[Button]:
    if may_remove_factors(request_user, user):
        url = reverse("remove_second_factors", args=[user.pk])
        yield Button(_("Take away the second factors"), url, icon_name="key", priority=40)


@hooks.register("construct_homepage_panels")
def remind_of_second_factor(request: HttpRequest, panels: list[Any]) -> None:
    if deadline := find_deadline(request.user):
        panels.append(DemandPanel(deadline))

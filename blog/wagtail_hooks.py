from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.signals import init_new_page

from blog.admin import UpdateListing
from blog.api import UpdatesAPIViewSet
from blog.models import UpdatePage
from blog.months import prefill_month

init_new_page.connect(prefill_month, dispatch_uid="month of an update")


@hooks.register("register_admin_viewset")
def register_update_listing() -> UpdateListing:
    return UpdateListing()


@hooks.register("register_api_endpoints")
def register_endpoints() -> list[tuple[str, Any]]:
    return [("updates", UpdatesAPIViewSet)]


@hooks.register("register_start_tasks", order=1)
def register_start_tasks() -> list[tuple[Any, str, Any]]:
    return [
        (UpdatePage, "updates:choose_parent", _("Write an update")),
        (UpdatePage, "importing_bring", _("Bring in a document")),
    ]


@hooks.register("register_stylesheets")
def register_stylesheets() -> list[str]:
    return ["blog/css/blog.css"]

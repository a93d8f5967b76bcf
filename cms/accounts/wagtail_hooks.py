from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import hooks

from cms.accounts.passwords import send_password_reset


@hooks.register("register_tasks")
def register_tasks() -> list[tuple[Any, Any, Any]]:
    return [(send_password_reset, _("Send a link for a new password"), None)]

"""Devices on which somebody has signed in before, which a flood of guesses from elsewhere does not keep out.

The browser keeps a signed cookie for it: the keys of the accounts, of those among them that have signed in and not only
chosen a new password, and a name of the device. It opens nothing; whoever
has it only gets attempts of their own (the "device cookies" of OWASP).
"""

import secrets
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core import signing
from django.db.models import Q
from django.http import HttpRequest, HttpResponseBase

COOKIE = "known_device"
SALT = "cms.limits.devices"
YEAR = 365 * 24 * 3600
MOST_ACCOUNTS = 8


def read_device(request: HttpRequest) -> dict[str, Any] | None:
    try:
        device: dict[str, Any] = signing.loads(request.COOKIES.get(COOKIE, ""), salt=SALT, max_age=YEAR)
    except signing.BadSignature:
        return None
    return device


def remember_device(request: HttpRequest, response: HttpResponseBase, user: Any, *, has_signed_in: bool = True) -> None:
    """Note in the browser that this account signed in with it, or at least chose a new password."""
    device = read_device(request) or {"device": secrets.token_urlsafe(12)}
    for name in ("accounts", "signed_in") if has_signed_in else ("accounts",):
        device[name] = [user.pk, *(key for key in device.get(name, []) if key != user.pk)][:MOST_ACCOUNTS]
    response.set_cookie(
        COOKIE,
        signing.dumps(device, salt=SALT),
        max_age=YEAR,
        path=settings.SESSION_COOKIE_PATH,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def find_device(request: HttpRequest, name: str, *, has_signed_in: bool = False) -> str | None:
    """Return the device of a request if the account of this name is known on it, or has even signed in with it."""
    device = read_device(request)
    if device is None:
        return None
    accounts = device.get("signed_in" if has_signed_in else "accounts", [])
    users = get_user_model().objects.filter(Q(username__iexact=name) | Q(email__iexact=name), pk__in=accounts)
    return f"device {device['device']}" if users.exists() else None

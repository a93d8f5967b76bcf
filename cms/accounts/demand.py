"""The demand for a second factor of whoever can publish (``SECOND_FACTOR_DEMANDED``)."""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import wraps
from http import HTTPStatus
from typing import Any

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import get_user_model
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from cms.accounts.models import SecondFactorDemand

FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
# What somebody without a second factor needs to add one, or to leave.
OPEN = (
    *("mfa_", "account_reauthenticate", "usersessions_list", "wagtailadmin_login", "wagtailadmin_logout"),
    *("wagtailadmin_password_reset", "wagtailadmin_sprite", "wagtailadmin_javascript_catalog"),
)


def list_publishers() -> QuerySet[Any]:
    """Return the accounts that can change what readers see."""
    publish = Q(is_superuser=True)
    publish |= Q(user_permissions__codename__startswith="publish_")
    publish |= Q(groups__permissions__codename__startswith="publish_")
    publish |= Q(groups__page_permissions__permission__codename="publish_page")
    return get_user_model().objects.filter(publish, is_active=True).distinct()


def note_demands() -> None:
    """Note since when each account that can publish has been asked for a second factor; the worker does it."""
    if not settings.SECOND_FACTOR_DEMANDED:
        SecondFactorDemand.objects.all().delete()
        return
    publishers = set(list_publishers().values_list("pk", flat=True))
    known = set(SecondFactorDemand.objects.values_list("user_id", flat=True))
    SecondFactorDemand.objects.filter(user_id__in=known - publishers).delete()
    new = [SecondFactorDemand(user_id=key) for key in publishers - known]
    SecondFactorDemand.objects.bulk_create(new, ignore_conflicts=True)


def find_deadline(user: Any) -> datetime | None:
    """Return until when an account can do without a second factor; ``None`` if it has one, or needs none."""
    if not settings.SECOND_FACTOR_DEMANDED or not user.is_authenticated:
        return None
    demands = SecondFactorDemand.objects.filter(user_id=user.pk)
    has_factor = Authenticator.objects.filter(user_id=user.pk, type__in=FACTORS)
    since = demands.exclude(user_id__in=has_factor.values("user_id")).values_list("since", flat=True).first()
    return since + timedelta(days=settings.SECOND_FACTOR_DAYS) if since else None


def demand_second_factor(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Lead whoever must have a second factor, and has had time to add one, to where they add it."""

    @wraps(view)
    def demand(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not settings.SECOND_FACTOR_DEMANDED or is_open(request):
            return view(request, *args, **kwargs)
        deadline = find_deadline(request.user)
        if deadline is None or timezone.now() < deadline:
            return view(request, *args, **kwargs)
        if request.method != "GET" or "text/html" not in request.headers.get("Accept", "text/html"):
            return HttpResponse(status=HTTPStatus.FORBIDDEN)
        messages.warning(request, _("You can publish, so you need a passkey or an app. Add one, then go on."))
        return redirect("mfa_index")

    return demand


def is_open(request: HttpRequest) -> bool:
    return bool(request.resolver_match and (request.resolver_match.url_name or "").startswith(OPEN))

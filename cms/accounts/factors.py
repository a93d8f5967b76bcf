"""Taking away the factors of somebody who has lost them, by an administrator."""

from typing import Any

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from cms.accounts.log import FACTOR_REMOVED, log_factor
from cms.accounts.models import MAY_READ
from cms.accounts.sessions import end_sessions


def may_remove_factors(user: Any, owner: Any) -> bool:
    """Whether somebody may take away another's factors: only administrators those of administrators."""
    return bool(user.pk != owner.pk and user.has_perm(MAY_READ) and (user.is_superuser or not owner.is_superuser))


def remove_factors(request: HttpRequest, pk: int) -> HttpResponse:
    """Take all factors of an account away and end its sessions, after asking."""
    owner = get_object_or_404(get_user_model(), pk=pk)
    if not may_remove_factors(request.user, owner):
        raise PermissionDenied
    factors = list(Authenticator.objects.filter(user=owner))
    if request.method == "POST":
        for factor in factors:
            log_factor(FACTOR_REMOVED, owner, factor.type, request)
            factor.delete()
        end_sessions(owner, UserSession.objects.purge_and_list(owner))
        messages.success(request, _("The account can sign in with its password alone now."))
        return redirect("wagtailusers_users:edit", pk)
    context = {"title": _("Take away the second factors"), "owner": owner, "factors": factors}
    return render(request, "accounts/remove_factors.html", context)

"""Where somebody is signed in, and how they end it."""

from typing import Any

from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from cms.accounts.log import log_ended_sessions


def end_sessions(user: Any, sessions: Any) -> int:
    """End sessions of an account, and log it."""
    ended = [session.ip for session in sessions]
    for session in sessions:
        session.end()
    if ended:
        log_ended_sessions(user, ended)
    return len(ended)


@login_required
def manage_sessions(request: HttpRequest) -> HttpResponse:
    """List the sessions of an account; end one of them, or all others."""
    sessions = sorted(UserSession.objects.purge_and_list(request.user), key=lambda one: one.created_at, reverse=True)
    if request.method == "POST":
        others = [session for session in sessions if session.session_key != request.session.session_key]
        key = request.POST.get("session", "")
        if end_sessions(request.user, [one for one in others if key in {"", str(one.pk)}]):
            messages.success(request, _("Signed out there."))
        return redirect("usersessions_list")
    context = {
        "title": _("Where you are signed in"),
        "sessions": sessions,
        "current": request.session.session_key,
    }
    return render(request, "accounts/sessions.html", context)

"""Writes what happens to accounts into their log."""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.contrib.contenttypes.models import ContentType
from django.db.models import Q
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext, override
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import LogActionRegistry, LogFormatter, get_active_log_context, log

from cms.accounts.models import AccountLogEntry
from cms.limits.clients import identify_client

SIGN_IN = "accounts.sign_in"
FAILURE = "accounts.sign_in_failed"
REFUSAL = "accounts.attempts_refused"
ROLES = "accounts.change_roles"

FACTOR_ADDED = "accounts.add_factor"
FACTOR_REMOVED = "accounts.remove_factor"
CODE_FAILED = "accounts.code_failed"
SESSIONS_ENDED = "accounts.end_sessions"

ACTIONS = {
    SIGN_IN: _("Sign in"),
    FAILURE: _("Sign in: failed"),
    REFUSAL: _("Sign in: too many attempts"),
    ROLES: _("Change roles"),
    FACTOR_ADDED: _("Add a second factor"),
    FACTOR_REMOVED: _("Remove a second factor"),
    CODE_FAILED: _("Sign in: wrong code"),
    SESSIONS_ENDED: _("End sessions"),
}


class AccountFormatter(LogFormatter):
    """Says what happened, from where, and what changed."""

    def format_message(self, entry: AccountLogEntry) -> str:
        words = str(ACTIONS[entry.action])
        if address := entry.data.get("address"):
            words = gettext("%(action)s, from %(address)s") % {"action": words, "address": address}
        details = [f"+ {name}" for name in entry.data.get("added", [])]
        details += [f"- {name}" for name in entry.data.get("removed", [])]
        return f"{words}: {', '.join(details)}" if details else words


def register_actions(actions: LogActionRegistry) -> None:
    actions.register_model(get_user_model(), AccountLogEntry)
    for action, label in ACTIONS.items():
        actions.register_action(action)(type("Formatter", (AccountFormatter,), {"label": label}))


def find_user(name: str) -> Any:
    """Return the account that a name or an address of mail means, if it is one."""
    users = list(get_user_model().objects.filter(Q(username__iexact=name) | Q(email__iexact=name))[:2]) if name else []
    return users[0] if len(users) == 1 else None


def read_address(request: HttpRequest | None) -> dict[str, str]:
    return {"address": identify_client(request)} if request is not None and request.META else {}


def log_sign_in(sender: Any, request: HttpRequest | None, user: Any, **kwargs: Any) -> None:
    log(user, SIGN_IN, user=user, data=read_address(request))


def log_failure(sender: Any, credentials: dict[str, Any], request: HttpRequest | None = None, **kwargs: Any) -> None:
    log_attempt(FAILURE, str(credentials.get("username") or credentials.get("email") or ""), request)


def log_refusal(sender: Any, request: HttpRequest, name: str, **kwargs: Any) -> None:
    log_attempt(REFUSAL, name, request)


def log_attempt(action: str, name: str, request: HttpRequest | None) -> None:
    """Log who tried to sign in to what. Nobody has signed in, so nobody did it."""
    user = find_user(name)
    data = read_address(request)
    if user is not None:
        AccountLogEntry.objects.log_action(user, action, data=data)
        return
    with override(settings.LANGUAGE_CODE):
        AccountLogEntry.objects.create(
            content_type=ContentType.objects.get_for_model(get_user_model()),
            label=gettext("Unknown name"),
            action=action,
            timestamp=timezone.now(),
            data=data,
        )


def log_roles(user: Any, added: list[str], removed: list[str]) -> None:
    if added or removed:
        actor = get_active_log_context().user
        log(user, ROLES, user=actor, data={"added": sorted(added), "removed": sorted(removed)})


def log_groups(sender: Any, instance: Any, action: str, reverse: bool, pk_set: set[Any] | None, **kwargs: Any) -> None:
    """Log that an account joined groups or left them, from either side."""
    if action not in {"post_add", "post_remove", "pre_clear"}:
        return
    if action == "pre_clear":
        pk_set = set((instance.user_set if reverse else instance.groups).values_list("pk", flat=True))
    if reverse:
        pairs = [(user, [instance.name]) for user in get_user_model().objects.filter(pk__in=pk_set or ())]
    else:
        pairs = [(instance, list(Group.objects.filter(pk__in=pk_set or ()).values_list("name", flat=True)))]
    for user, names in pairs:
        log_roles(user, *((names, []) if action == "post_add" else ([], names)))


# What makes somebody an administrator, or keeps them out, by field.
FLAGS = {"is_superuser": _("administrator"), "is_active": _("active")}


def keep_flags(sender: Any, instance: Any, raw: bool = False, update_fields: Any = None, **kwargs: Any) -> None:
    """Note before an account is saved what it was."""
    if raw or instance.pk is None or (update_fields is not None and not FLAGS.keys() & set(update_fields)):
        instance.flags_before = None
        return
    instance.flags_before = sender.objects.filter(pk=instance.pk).values(*FLAGS).first()


def log_flags(sender: Any, instance: Any, created: bool, raw: bool = False, **kwargs: Any) -> None:
    before = {"is_superuser": False, "is_active": True} if created else getattr(instance, "flags_before", None)
    if raw or before is None:
        return
    with override(settings.LANGUAGE_CODE):
        changed = {name: str(words) for name, words in FLAGS.items() if getattr(instance, name) != before[name]}
    log_roles(
        instance,
        [words for name, words in changed.items() if getattr(instance, name)],
        [words for name, words in changed.items() if not getattr(instance, name)],
    )


# Of django-allauth, in the words of the log
FACTORS = {"totp": _("authenticator app"), "webauthn": _("passkey"), "recovery_codes": _("recovery codes")}


def log_factor(action: str, user: Any, kind: str, request: HttpRequest | None = None) -> None:
    """Log that a factor was added or removed, by its owner or an administrator."""
    actor = getattr(request, "user", None)
    with override(settings.LANGUAGE_CODE):
        change = {"added" if action == FACTOR_ADDED else "removed": [str(FACTORS[kind])]}
    log(user, action, user=actor if getattr(actor, "pk", None) else None, data={**read_address(request), **change})


def log_added_factor(sender: Any, request: HttpRequest, user: Any, authenticator: Any, **kwargs: Any) -> None:
    log_factor(FACTOR_ADDED, user, authenticator.type, request)


def log_removed_factor(sender: Any, request: HttpRequest, user: Any, authenticator: Any, **kwargs: Any) -> None:
    log_factor(FACTOR_REMOVED, user, authenticator.type, request)


def log_wrong_code(sender: Any, request: HttpRequest, user: Any, **kwargs: Any) -> None:
    AccountLogEntry.objects.log_action(user, CODE_FAILED, data=read_address(request))


def log_ended_sessions(user: Any, addresses: list[str]) -> None:
    log(user, SESSIONS_ENDED, data={"removed": addresses})


def prune_log() -> None:
    """Delete entries older than ``ACCOUNT_LOG_DAYS``."""
    before = timezone.now() - timedelta(days=settings.ACCOUNT_LOG_DAYS)
    AccountLogEntry.objects.filter(timestamp__lt=before).delete()

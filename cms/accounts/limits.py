"""How often codes and passkeys may be tried, and passwords by people who are signed in."""

from django.http import HttpRequest

from cms.limits.forms import HOUR, LIMITS, MINUTE, SECOND_STEPS, SUBJECTS, TOGETHER, Limit
from cms.upstream.allauth import unstash_login


def find_pending_account(request: HttpRequest) -> str:
    """Return the name of the account whose password was right."""
    login = unstash_login(request, peek=True)
    return login.user.get_username() if login and login.user else ""


def declare_limits() -> None:
    LIMITS.update(
        {
            "mfa_authenticate": Limit(20, 15 * MINUTE),
            "mfa_login_webauthn": Limit(60, 15 * MINUTE),
            "mfa_reauthenticate": Limit(20, 15 * MINUTE),
            "mfa_reauthenticate_webauthn": Limit(60, 15 * MINUTE),
            "account_reauthenticate": Limit(20, 15 * MINUTE),
        }
    )
    TOGETHER["mfa_authenticate"] = Limit(30, HOUR)
    SUBJECTS["mfa_authenticate"] = find_pending_account
    SECOND_STEPS.add("mfa_authenticate")

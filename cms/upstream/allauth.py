"""django-allauth: the steps of a sign-in behind a form of ours. Import it only after the models are loaded."""

from allauth.account.internal.flows.login import perform_password_login
from allauth.account.internal.stagekit import unstash_login
from allauth.account.models import Login
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm

from cms.upstream.parts import Part

PARTS = [
    Part(
        "allauth.account.internal.flows.login.perform_password_login(request, credentials, login)",
        "The form of the admin leads to the second step of an account that has one.",
    ),
    Part(
        "allauth.account.internal.stagekit.unstash_login",
        "Codes are counted for the account that the password was right for.",
    ),
    Part("allauth.account.models.Login", "As the first."),
    Part("allauth.mfa.base.forms.AuthenticateForm", "A code is taken once.", ("clean_code(self)",)),
    Part("allauth.mfa.base.forms.ReauthenticateForm", "As above.", ("clean_code(self)",)),
]

__all__ = ["PARTS", "AuthenticateForm", "Login", "ReauthenticateForm", "perform_password_login", "unstash_login"]

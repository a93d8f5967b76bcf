"""Addresses of signing in, below the admin's; they come before Wagtail's own."""

from typing import Any

from allauth.account.views import reauthenticate
from allauth.mfa.base import views as base
from allauth.mfa.recovery_codes import views as recovery_codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as webauthn
from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.generic import RedirectView
from wagtail.admin.auth import require_admin_access
from wagtail.admin.views import account

from cms.accounts import reports
from cms.accounts.languages import speak_the_browsers_language
from cms.accounts.passkeys import PasskeySignInView
from cms.accounts.passwords import PasswordResetConfirmView
from cms.accounts.sessions import manage_sessions
from cms.accounts.sign_in import SignInView
from cms.upstream.wagtail import decorate_urlpatterns

sign_in = SignInView.as_view()


def titled(address: str, view: Any, name: str, title: Any) -> URLPattern:
    """Return the address of a screen of django-allauth, which has no title of its own."""
    return path(f"account/two-factor/{address}", view.as_view(extra_context={"title": title}), name=name)


# Before anybody has signed in
entrance = [
    path("login/", sign_in, name="wagtailadmin_login"),
    path("login/", sign_in, name="account_login"),  # what django-allauth calls it
    path("password_reset/", account.PasswordResetView.as_view(), name="wagtailadmin_password_reset"),
    path("password_reset/done/", account.PasswordResetDoneView.as_view(), name="wagtailadmin_password_reset_done"),
    path(
        "password_reset/confirm/<uidb64>/<token>/",
        PasswordResetConfirmView.as_view(),
        name="wagtailadmin_password_reset_confirm",
    ),
    path(
        "password_reset/complete/",
        account.PasswordResetCompleteView.as_view(),
        name="wagtailadmin_password_reset_complete",
    ),
    path("account/two-factor/authenticate/", base.authenticate, name="mfa_authenticate"),
    path("account/two-factor/passkeys/login/", PasskeySignInView.as_view(), name="mfa_login_webauthn"),
]
# By people who have
managed = [
    path("account/confirm/", reauthenticate, name="account_reauthenticate"),
    path("account/sessions/", manage_sessions, name="usersessions_list"),
    path("account/two-factor/confirm/", base.reauthenticate, name="mfa_reauthenticate"),
    path("account/two-factor/passkeys/confirm/", webauthn.reauthenticate_webauthn, name="mfa_reauthenticate_webauthn"),
    path("account/two-factor/passkeys/", RedirectView.as_view(pattern_name="mfa_index"), name="mfa_list_webauthn"),
    path("account/two-factor/codes/file/", recovery_codes.download_recovery_codes, name="mfa_download_recovery_codes"),
    titled("", base.IndexView, "mfa_index", _("Passkeys and codes")),
    titled("passkeys/add/", webauthn.AddWebAuthnView, "mfa_add_webauthn", _("Add a passkey")),
    titled("passkeys/<int:pk>/", webauthn.EditWebAuthnView, "mfa_edit_webauthn", _("Rename a passkey")),
    titled("passkeys/<int:pk>/remove/", webauthn.RemoveWebAuthnView, "mfa_remove_webauthn", _("Remove a passkey")),
    titled("app/", totp.ActivateTOTPView, "mfa_activate_totp", _("Set up an app")),
    titled("app/remove/", totp.DeactivateTOTPView, "mfa_deactivate_totp", _("Remove the app")),
    titled("codes/", recovery_codes.ViewRecoveryCodesView, "mfa_view_recovery_codes", _("Recovery codes")),
    titled("codes/new/", recovery_codes.GenerateRecoveryCodesView, "mfa_generate_recovery_codes", _("Make new codes")),
]

urlpatterns = decorate_urlpatterns(
    [
        *decorate_urlpatterns(entrance, speak_the_browsers_language),
        *decorate_urlpatterns([*managed, *reports.urlpatterns], require_admin_access),
    ],
    never_cache,
)

"""Adding a passkey, and signing in with it alone."""

from typing import Any

from allauth.mfa.webauthn.forms import AddWebAuthnForm as BaseForm
from allauth.mfa.webauthn.forms import EditWebAuthnForm as BaseEditForm
from allauth.mfa.webauthn.views import LoginWebAuthnView
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _


class AddPasskeyForm(BaseForm):
    """Proposes that the key signs in alone; whoever has one without PIN or fingerprint takes the tick away."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("Name")
        choice = self.fields["passwordless"]
        choice.label, choice.initial = _("Sign in with it alone"), True
        choice.help_text = _("Without this it is a second step after your password.")


class EditPasskeyForm(BaseEditForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("Name")


class PasskeySignInView(LoginWebAuthnView):
    """Anybody can ask for a challenge, which is kept in a session: one that nobody answers does not last."""

    seconds = 10 * 60

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        request.session.set_expiry(self.seconds)
        return super().get(request, *args, **kwargs)

    def form_valid(self, form: Any) -> HttpResponse:
        self.request.session.set_expiry(None)
        return super().form_valid(form)

"""Adding a passkey."""

from typing import Any

from allauth.mfa.webauthn.forms import AddWebAuthnForm as BaseForm
from allauth.mfa.webauthn.forms import EditWebAuthnForm as BaseEditForm
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

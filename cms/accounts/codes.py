"""Codes of authenticator apps and recovery codes."""

from typing import Any

from allauth.mfa.totp import forms as totp
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from cms.limits.counting import Window, count
from cms.upstream import allauth

DAY = 24 * 3600


def clean_code(form: Any, code: str) -> str:
    """Refuse a code that was taken already: whoever reads it over somebody's shoulder has it too late.

    It is the same with dashes and other signs, which are not compared. It counts for the next day too, as it may be
    taken just before midnight.
    """
    written = "".join(filter(str.isalnum, code)).lower()
    today = Window.of(DAY)
    days = (today, today._replace(number=today.number + 1))
    if max(count("code", f"{form.user.pk} {written}", day) for day in days) > 1:
        raise ValidationError(_("This code has been used. Wait for the next one."))
    return code


class CodeForm(forms.Form):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].label = _("Code")
        self.fields["code"].widget.attrs.update(placeholder="", autocomplete="one-time-code", inputmode="numeric")


class ActivateTOTPForm(CodeForm, totp.ActivateTOTPForm):
    """Sets an app up."""


class AuthenticateForm(CodeForm, allauth.AuthenticateForm):
    def clean_code(self) -> str:
        return clean_code(self, super().clean_code())


class ReauthenticateForm(CodeForm, allauth.ReauthenticateForm):
    def clean_code(self) -> str:
        return clean_code(self, super().clean_code())

"""Signing in with a name and a password, which may lead to a second step."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth import get_user_model
from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.auth import LoginForm
from wagtail.admin.views import account

from cms.upstream.allauth import Login, perform_password_login


class SignInForm(LoginForm):
    """Takes the address of an account for its name, where only one has it."""

    error_messages = {
        **LoginForm.error_messages,
        "invalid_login": _("The name and the password do not match. Please try again."),
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["username"].label = _("User name or email address")
        self.fields["username"].widget.attrs.update(autocomplete="username webauthn", placeholder="")
        self.fields["password"].label = _("Password")
        self.fields["password"].widget.attrs.update(autocomplete="current-password", placeholder="")

    def clean_username(self) -> str:
        typed: str = self.cleaned_data["username"]
        if "@" not in typed:
            return typed
        users = get_user_model().objects
        names = list(users.filter(username=typed).values_list("username", flat=True))
        names = names or list(users.filter(email__iexact=typed, is_active=True).values_list("username", flat=True)[:2])
        return names[0] if len(names) == 1 else typed

    def get_invalid_login_error(self) -> forms.ValidationError:
        return forms.ValidationError(self.error_messages["invalid_login"], code="invalid_login")


class SignInView(account.LoginView):
    """The form of the admin; with a second factor it leads to the next step."""

    def get_form_class(self) -> type[SignInForm]:
        return SignInForm

    def form_valid(self, form: Any) -> HttpResponse:
        user = form.get_user()
        self.request.session.set_expiry(settings.SESSION_COOKIE_AGE if form.cleaned_data.get("remember") else 0)
        login = Login(user=user, redirect_url=self.get_success_url())
        response: HttpResponse = perform_password_login(self.request, {"username": user.get_username()}, login)
        return response

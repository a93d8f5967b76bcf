"""Signing in with a name and a password."""

from typing import Any

from django.http import HttpResponse
from wagtail.admin.views import account

from cms.limits.devices import remember_device


class SignInView(account.LoginView):
    def form_valid(self, form: Any) -> HttpResponse:
        response = super().form_valid(form)
        remember_device(self.request, response, form.get_user())
        return response

"""How django-allauth works here: nobody signs up, and the device of a sign-in is remembered."""

import ipaddress
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cms.limits.clients import identify_client
from cms.limits.devices import remember_device


class AccountAdapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        """Return the address as limits know it; that of a network where a client has one, and not only a host."""
        try:
            return str(ipaddress.ip_network(identify_client(request)).network_address)
        except ValueError:  # behind a socket
            return "0.0.0.0"  # noqa: S104 - no address to bind

    def respond_user_inactive(self, request: HttpRequest, user: Any) -> HttpResponse:
        messages.error(request, _("You cannot sign in with this account. Ask an administrator."))
        return redirect("wagtailadmin_login")

    def post_login(self, request: HttpRequest, user: Any, **kwargs: Any) -> HttpResponse:
        response: HttpResponse = super().post_login(request, user, **kwargs)
        remember_device(request, response, user)
        return response


class SecondFactorAdapter(DefaultMFAAdapter):
    error_messages = {**DefaultMFAAdapter.error_messages, "incorrect_code": gettext_lazy("Incorrect code.")}

    def get_totp_issuer(self) -> str:
        """Return what an authenticator app shows above the code."""
        return str(settings.WAGTAIL_SITE_NAME)

    def generate_authenticator_name(self, user: Any, type: Any) -> str:  # noqa: A002 - upstream's name
        return _("My passkey")

"""Forgotten passwords. Whether an address has an account shows neither in words nor in how long the answer takes."""

from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.utils.translation import get_language, override
from django_tasks import task
from wagtail.admin.forms.auth import PasswordResetForm
from wagtail.admin.views import account

from cms.limits.devices import remember_device


@task(backend="background")
def send_password_reset(email: str, language: str) -> None:
    """Send a link for a new password to each account of an address, if there is any."""
    form = PasswordResetForm({"email": email})
    if form.is_valid():
        with override(language):
            form.save(
                domain_override=settings.BASE_URL.partition("://")[2],
                use_https=settings.HTTPS,
                email_template_name=account.PasswordResetView.email_template_name,
                subject_template_name=account.PasswordResetView.subject_template_name,
            )


class QueuedPasswordResetForm(PasswordResetForm):
    """Leaves it to the worker to look for accounts, and to make and send the link."""

    def save(self, *args: Any, **kwargs: Any) -> None:
        send_password_reset.enqueue(self.cleaned_data["email"], get_language() or settings.LANGUAGE_CODE)


class PasswordResetConfirmView(account.PasswordResetConfirmView):
    """The device that the mail was read on is known from now on: whoever guesses elsewhere is not in its way."""

    def form_valid(self, form: Any) -> HttpResponse:
        response = super().form_valid(form)
        remember_device(self.request, response, self.user, has_signed_in=False)
        return response

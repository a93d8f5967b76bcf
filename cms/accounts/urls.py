"""Addresses of Wagtail's that are answered here; they come before Wagtail's own."""

from django.urls import path
from django.views.decorators.cache import never_cache

from cms.accounts.passwords import PasswordResetConfirmView
from cms.accounts.sign_in import SignInView

urlpatterns = [
    path("login/", never_cache(SignInView.as_view()), name="wagtailadmin_login"),
    path(
        "password_reset/confirm/<uidb64>/<token>/",
        never_cache(PasswordResetConfirmView.as_view()),
        name="wagtailadmin_password_reset_confirm",
    ),
]

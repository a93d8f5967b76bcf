"""Somebody adds a passkey, signs in with it, loses it, and gets in with a recovery code."""

from typing import TYPE_CHECKING

import pytest
from allauth.mfa.models import Authenticator
from django.urls import reverse
from playwright.sync_api import expect

from tests.browser.admin import start_session

if TYPE_CHECKING:
    from playwright.sync_api import CDPSession, Page

OPTIONS = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def device(page: "Page") -> "CDPSession":
    """The browser's connection to a device that holds passkeys, and confirms whatever it is asked."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    return session


@pytest.mark.proof
def test_a_passkey_signs_in_and_a_recovery_code_replaces_a_lost_one(page: "Page", editor, device, script_errors):
    key = device.send("WebAuthn.addVirtualAuthenticator", {"options": OPTIONS})["authenticatorId"]
    start_session(page, editor)
    page.goto(reverse("mfa_add_webauthn"))
    page.get_by_label("Password").fill("a long password")
    page.get_by_role("button", name="Confirm").click()
    page.get_by_label("Name").fill("My telephone")
    page.locator("main").get_by_role("button", name="Add a passkey").click()
    expect(page.get_by_text("Keep them on paper.")).to_be_visible()
    codes = page.locator("main code").all_inner_texts()

    page.context.clear_cookies()
    page.goto(reverse("wagtailadmin_login"))
    dashboard = page.url.removesuffix("login/")
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page).to_have_url(dashboard, timeout=20_000)

    device.send("WebAuthn.removeVirtualAuthenticator", {"authenticatorId": key})
    page.context.clear_cookies()
    page.goto(reverse("wagtailadmin_login"))
    page.get_by_label("User name or email address").fill("erin@example.org")
    page.get_by_label("Password").fill("a long password")
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.get_by_label("Code").fill(codes[0])
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page).to_have_url(dashboard, timeout=20_000)
    page.goto(reverse("mfa_index"))
    page.get_by_role("link", name="Remove", exact=True).click()
    page.get_by_label("Password").fill("a long password")
    page.get_by_role("button", name="Confirm").click()
    page.get_by_role("button", name="Remove", exact=True).click()

    expect(page.get_by_text("You have none.")).to_be_visible()
    assert not Authenticator.objects.filter(user=editor, type="webauthn").exists()

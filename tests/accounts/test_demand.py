"""Whoever can publish needs a second factor, after a time in which they can add one."""

from datetime import timedelta

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.test import Client
from django.urls import reverse

from cms.accounts.demand import find_deadline, note_demands
from cms.accounts.models import AccountLogEntry, SecondFactorDemand
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def demand(settings):
    settings.SECOND_FACTOR_DEMANDED = True
    settings.SECOND_FACTOR_DAYS = 14


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel("2026-07-01T12:00:30Z", tick=False) as clock:
        yield clock


def make_client(name: str, group: str) -> Client:
    return sign_in(factories.make_user(name, group=group))


def sign_in(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def test_somebody_who_can_publish_is_reminded_and_later_led_to_where_they_add_one(clock):
    client = make_client("mona", "Moderators")
    note_demands()
    reminded = client.get("/admin/")
    clock.shift(timedelta(days=15))
    note_demands()
    client = sign_in(SecondFactorDemand.objects.get().user)

    led = client.get("/admin/pages/")
    refused = client.post("/admin/pages/", {})

    assert "passkey or an app by" in reminded.content.decode()
    assert (led.status_code, led.url) == (302, reverse("mfa_index"))
    assert refused.status_code == 403
    assert client.get(led.url).status_code == 200
    assert client.get(reverse("mfa_add_webauthn")).url.startswith(reverse("account_reauthenticate"))


def test_a_second_factor_ends_the_demand(clock):
    user = factories.make_user("mona", group="Moderators")
    note_demands()
    clock.shift(timedelta(days=15))
    before = sign_in(user).get("/admin/").status_code
    TOTP.activate(user, generate_totp_secret())
    client = sign_in(user)

    assert before == 302
    assert client.get("/admin/").status_code == 200


def test_editors_and_sites_without_the_setting_are_asked_for_nothing(clock, settings):
    users = factories.make_user("erin"), factories.make_user("mona", group="Moderators")
    note_demands()
    clock.shift(timedelta(days=15))
    editor, moderator = map(sign_in, users)
    as_editor = editor.get("/admin/").status_code
    settings.SECOND_FACTOR_DEMANDED = False
    as_moderator = moderator.get("/admin/").status_code
    note_demands()

    assert (as_editor, as_moderator) == (200, 200)
    assert not SecondFactorDemand.objects.exists()


def test_the_time_begins_when_an_account_can_publish(clock):
    user = factories.make_user("erin")
    note_demands()
    clock.shift(timedelta(days=15))
    user.is_superuser = True
    user.save()
    note_demands()

    assert (find_deadline(user) - SecondFactorDemand.objects.get(user=user).since).days == 14
    assert SecondFactorDemand.objects.count() == 1


def test_an_administrator_takes_lost_factors_away(admin_client, admin_user):
    user = factories.make_user("mona", group="Moderators")
    TOTP.activate(user, generate_totp_secret())
    address = reverse("remove_second_factors", args=[user.pk])
    asked = admin_client.get(address)

    admin_client.post(address)

    assert "mona" in asked.content.decode()
    assert not Authenticator.objects.filter(user=user).exists()
    entry = AccountLogEntry.objects.for_instance(user).get(action="accounts.remove_factor")
    assert entry.user == admin_user
    assert "authenticator app" in str(entry.message)
    assert address in admin_client.get("/admin/users/").content.decode()


def test_nobody_else_takes_factors_away(admin_user):
    user = factories.make_user("mona", group="Moderators")
    TOTP.activate(admin_user, generate_totp_secret())
    client = Client()
    client.force_login(user)

    answer = client.post(reverse("remove_second_factors", args=[admin_user.pk]))

    assert answer.status_code in {302, 403}
    assert Authenticator.objects.filter(user=admin_user).exists()


@pytest.mark.parametrize(
    "address",
    ["reports/locked/", "reports/page-types-usage/results/", "reports/site-history/", "operations/", "api/main/pages/"],
)
def test_no_address_of_the_admin_is_open_without_it(clock, address):
    user = factories.make_user("mona", group="Moderators")
    note_demands()
    clock.shift(timedelta(days=15))

    answer = sign_in(user).get(f"/admin/{address}")

    assert (answer.status_code, answer.url) == (302, reverse("mfa_index"))

"""A second step after the password, and what replaces a lost one."""

import re
import time
from datetime import UTC, datetime

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from allauth.usersessions.models import UserSession
from django.contrib.auth.tokens import default_token_generator
from django.test import Client
from django.urls import reverse
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode

from cms.accounts.models import AccountLogEntry
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]

LOGIN = "/admin/login/"
PASSWORD = "a long password"
SECRET = generate_totp_secret()


@pytest.fixture(autouse=True)
def directory(settings, tmp_path):
    settings.VAR_DIR = tmp_path


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel("2026-07-01T12:00:30Z", tick=False) as clock:
        yield clock


@pytest.fixture
def user():
    return factories.make_user("erin")


@pytest.fixture
def app(user):
    """The account's authenticator app."""
    return TOTP.activate(user, SECRET)


def read_code() -> str:
    return format_hotp_value(hotp_value(SECRET, int(time.time()) // 30))


def make_reset_link(user) -> str:
    key = urlsafe_base64_encode(force_bytes(user.pk))
    return reverse("wagtailadmin_password_reset_confirm", args=[key, default_token_generator.make_token(user)])


def sign_in(client: Client, name: str = "erin", next_url: str = "", address: str = "192.0.2.1"):
    form = {"username": name, "password": PASSWORD, "next": next_url}
    return client.post(LOGIN, form, REMOTE_ADDR=address)


def is_signed_in(client: Client) -> bool:
    return client.get("/admin/").status_code == 200


@pytest.mark.parametrize("name", ["erin", "Erin@example.org"])
def test_a_password_alone_signs_in_where_there_is_no_second_factor(user, client, name):
    answer = sign_in(client, name, next_url="/admin/pages/")

    assert (answer.status_code, answer.url) == (302, "/admin/pages/")
    assert is_signed_in(client)


def test_the_form_says_whose_it_is_and_asks_for_a_name(client):
    page = client.get(LOGIN)

    assert "Sign in to Community CMS" in page.content.decode()
    assert "Wagtail</title>" not in page.content.decode()
    assert "login-logo" not in page.content.decode()
    assert "no-store" in page["Cache-Control"]
    assert "Mewngofnodi i Community CMS" in client.get(LOGIN, headers={"Accept-Language": "cy"}).content.decode()


def test_a_code_is_asked_for_after_the_password_and_taken_once(app, client):
    first = sign_in(client, next_url="/admin/pages/")
    before = is_signed_in(client)
    code = read_code()
    second = client.post(first.url, {"code": code})
    other = Client()
    sign_in(other)
    again = other.post(first.url, {"code": code})

    assert (first.status_code, first.url) == (302, reverse("mfa_authenticate"))
    assert not before
    assert (second.status_code, second.url) == (302, "/admin/pages/")
    assert "has been used" in again.content.decode()
    assert not is_signed_in(other)


@pytest.mark.parametrize("again", ["{}{}", "{}-{}", " {}{}.", "{}_{}"])
def test_a_code_that_was_taken_is_not_taken_with_other_signs(app, user, again):
    clients = Client(), Client()
    steps = [sign_in(client) for client in clients]
    code = read_code()

    for client, step, written in zip(clients, steps, [code, again.format(code[:3], code[3:])], strict=True):
        client.post(step.url, {"code": written})

    assert [is_signed_in(client) for client in clients] == [True, False]


def test_a_code_that_was_taken_before_midnight_is_not_taken_after_it(app, clock):
    clock.move_to(datetime(2026, 7, 1, 23, 59, 59, tzinfo=UTC))
    clients = Client(), Client()
    steps = [sign_in(client) for client in clients]
    code = read_code()

    for client, step in zip(clients, steps, strict=True):
        client.post(step.url, {"code": code})
        clock.shift(2)

    assert [is_signed_in(client) for client in clients] == [True, False]


def test_no_other_form_signs_in_without_the_second_step(app, client):
    answer = client.post("/_util/login/", {"username": "erin", "password": PASSWORD})

    assert answer.url.startswith(LOGIN)
    assert not is_signed_in(client)


def test_codes_are_limited_for_an_account_from_all_addresses_and_failures_are_logged(app):
    statuses = []
    for number in range(31):
        client = Client()
        sign_in(client, address=f"192.0.2.{number}")
        answer = client.post(reverse("mfa_authenticate"), {"code": "000000"}, REMOTE_ADDR=f"198.51.100.{number}")
        statuses.append(answer.status_code)

    assert statuses == [200] * 30 + [429]
    assert AccountLogEntry.objects.filter(action="accounts.code_failed").exists()


def test_who_reads_the_mail_of_an_account_guesses_no_more_codes(app, user):
    statuses = []
    for number in range(31):
        client = Client()  # a new password makes it known
        link = make_reset_link(user)
        address = client.get(link, follow=True).redirect_chain[-1][0]
        client.post(address, {"new_password1": PASSWORD, "new_password2": PASSWORD}, REMOTE_ADDR=f"192.0.2.{number}")
        user.refresh_from_db()
        sign_in(client, address=f"192.0.2.{number}")
        answer = client.post(reverse("mfa_authenticate"), {"code": "000000"}, REMOTE_ADDR=f"198.51.100.{number}")
        statuses.append(answer.status_code)

    assert "known_device" in client.cookies
    assert statuses == [200] * 30 + [429]


def test_a_challenge_for_a_passkey_that_nobody_answers_does_not_last(client, user):
    client.get(reverse("mfa_login_webauthn"), headers={"X-Requested-With": "XMLHttpRequest"})
    waits = client.session.get_expiry_age()
    sign_in(client)

    assert waits == 600
    assert client.session.get_expire_at_browser_close()


def test_a_recovery_code_signs_in_once(app, user, client):
    codes = RecoveryCodes.activate(user).get_unused_codes()
    step = sign_in(client)
    client.post(step.url, {"code": codes[0]})
    other = Client()
    sign_in(other)
    other.post(step.url, {"code": codes[0]})

    assert is_signed_in(client)
    assert not is_signed_in(other)


def test_an_app_is_set_up_after_the_password_was_confirmed(user, client, django_capture_on_commit_callbacks):
    client.force_login(user)
    confirm = client.get(reverse("mfa_activate_totp"))
    client.post(confirm.url, {"password": PASSWORD})
    page = client.get(reverse("mfa_activate_totp"))
    secret = re.search(r"<code>(\w+)</code>", page.content.decode())[1]
    code = format_hotp_value(hotp_value(secret, int(time.time()) // 30))
    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post(reverse("mfa_activate_totp"), {"code": code})

    assert confirm.url.startswith(reverse("account_reauthenticate"))
    assert answer.url == reverse("mfa_view_recovery_codes")
    assert client.get(answer.url).content.decode().count("<code>") == 10
    assert Authenticator.objects.filter(user=user, type="totp").exists()
    assert AccountLogEntry.objects.filter(action="accounts.add_factor", user=user).exists()


@pytest.mark.parametrize(
    "name",
    ["mfa_index", "mfa_add_webauthn", "mfa_generate_recovery_codes", "mfa_deactivate_totp", "usersessions_list"],
)
@pytest.mark.parametrize("language", ["en", "cy"])
def test_every_screen_is_in_the_admin(app, user, client, name, language):
    client.force_login(user)
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})

    page = client.get(reverse(name), headers={"Accept-Language": language})

    assert page.status_code == 200
    assert 'class="nice-padding"' in page.content.decode()
    assert "no-store" in page["Cache-Control"]


def test_somebody_ends_a_session_elsewhere(user, client):
    elsewhere = Client()
    sign_in(elsewhere)
    sign_in(client)
    page = client.get(reverse("usersessions_list"))
    session = UserSession.objects.get(session_key=elsewhere.session.session_key)

    client.post(reverse("usersessions_list"), {"session": session.pk})

    assert page.content.decode().count('name="session"') == 1
    assert not is_signed_in(elsewhere)
    assert is_signed_in(client)


def test_nobody_signs_up(client):
    assert client.get("/admin/signup/").status_code in {302, 404}
    assert client.post("/admin/account/signup/", {}).status_code in {302, 404}

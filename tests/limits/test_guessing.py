"""Whoever guesses passwords finds nothing, however many addresses they have, and the owner still gets in."""

import pytest
import time_machine
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cms.limits.forms import LIMITS, TOGETHER
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]

LOGIN = "/admin/login/"
PASSWORD = "a long password"


@pytest.fixture(autouse=True)
def directory(settings, tmp_path):
    settings.VAR_DIR = tmp_path


@pytest.fixture
def few(monkeypatch):
    """Allow less, so that a test reaches the limits with few requests."""
    for limits in (LIMITS, TOGETHER):
        for name, limit in limits.items():
            monkeypatch.setitem(limits, name, limit._replace(submissions=6))


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel("2026-07-01T12:00:30Z", tick=False) as clock:
        yield clock


@pytest.fixture
def user():
    return factories.make_user("erin")


def sign_in(client: Client, name: str = "erin", password: str = PASSWORD, address: str = "192.0.2.1"):
    return client.post(LOGIN, {"username": name, "password": password}, REMOTE_ADDR=address)


def guess(number: int, addresses: int, name: str = "erin") -> list[int]:
    """Try passwords in turn from each address, the last of them the right one, and return the statuses."""
    passwords = [*(f"guess {count}" for count in range(number - 1)), PASSWORD]
    return [
        sign_in(Client(), name, password, f"198.51.100.{count % addresses}").status_code
        for count, password in enumerate(passwords)
    ]


def test_many_passwords_from_many_addresses_find_nothing_while_the_owner_gets_in(user, few):
    see_an_owner_beside_guesses(number=12)


@pytest.mark.proof
def test_ten_thousand_passwords_from_a_hundred_addresses_find_nothing_while_the_owner_gets_in(user):
    see_an_owner_beside_guesses(number=10_000)


def see_an_owner_beside_guesses(number: int) -> None:
    browser = Client()
    sign_in(browser)
    del browser.cookies[settings.SESSION_COOKIE_NAME]

    statuses = guess(number, addresses=100)
    owner = sign_in(browser)

    assert 302 not in statuses
    assert statuses.count(200) < TOGETHER["wagtailadmin_login"].submissions
    assert owner.status_code == 302


def test_an_owner_without_a_known_device_gets_in_through_a_new_password(
    user, few, mailoutbox, django_capture_on_commit_callbacks
):
    guess(TOGETHER["wagtailadmin_login"].submissions + 1, addresses=100)
    browser = Client()
    refused = sign_in(browser)
    with django_capture_on_commit_callbacks(execute=True):
        browser.post(reverse("wagtailadmin_password_reset"), {"email": user.email})
    link = next(word for word in mailoutbox[0].body.split() if "/confirm/" in word)
    form = browser.get(link.removeprefix("http://localhost"), follow=True)
    browser.post(
        form.request["PATH_INFO"], {"new_password1": "quite another one", "new_password2": "quite another one"}
    )

    owner = sign_in(browser, password="quite another one")

    assert refused.status_code == 429
    assert refused["Retry-After"] == str(3600 - 30)
    assert "Try again in 60 minutes" in refused.content.decode()
    assert reverse("wagtailadmin_password_reset") in refused.content.decode()
    assert owner.status_code == 302


def test_a_known_device_has_only_attempts_of_its_own(user, few):
    browser = Client()
    sign_in(browser)
    del browser.cookies[settings.SESSION_COOKIE_NAME]
    most = LIMITS["wagtailadmin_login"].submissions
    statuses = [sign_in(browser, password="wrong").status_code for _ in range(most + 1)]

    assert statuses == [200] * most + [429]
    assert sign_in(browser, name="somebody").status_code == 200


@pytest.mark.parametrize("forged", ["", "a:b:c"])
def test_a_device_that_only_says_so_is_not_known(user, few, forged):
    guess(TOGETHER["wagtailadmin_login"].submissions + 1, addresses=100)
    browser = Client()
    browser.cookies["known_device"] = forged

    assert sign_in(browser).status_code == 429


def test_a_name_that_nobody_has_is_answered_as_one_that_somebody_has(user, few):
    known = sign_in(Client(), password="wrong").content.decode()
    unknown = sign_in(Client(), name="nobody", password="wrong").content.decode()
    many = [guess(12, addresses=12, name=name) for name in ("ERIN ", "nobody at all")]

    assert remove_token(unknown.replace("nobody", "erin")) == remove_token(known)
    assert many[0].count(429) == many[1].count(429) + 1  # it was tried once before


def remove_token(page: str) -> str:
    return "\n".join(line for line in page.splitlines() if "csrf" not in line.lower())


def test_no_statement_tells_whether_an_address_has_an_account(user):
    counts = []
    for email in (user.email, "nobody@example.org"):
        with CaptureQueriesContext(connection) as statements:
            Client().post(reverse("wagtailadmin_password_reset"), {"email": email})
        counts.append(len(statements))

    assert counts[0] == counts[1]


def test_the_password_of_a_page_is_not_found_from_many_addresses_either(few):
    page = factories.make_standard_page()
    lock = page.view_restrictions.create(restriction_type="password", password="the one")
    form = reverse("wagtailcore_authenticate_with_password", args=[lock.pk, page.pk])
    most = TOGETHER["wagtailcore_authenticate_with_password"].submissions

    statuses = [
        Client().post(form, {"password": "x", "return_url": "/"}, REMOTE_ADDR=f"198.51.100.{count % 200}").status_code
        for count in range(most)
    ]
    answer = Client().post(form, {"password": "the one", "return_url": "/"}, REMOTE_ADDR="192.0.2.200")

    assert set(statuses) == {200}
    assert answer.status_code == 429
    assert "Retry-After" in answer


def test_a_name_that_no_database_looks_for_is_refused_like_any_other(user, few):
    known = Client()
    sign_in(known, address="192.0.2.2")

    statuses = [sign_in(Client(), "no\0body", "guess").status_code for _ in range(8)]

    assert statuses == [200] * 6 + [429] * 2
    assert sign_in(known, "x\0y", "guess", "192.0.2.2").status_code == 200

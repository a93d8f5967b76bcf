"""Forms that everybody can reach are limited, whatever they are."""

import pytest
import time_machine
from django.test import Client
from django.urls import URLPattern, get_resolver, reverse
from django.urls.exceptions import NoReverseMatch

from cms.limits.forms import LIMITS

pytestmark = pytest.mark.django_db

ARGUMENTS = {"StringConverter": "a", "SlugConverter": "a", "PathConverter": "a"}
# The first answers as it does to GET, the second is the address of wagtailadmin_login.
HARMLESS = {"wagtailadmin_sprite", "account_login"}


@pytest.fixture(autouse=True)
def directory(settings, tmp_path):
    settings.VAR_DIR = tmp_path


def list_names(patterns, namespace: str = ""):
    """Yield the name of every view of the project."""
    for pattern in patterns:
        if isinstance(pattern, URLPattern):
            if pattern.name:
                yield namespace + pattern.name, pattern
        else:
            yield from list_names(
                pattern.url_patterns, f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            )


def find_address(name: str, pattern: URLPattern) -> str | None:
    converters = pattern.pattern.converters
    values = {key: ARGUMENTS.get(type(converter).__name__, 1) for key, converter in converters.items()}
    for kwargs in (values, {}):
        try:
            return reverse(name, kwargs=kwargs)
        except NoReverseMatch:
            continue
    return None


def test_every_form_that_strangers_can_submit_is_limited(client):
    """A stranger's POST leads to the sign-in page, is refused, or counts."""
    walked, open_forms = 0, set()
    for name, pattern in list_names(get_resolver().url_patterns):
        address = find_address(name, pattern)
        if address is None:
            continue
        walked += 1
        response = client.post(address, {"x": "1"})
        refused = response.status_code in {400, 401, 403, 404, 405, 415}
        leads_to_sign_in = response.status_code == 302 and "login" in response["Location"]
        if not (refused or leads_to_sign_in):
            open_forms.add(name)

    assert walked > 300
    assert open_forms - HARMLESS <= set(LIMITS), open_forms
    assert "wagtailadmin_login" in open_forms


def test_a_form_without_its_token_says_what_to_do():
    response = Client(enforce_csrf_checks=True).post(reverse("wagtailadmin_login"), {"username": "editor"})

    assert response.status_code == 403
    assert "reload the page and paste it" in response.content.decode()


@time_machine.travel("2026-07-01T12:00:30Z", tick=False)
def test_whoever_tries_too_often_is_one_line_in_the_log(client, caplog):
    for _ in range(LIMITS["wagtailadmin_login"].submissions + 5):
        client.post(reverse("wagtailadmin_login"), {"username": "editor", "password": "guess"})

    lines = [record.getMessage() for record in caplog.records if record.name == "cms.limits.forms"]
    assert lines == ["/admin/login/: 127.0.0.1 may try again in 15 minutes"]


@pytest.mark.parametrize("name", ["wagtailadmin_login", "wagtailadmin_password_reset"])
@time_machine.travel("2026-07-01T12:00:30Z", tick=False)
def test_whoever_tries_too_often_is_told_when_to_try_again(name, client):
    submissions, seconds = LIMITS[name]
    address = reverse(name)
    data = {"username": "editor", "password": "guess", "email": "a@example.org"}

    statuses = {client.post(address, data).status_code for _ in range(submissions)}
    refused = client.post(address, data)

    assert 429 not in statuses
    assert refused.status_code == 429
    assert refused["Retry-After"] == str(seconds - 30)
    assert f"Try again in {seconds // 60} minutes" in refused.content.decode()
    assert client.get(address).status_code == 200
    assert client.post(address, data, REMOTE_ADDR="192.0.2.7").status_code != 429

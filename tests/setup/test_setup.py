"""The first start: by command or by a page that exists until it is done."""

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.urls import reverse
from wagtail.models import Locale, Site

from cms.models import Organisation
from cms.setup.first import AlreadySetUp, make_link, make_token, set_up

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]

ANSWERS = {
    "organisation": "The village hall",
    "languages": ["en", "cy"],
    "time_zone": "Europe/Dublin",
    "username": "ada",
    "email": "ada@example.org",
    "password": "a long password of ada",
}


@pytest.fixture
def address() -> str:
    return reverse("setup", args=[make_token()])


def check_site(client) -> None:
    user = User.objects.get(is_superuser=True)
    assert (user.username, user.email) == ("ada", "ada@example.org")
    assert user.wagtail_userprofile.current_time_zone == "Europe/Dublin"
    assert Organisation.for_site(Site.objects.get(is_default_site=True)).name == "The village hall"
    assert set(Locale.objects.values_list("language_code", flat=True)) >= {"en", "cy"}
    assert client.post("/admin/login/", {"username": "ada", "password": ANSWERS["password"]}).status_code == 302


def test_the_page_sets_the_site_up_once(client, address):
    page = client.get(address)
    answer = client.post(address, ANSWERS)

    assert "Name of the organisation" in page.content.decode()
    assert "no-store" in page["Cache-Control"]
    assert answer.url == reverse("wagtailadmin_login")
    assert "TIME_ZONE=Europe/Dublin" in client.get(answer.url).content.decode()
    check_site(client)
    assert client.get(address).status_code == 404
    assert client.post(address, {**ANSWERS, "username": "mallory"}).status_code == 404
    assert User.objects.count() == 1


@pytest.mark.parametrize("token", ["0" * 40, "a"])
def test_a_stranger_has_no_page(client, token):
    address = reverse("setup", args=[token])

    assert client.get(address).status_code == 404
    assert client.post(address, ANSWERS).status_code == 404
    assert not User.objects.exists()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("password", "password"),
        ("username", ""),
        ("time_zone", "Here"),
        ("time_zone", "localtime"),
        ("languages", ["xx"]),
    ],
)
def test_a_wrong_answer_sets_nothing_up(client, address, name, value):
    page = client.post(address, {**ANSWERS, name: value})

    assert page.status_code == 200
    assert not User.objects.exists()


def test_the_command_sets_the_site_up_from_arguments_and_the_environment(client, monkeypatch, capsys):
    monkeypatch.setenv("SETUP_PASSWORD", ANSWERS["password"])
    given = {**ANSWERS, "languages": "en,cy"}
    del given["password"]

    call_command("setup", **given)

    assert "/admin/ as ada" in capsys.readouterr().out
    check_site(client)
    with pytest.raises(CommandError, match="set up"):
        call_command("setup", link=True)


def test_the_command_says_what_is_wrong(monkeypatch):
    monkeypatch.setenv("SETUP_PASSWORD", "short")

    with pytest.raises(CommandError, match=r"password: .*too short"):
        call_command("setup", organisation="Hall", username="ada", email="ada@example.org")


def test_the_command_prints_the_address_of_the_page(capsys, client):
    call_command("setup", link=True)

    link = capsys.readouterr().out.strip()
    assert link == make_link()
    assert client.get(link.removeprefix("http://localhost")).status_code == 200


def test_whoever_comes_second_changes_nothing():
    set_up(**ANSWERS)

    with pytest.raises(AlreadySetUp):
        set_up(**{**ANSWERS, "username": "mallory"})

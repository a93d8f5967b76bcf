"""The log of signing in, of roles, publication and settings, which administrators read, filter and export."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.utils import timezone

from cms.accounts.log import prune_log
from cms.accounts.models import AccountLogEntry
from cms.models import Organisation
from tests import factories

pytestmark = pytest.mark.django_db

HISTORY = "/admin/reports/site-history/"
LOGIN = "/admin/login/"


@pytest.fixture(autouse=True)
def directory(settings, tmp_path):
    settings.VAR_DIR = tmp_path


@pytest.fixture
def user():
    return factories.make_user("erin")


@pytest.fixture
def administrator(admin_client):
    return admin_client


def sign_in(password: str, name: str = "erin"):
    return Client().post(LOGIN, {"username": name, "password": password}, REMOTE_ADDR="192.0.2.7")


def read_lines(client: Client, **filters: str) -> str:
    return client.get(HISTORY, filters).content.decode()


def test_an_administrator_reads_who_signed_in_and_who_failed_and_from_where(user, administrator):
    sign_in("a long password")
    sign_in("wrong")
    sign_in("my password as a name", name="my password as a name")

    page = read_lines(administrator)
    failures = read_lines(administrator, action="accounts.sign_in_failed")

    assert "Sign in, from 192.0.2.7" in page
    assert failures.count("Sign in: failed, from 192.0.2.7") == 2
    assert "Unknown name" in failures
    assert "my password as a name" not in page + failures


def test_the_log_says_when_attempts_begin_to_be_refused(user):
    for _ in range(25):
        sign_in("wrong")

    assert AccountLogEntry.objects.filter(action="accounts.attempts_refused").count() == 1
    assert AccountLogEntry.objects.filter(action="accounts.sign_in_failed").count() == 20


def test_a_change_of_role_names_the_groups_and_who_changed_them(user, administrator, admin_user):
    moderators = Group.objects.get(name="Moderators")
    form = {"username": "erin", "email": "e@example.org", "first_name": "Erin", "last_name": "E", "is_active": "on"}
    administrator.post(f"/admin/users/edit/{user.pk}/", {**form, "groups": [moderators.pk], "is_superuser": "on"})

    entries = AccountLogEntry.objects.for_instance(user).filter(action="accounts.change_roles", user=admin_user)

    changes = {part for entry in entries for part in str(entry.message).partition(": ")[2].split(", ")}
    assert {"+ Moderators", "+ administrator"} <= changes


def test_publications_and_settings_are_in_the_same_report(administrator):
    page = factories.make_standard_page(title="Opening hours")
    page.save_revision().publish(user=factories.make_user("mona", group="Moderators"))
    settings = Organisation.for_site(factories.get_home().get_site())
    form = {"name": "The hall", "social_profiles-count": "0"}
    administrator.post(f"/admin/settings/cms/organisation/{settings.site_id}/", form)

    lines = read_lines(administrator)

    assert "Opening hours" in lines
    assert "The hall" in lines


def test_only_who_may_change_accounts_sees_them(user):
    sign_in("wrong")
    client = Client()
    client.force_login(user)

    assert "192.0.2.7" not in read_lines(client)


def test_an_export_has_no_formulas_and_says_what_happened(administrator):
    page = factories.make_standard_page(title="=1+1")
    page.save_revision().publish()
    sign_in("wrong")

    answer = administrator.get(HISTORY, {"export": "csv"})
    text = b"".join(answer.streaming_content).decode()

    assert "'=1+1" in text
    assert "Sign in: failed, from 192.0.2.7" in text


def test_old_entries_are_deleted(user, settings):
    sign_in("wrong")
    AccountLogEntry.objects.update(timestamp=timezone.now() - timedelta(days=settings.ACCOUNT_LOG_DAYS + 1))
    sign_in("wrong")

    prune_log()

    assert AccountLogEntry.objects.count() == 1

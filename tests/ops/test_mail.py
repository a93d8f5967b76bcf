"""Mail is sent after the transaction that it tells of, and its text never gets into a log."""

import re

import pytest
from django.core.mail import EmailMessage, get_connection
from django.db import connection, transaction
from django.urls import reverse

from tests.changes.test_transactions import make_form
from tests.factories import make_update, make_user
from tests.ops.test_settings import REQUIRED, read_settings, run_settings

LOCMEM = "django.core.mail.backends.locmem.EmailBackend"
CHECK = """
import runpy, sys
sys.argv = ["manage.py", "check", "--deploy"]
runpy.run_path("manage.py", run_name="__main__")
"""
UNSENT = "cms.operations.mail.UnsentBackend"


@pytest.fixture(autouse=True)
def after_commit(settings):
    settings.EMAIL_BACKEND = "cms.operations.mail.AfterCommitBackend"
    settings.EMAIL_DELIVERY_BACKEND = LOCMEM


def send(**options) -> int:
    message = EmailMessage("Subject", "a secret link", "from@example.org", ["a@example.org", "b@example.org"])
    return get_connection(**options).send_messages([message])


@pytest.mark.django_db(transaction=True)
def test_mail_waits_for_the_commit(mailoutbox):
    with transaction.atomic():
        sent = send()
        assert mailoutbox == []

    assert sent == len(mailoutbox) == 1


@pytest.mark.django_db(transaction=True)
def test_what_is_taken_back_is_told_to_nobody(mailoutbox):
    with transaction.atomic():
        send()
        transaction.set_rollback(True)

    assert mailoutbox == []


@pytest.mark.django_db(transaction=True)
def test_a_mail_server_that_fails_breaks_nothing_that_is_committed(monkeypatch, caplog):
    def fail(backend: object, messages: object) -> None:
        raise OSError("connection refused")

    monkeypatch.setattr("django.core.mail.backends.locmem.EmailBackend.send_messages", fail)
    with transaction.atomic():
        send()

    assert "connection refused" in caplog.text
    with pytest.raises(OSError, match="connection refused"):
        send()


@pytest.mark.django_db(transaction=True)
def test_an_update_is_submitted_before_the_moderators_hear_of_it(client, monkeypatch):
    make_user("mo", group="Moderators")
    client.force_login(make_user())
    update = make_update(live=False)
    update.save_revision()
    in_transaction = []
    monkeypatch.setattr(
        "django.core.mail.backends.locmem.EmailBackend.send_messages",
        lambda backend, messages: in_transaction.append(connection.in_atomic_block) or len(messages),
    )
    form = make_form(update)
    form["action-submit"] = form.pop("action-publish")

    response = client.post(reverse("wagtailadmin_pages:edit", args=[update.pk]), form)

    assert response.status_code == 302
    assert update.__class__.objects.get(pk=update.pk).current_workflow_state is not None
    assert in_transaction == [False]


@pytest.mark.django_db
def test_without_a_server_the_log_says_only_that_mail_was_not_sent(settings, caplog):
    settings.EMAIL_DELIVERY_BACKEND = UNSENT

    send(backend=UNSENT)

    assert caplog.messages == ["Mail to 2 recipients was not sent: set EMAIL_URL"]


@pytest.mark.parametrize(
    ("environment", "backend"),
    [
        ({}, UNSENT),
        ({"DEBUG": "true"}, "django.core.mail.backends.console.EmailBackend"),
        ({"DEMO": "true"}, "django.core.mail.backends.console.EmailBackend"),
        ({"EMAIL_URL": "consolemail://"}, "django.core.mail.backends.console.EmailBackend"),
        ({"EMAIL_URL": "smtp+tls://u:p@mail:587"}, "django.core.mail.backends.smtp.EmailBackend"),
    ],
)
def test_only_developers_and_the_demo_print_mail_unasked(environment, backend, tmp_path):
    settings = run_settings(**REQUIRED, VAR_DIR=str(tmp_path), **environment)

    assert settings["EMAIL_DELIVERY_BACKEND"] == backend
    assert settings["EMAIL_BACKEND"] == "cms.operations.mail.AfterCommitBackend"
    assert settings["EMAIL_TIMEOUT"] == 10


@pytest.mark.parametrize(("environment", "warned"), [({}, True), ({"EMAIL_URL": "smtp+tls://u:p@mail:587"}, False)])
def test_the_check_before_a_deployment_warns_of_nothing_else(environment, warned, tmp_path):
    script = CHECK
    secret = {"SECRET_KEY": "".join(map(chr, range(33, 127)))}

    result = read_settings(script, **REQUIRED | secret, VAR_DIR=str(tmp_path), **environment)

    assert result.returncode == 0, result.stderr
    assert re.findall(r"\((\w+\.\w+)\)", result.stderr) == ["backup.W001"] + ["operations.W001"] * warned

"""Somebody who forgot a password gets a new one by e-mail."""

import re

import pytest
from django.urls import reverse

from tests.factories import make_user

pytestmark = pytest.mark.django_db


def test_a_forgotten_password_is_replaced_through_a_link_in_an_email(
    client, mailoutbox, django_capture_on_commit_callbacks
) -> None:
    make_user()
    assert reverse("wagtailadmin_password_reset") in client.get(reverse("wagtailadmin_login")).content.decode()

    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("wagtailadmin_password_reset"), {"email": "erin@example.org"})
    (message,) = mailoutbox
    link = re.search(r"http://localhost(/admin/password_reset/\S+)", message.body)
    assert link, message.body
    form = client.get(link[1], follow=True)
    chosen = {"new_password1": "quite another one", "new_password2": "quite another one"}
    client.post(form.request["PATH_INFO"], chosen)

    assert message.to == ["erin@example.org"]
    assert not client.login(username="erin", password="a long password")
    assert client.login(username="erin", password="quite another one")


def test_an_address_that_nobody_has_gets_the_same_answer_and_no_email(
    client, mailoutbox, django_capture_on_commit_callbacks
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post(reverse("wagtailadmin_password_reset"), {"email": "nobody@example.org"})

    assert answer.url == reverse("wagtailadmin_password_reset_done")
    assert mailoutbox == []

"""How administrators set webhooks up, and see what was sent."""

import pytest
from django.urls import reverse
from django.utils.html import escape
from wagtail.models import Site

from cms.webhooks.models import Attempt, Delivery, Endpoint
from cms.webhooks.sending import step
from tests.factories import make_user

pytestmark = pytest.mark.django_db
ADD = "wagtailsnippets_webhooks_endpoint:add"


def make_form(**values: object) -> dict[str, object]:
    site = Site.objects.get(is_default_site=True)
    return {"name": "Front end", "address": "https://www.example.org/hook", "site": site.pk, "is_on": "on", **values}


def test_an_administrator_makes_one_and_sees_its_secret(admin_client):
    form = make_form(types=["cms.Topic", "site"], languages=["cy"])
    response = admin_client.post(reverse(ADD), form, follow=True)

    endpoint = Endpoint.objects.get()
    assert response.redirect_chain[-1][0] == reverse("webhook", args=[endpoint.pk])
    assert (endpoint.types, endpoint.languages, endpoint.is_on) == (["cms.Topic", "site"], ["cy"], True)
    assert endpoint.secret in response.content.decode()


def test_editing_keeps_the_secret(admin_client, endpoint, receiver):
    url = reverse("wagtailsnippets_webhooks_endpoint:edit", args=[endpoint.pk])
    assert admin_client.get(url).status_code == 200

    admin_client.post(url, make_form(address=receiver.url, name="Renamed", is_on=""))

    changed = Endpoint.objects.get()
    assert (changed.name, changed.secret, changed.is_on) == ("Renamed", endpoint.secret, False)


@pytest.mark.parametrize(
    "address",
    ["http://www.example.org/", "ftp://example.org/", "www.example.org", "https://user:word@example.org/", "https://"],
)
def test_addresses_that_cannot_be_sent_to_are_refused(admin_client, address):
    response = admin_client.post(reverse(ADD), make_form(address=address))

    assert response.status_code == 200
    assert response.context["form"].errors.keys() == {"address"}


def test_an_address_of_ones_own_network_is_accepted_where_that_is_allowed(admin_client, settings):
    settings.WEBHOOK_NETWORKS = ["10.0.0.0/8"]
    admin_client.post(reverse(ADD), make_form(address="http://front:3000/hook"))

    assert Endpoint.objects.get().address == "http://front:3000/hook"


def test_only_administrators_may(client, endpoint, receiver):
    client.force_login(make_user("erin", group="Moderators"))
    delivery = Delivery.objects.create(endpoint=endpoint, message_id="msg_1", type="content.test", body="{}")
    pages = [reverse("webhook", args=[endpoint.pk]), reverse("webhook_delivery", args=[endpoint.pk, delivery.pk])]
    actions = [reverse("webhook_test", args=[endpoint.pk]), reverse("webhook_secret", args=[endpoint.pk])]
    actions.append(reverse("webhook_replay", args=[endpoint.pk, delivery.pk]))

    answers = [client.get(url) for url in pages] + [client.post(url) for url in actions]

    assert {answer.status_code for answer in answers} <= {302, 403}
    assert not any(endpoint.secret in answer.content.decode() for answer in answers)
    assert Delivery.objects.count() == 1
    assert Endpoint.objects.get().secret == endpoint.secret


def test_a_test_is_sent_and_its_answer_shown(admin_client, endpoint, receiver):
    response = admin_client.post(reverse("webhook_test", args=[endpoint.pk]), follow=True)
    assert "None yet." in response.content.decode()

    step(endpoint)

    page = admin_client.get(response.redirect_chain[-1][0]).content.decode()
    assert receiver.received[0].id in page
    assert escape(receiver.received[0].body.decode()) in page
    assert "thanks" in page
    admin_client.post(reverse("webhook_replay", args=[endpoint.pk, Delivery.objects.get().pk]))
    step(endpoint)
    assert receiver.received[0].body == receiver.received[1].body


def test_a_new_secret(admin_client, endpoint):
    page = admin_client.post(reverse("webhook_secret", args=[endpoint.pk]), follow=True).content.decode()

    changed = Endpoint.objects.get()
    assert changed.secret in page
    assert changed.list_secrets() == [changed.secret, endpoint.secret]
    assert "The secret before it is valid until" in page


@pytest.mark.parametrize(
    ("state", "said"),
    [
        ({}, "Working"),
        ({"is_on": False}, "Switched off"),
        ({"is_on": False, "stopped": Endpoint.Reason.GONE}, "It answered 410"),
        ({"is_on": False, "stopped": Endpoint.Reason.FAILING}, "It has failed for days."),
    ],
)
def test_the_state_is_said_with_its_reason(admin_client, endpoint, state, said):
    Endpoint.objects.filter(pk=endpoint.pk).update(**state)

    assert said in admin_client.get(reverse("webhook", args=[endpoint.pk])).content.decode()
    listing = admin_client.get(reverse("wagtailsnippets_webhooks_endpoint:list")).content.decode()
    assert reverse("webhook", args=[endpoint.pk]) in listing


def test_a_failure_is_shown_with_when_it_is_tried_again(admin_client, endpoint):
    delivery = Delivery.objects.create(
        endpoint=endpoint, message_id="msg_1", type="content.changed", items=3, attempts=1
    )
    Attempt.objects.create(delivery=delivery, moment=delivery.created_at, milliseconds=15_000, error="no such server")

    page = admin_client.get(reverse("webhook", args=[endpoint.pk])).content.decode()
    shown = admin_client.get(reverse("webhook_delivery", args=[endpoint.pk, delivery.pk])).content.decode()

    assert "is tried again on" in page
    assert "3 objects" in page
    assert "no such server" in shown

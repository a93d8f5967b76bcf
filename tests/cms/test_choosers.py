"""Editors make people and topics in their choosers, without leaving the page that they write."""

import pytest
from django.contrib.auth.models import Group, User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from wagtail.models import Locale, ModelLogEntry

from cms.models import CallToAction, Document, Topic
from cms.people.models import Person
from tests import factories
from tests.cms.languages import welsh

pytestmark = pytest.mark.django_db

FORMS = {
    Person: {"new-name": "Gwen Parry", "new-role": "Gardener", "new-group": "team"},
    Topic: {"new-name": "Gŵyl fwyd", "new-slug": "", "new-description": ""},
    CallToAction: {"new-heading": "Lend us two hours", "new-text": "Any Tuesday.", "new-links-count": "0"},
}
NAMES = {CallToAction: "new-heading"}


@pytest.fixture(params=FORMS, ids=lambda model: model._meta.model_name)
def model(request):
    return request.param


def address(model, name: str, locale: str = "en") -> str:
    namespace = f"wagtailsnippetchoosers_{model._meta.app_label}_{model._meta.model_name}"
    return reverse(f"{namespace}:{name}") + f"?locale={locale}"


@pytest.mark.parametrize(("group", "is_public"), [("Editors", False), ("Moderators", True)])
def test_something_new_is_chosen_and_public_only_if_its_author_may_publish(group, is_public, model, client):
    user = factories.make_user(group=group)
    client.force_login(user)

    form = client.get(address(model, "choose")).json()["html"]
    answer = client.post(address(model, "create"), FORMS[model]).json()

    assert all(f'name="{name}"' in form for name in FORMS[model] if name != "new-links-count")  # a script adds it
    made = model.objects.get()
    assert (answer["step"], answer["result"]["id"]) == ("chosen", str(made.pk))
    assert (answer["result"]["string"], answer["result"]["edit_url"] is not None) == (
        FORMS[model][NAMES.get(model, "new-name")],
        True,
    )
    assert (made.live, made.has_unpublished_changes, made.locale.language_code) == (is_public, not is_public, "en")
    assert made.latest_revision.user == user
    assert ModelLogEntry.objects.for_instance(made).filter(action="wagtail.create", user=user).count() == 1


def test_something_new_is_in_the_language_of_its_page(model, client):
    locale = welsh()
    client.force_login(factories.make_user())

    form = client.get(address(model, "choose", "cy")).json()["html"]
    client.post(address(model, "create", "cy"), FORMS[model])
    client.post(address(model, "create", "xx"), {**FORMS[model], NAMES.get(model, "new-name"): "Other"})

    assert address(model, "create", "cy") in form
    assert set(model.objects.values_list("locale", flat=True)) == {locale.pk, Locale.get_default().pk}


def test_a_topic_gets_its_address_from_its_name(client):
    client.force_login(factories.make_user())

    client.post(address(Topic, "create"), FORMS[Topic])
    answer = client.post(address(Topic, "create"), FORMS[Topic]).json()

    assert Topic.objects.get().slug == "gwyl-fwyd"
    assert answer["step"] == "reshow_creation_form"
    assert "Another topic in this language has this address already." in answer["htmlFragment"]


def test_what_is_wrong_is_said_and_what_was_typed_is_kept(client):
    client.force_login(factories.make_user())

    answer = client.post(
        address(Person, "create"), {"new-name": "", "new-role": "Gardener", "new-group": "team"}
    ).json()

    assert answer["step"] == "reshow_creation_form"
    assert 'value="Gardener"' in answer["htmlFragment"]
    assert "error-message" in answer["htmlFragment"]
    assert not Person.objects.exists()


def test_those_who_may_not_add_anything_are_not_offered_to(model, client):
    user = User.objects.create_user("reader", password="a long password")
    user.user_permissions.set(Group.objects.get(name="Editors").permissions.filter(codename="access_admin"))
    client.force_login(user)

    assert "new-name" not in client.get(address(model, "choose")).json()["html"]
    assert client.post(address(model, "create"), FORMS[model]).status_code in {302, 403}
    assert not model.objects.exists()


def test_an_editor_uploads_a_document_in_its_chooser(client):
    client.force_login(factories.make_user())
    file = SimpleUploadedFile("minutes.pdf", b"%PDF-1.4 minutes", content_type="application/pdf")
    data = {"document-chooser-upload-title": "Minutes", "document-chooser-upload-file": file}

    form = client.get(reverse("wagtaildocs_chooser:choose")).json()["html"]
    answer = client.post(reverse("wagtaildocs_chooser:create"), data).json()

    assert 'name="document-chooser-upload-file"' in form
    document = Document.objects.get()
    assert (answer["step"], answer["result"]["id"]) == ("chosen", str(document.pk))
    assert document.uploaded_by_user.username == "erin"

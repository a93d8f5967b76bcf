"""Versions have names, and are compared and restored."""

import pytest
from django.urls import reverse

from cms.releases.models import RevisionName
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture(params=["page", "snippet"])
def instance(request):
    if request.param == "page":
        return factories.make_standard_page(title="Our map")
    person = factories.make_person("Mair")
    person.save_revision().publish()
    return person


def versions_url(instance):
    return reverse("releases_versions", args=[instance.get_base_content_type().pk, instance.pk])


def test_a_version_is_named_compared_and_restored(client, instance):
    client.force_login(factories.make_user())
    revision = instance.revisions.get()

    html = client.post(versions_url(instance), {"name": "Sent to the printer"}, follow=True).content.decode()

    assert RevisionName.objects.get(revision=revision).name == "Sent to the printer"
    assert "Sent to the printer" in html
    for part in (f"/{revision.pk}/revert/", f"/{revision.pk}...latest/"):
        link = next(link for link in html.split('"') if part in link)
        assert client.get(link).status_code == 200


def test_a_name_is_in_the_history(client, instance):
    client.force_login(factories.make_user())
    client.post(versions_url(instance), {"name": "Sent to the printer"})
    if hasattr(instance, "snippet_viewset"):
        path = reverse(instance.snippet_viewset.get_url_name("history"), args=[instance.pk])
    else:
        path = reverse("wagtailadmin_pages:history", args=[instance.pk])

    assert "Named “Sent to the printer”" in client.get(path).content.decode()


def test_the_editor_leads_to_the_versions(client, instance):
    client.force_login(factories.make_user())
    if hasattr(instance, "snippet_viewset"):
        path = reverse(instance.snippet_viewset.get_url_name("edit"), args=[instance.pk])
    else:
        path = reverse("wagtailadmin_pages:edit", args=[instance.pk])

    assert versions_url(instance) in client.get(path).content.decode()


def test_versions_are_for_those_who_may_edit(client, instance):
    user = factories.make_user()
    group = user.groups.get()
    group.page_permissions.all().delete()
    group.permissions.remove(*group.permissions.filter(content_type__model="person"))
    client.force_login(user)

    assert client.get(versions_url(instance)).status_code in {302, 403}

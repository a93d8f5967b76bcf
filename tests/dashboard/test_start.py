"""What the dashboard offers."""

import tomllib
from pathlib import Path

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse

from tests import factories

pytestmark = pytest.mark.django_db


def test_an_editor_starts_an_update_from_the_dashboard(client) -> None:
    index = factories.make_update_index()
    client.force_login(factories.make_user())
    dashboard = client.get(reverse("wagtailadmin_home")).content.decode()

    form = client.get(reverse("updates:choose_parent"), follow=True)

    assert "Write an update" in dashboard
    assert reverse("updates:choose_parent") in dashboard
    assert form.request["PATH_INFO"] == reverse("wagtailadmin_pages:add", args=["blog", "updatepage", index.pk])


def test_the_dashboard_offers_nothing_that_somebody_may_not_do(client) -> None:
    group = Group.objects.create(name="People people")
    permissions = Group.objects.get(name="Editors").permissions
    group.permissions.add(*permissions.filter(codename__in=["access_admin", "add_person"]))
    client.force_login(factories.make_user(group=group.name))

    dashboard = client.get(reverse("wagtailadmin_home")).content.decode()

    assert "Introduce a person" in dashboard
    assert "Write an update" not in dashboard


def test_the_dashboard_says_which_version_runs(client) -> None:
    project = tomllib.loads((Path(__file__).parents[2] / "pyproject.toml").read_text())["project"]
    client.force_login(factories.make_user())

    dashboard = client.get(reverse("wagtailadmin_home")).content.decode()

    assert f"Community CMS, version {project['version']}" in dashboard

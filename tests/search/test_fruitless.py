"""What readers searched for in vain, for editors."""

import pytest
from django.contrib.auth.models import Group
from django.db import DatabaseError
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from wagtail.models import Site

from search import fruitless
from search.models import Fruitless
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]


@pytest.fixture(autouse=True)
def own_directory(settings, tmp_path):
    settings.VAR_DIR = tmp_path


def list_rows() -> list[tuple[str, str, int]]:
    fruitless.gather()
    return list(Fruitless.objects.values_list("query", "language_code", "times"))


def test_what_nobody_finds_is_counted_by_language(client):
    factories.make_standard_page(title="Beans")

    for path in ("/search/?q=Pumpkin", "/search/?q=pumpkin!", "/search/?q=beans", "/search/?q=&page=2"):
        client.get(path)

    assert list_rows() == [("pumpkin", "en", 2)]


@pytest.mark.parametrize(
    "query", ["me@example.org", "01632 960147", "12 34 56", "x" * 61, "one two three four five six seven", "!!"]
)
def test_what_may_be_somebodys_is_not_kept(query, client):
    client.get("/search/", {"q": query})

    assert list_rows() == []


def test_a_search_is_answered_where_nothing_can_be_written(client, monkeypatch):
    def fail(*arguments):
        raise DatabaseError if arguments else OSError

    monkeypatch.setattr(fruitless, "add", fail)
    monkeypatch.setattr(fruitless, "append", fail)

    assert client.get("/search/", {"q": "pumpkin"}).status_code == 200


def test_only_so_many_are_kept(monkeypatch):
    monkeypatch.setattr(fruitless, "MAX_ROWS", 2)
    site = Site.objects.get(is_default_site=True)
    for word in ("one", "two", "two", "three", "three"):
        fruitless.record(site.pk, "en", word)

    assert sorted(list_rows()) == [("three", "en", 2), ("two", "en", 2)]


def test_editors_see_the_report(client, django_user_model):
    site = Site.objects.get(is_default_site=True)
    fruitless.record(site.pk, "en", "pumpkin")
    fruitless.gather()
    user = django_user_model.objects.create_user(username="e", email="e@example.org", password="secret")
    client.force_login(user)
    assert client.get(reverse("fruitless_searches")).status_code == 302
    user.groups.add(Group.objects.get(name="Editors"))

    html = client.get(reverse("fruitless_searches")).content.decode()

    assert "pumpkin" in html
    assert "English" in html
    assert date_format(timezone.localdate(), "j F Y") in html
    assert client.get(reverse("fruitless_searches"), {"export": "csv"}).status_code == 200

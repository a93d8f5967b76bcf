"""The list of updates in the admin."""

from datetime import UTC, date, datetime

import pytest
from django.contrib.auth.models import Group, User
from django.urls import reverse

from blog.models import UpdatePage
from tests import factories
from tests.cms.languages import make_welsh

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(client) -> User:
    user = factories.make_user()
    client.force_login(user)
    return user


def list_titles(client, **filters: object) -> list[str]:
    answer = client.get(reverse("updates:index"), filters)
    assert answer.status_code == 200
    return sorted(page.title for page in answer.context["object_list"])


def test_updates_are_found_by_kind(client, editor) -> None:
    factories.make_update(title="News")
    factories.make_update(title="Story", kind=UpdatePage.Kind.STORY)
    factories.make_update(title="May", kind=UpdatePage.Kind.MONTHLY_UPDATE, period=date(2026, 5, 1))

    assert list_titles(client) == ["May", "News", "Story"]
    assert list_titles(client, kind="story") == ["Story"]
    assert list_titles(client, kind=["story", "news"]) == ["News", "Story"]


def test_a_month_has_the_update_that_covers_it_and_what_was_published_in_it(client, editor) -> None:
    covers = {"kind": UpdatePage.Kind.MONTHLY_UPDATE, "period": date(2026, 5, 1)}
    factories.make_update(title="About May", first_published_at=datetime(2026, 6, 3, tzinfo=UTC), **covers)
    factories.make_update(title="News of May", first_published_at=datetime(2026, 5, 9, tzinfo=UTC))
    factories.make_update(title="News of June", first_published_at=datetime(2026, 6, 9, tzinfo=UTC))

    assert list_titles(client, month="2026-05") == ["About May", "News of May"]
    assert list_titles(client, month="2026-06") == ["News of June"]


def test_updates_are_found_by_author_in_every_language_and_searched_as_well(client, editor) -> None:
    mair = factories.make_person("Mair")
    tomos = factories.make_person("Tomos")
    mair_in_welsh = make_welsh(mair)
    factories.make_update(title="Beans", authors=[mair])
    factories.make_update(title="Ffa", authors=[mair_in_welsh], locale=mair_in_welsh.locale)
    factories.make_update(title="Boats", authors=[tomos])

    assert list_titles(client, author=mair.pk) == ["Beans", "Ffa"]
    assert list_titles(client, author=mair.pk, q="Beans") == ["Beans"]
    assert list_titles(client, author=mair.pk, locale="cy") == ["Ffa"]
    offered = client.get(reverse("updates:index")).context["filters"].form.fields["author"].queryset
    assert sorted(person.pk for person in offered) == sorted([mair.pk, tomos.pk])


def test_who_may_not_edit_pages_sees_no_list(client) -> None:
    user = User.objects.create_user("pat", "pat@example.org", "a long password")
    group = Group.objects.create(name="Picture people")
    group.permissions.add(*Group.objects.get(name="Editors").permissions.filter(codename="access_admin"))
    user.groups.add(group)
    client.force_login(user)
    factories.make_update()

    assert not has_menu_item(client)
    assert client.get(reverse("updates:index")).status_code == 302


def test_who_may_edit_pages_sees_the_list_in_the_menu(admin_client) -> None:
    assert has_menu_item(admin_client)


def has_menu_item(client) -> bool:
    return f'"{reverse("updates:index")}"' in client.get(reverse("wagtailadmin_home")).content.decode()

"""Deleting a page in the admin moves it to the bin, from which it comes back as it was."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page, PageViewRestriction, Site, Workflow, WorkflowState
from wagtail.permissions import policy_registry

from cms.bin import actions
from cms.bin.actions import delete_for_good, empty_bin, move_to_bin, restore
from cms.bin.models import KEPT_FOR, BinnedPage, Deletion
from cms.bin.tree import is_binned
from cms.upstream.wagtail_admin import HAS_ADMIN_API
from home.models import StandardPage
from tests import factories
from tests.changes.commits import settle
from tests.changes.replica import Replica
from tests.cms.languages import make_welsh, welsh, welsh_home

pytestmark = pytest.mark.django_db


@pytest.fixture
def moderator(client) -> User:
    user = factories.make_user("morgan", group="Moderators")
    client.force_login(user)
    return user


def delete(client, page, **data):
    return client.post(reverse("wagtailadmin_pages:delete", args=[page.pk]), data, follow=True)


def undo(client):
    deletion = Deletion.objects.get()
    return client.post(reverse("restore_from_bin", args=[deletion.pk]), follow=True)


def describe_tree() -> list[tuple]:
    """Return everything about pages that deleting and restoring must not change."""
    pages = Page.objects.filter(path__startswith="0001").order_by("path")
    kept = ("pk", "url_path", "depth", "live", "has_unpublished_changes", "live_revision_id", "latest_revision_id")
    times = ("first_published_at", "last_published_at", "go_live_at", "expire_at", "numchild", "translation_key")
    return list(pages.values_list(*kept, *times))


def make_family() -> tuple[Page, Page, Page]:
    """Make a live page between others, with a live page and a draft below it, and a draft of its own."""
    factories.make_standard_page(title="Before", slug="before")
    parent = factories.make_standard_page(title="Garden", slug="garden")
    factories.make_standard_page(title="After", slug="after")
    live = factories.make_standard_page(parent, title="Beds", slug="beds")
    draft = factories.make_standard_page(parent, title="Pond", slug="pond", live=False)
    parent.title = "Our garden"
    parent.save_revision()
    return parent, live, draft


def test_a_deleted_page_comes_back_as_it_was(client, moderator):
    parent, live, draft = make_family()
    before, answer = describe_tree(), client.get(f"/api/v2/pages/{parent.pk}/").json()

    response = delete(client, parent)

    assert "3 pages are in the bin" in response.content.decode()
    assert all(is_binned(Page.objects.get(pk=page.pk)) for page in (parent, live, draft))
    undo(client)
    assert describe_tree() == before
    assert client.get(f"/api/v2/pages/{parent.pk}/").json() == answer
    assert Page.objects.get(pk=parent.pk).specific.get_latest_revision_as_object().title == "Our garden"
    assert not Deletion.objects.exists()


def test_readers_find_a_deleted_page_nowhere(client, moderator):
    parent, live, draft = make_family()

    delete(client, parent)

    client.logout()
    for page in (parent, live, draft):
        assert client.get(f"/api/v2/pages/{page.pk}/").status_code == 404
    assert client.get("/garden/").status_code == client.get("/garden/beds/").status_code == 404
    assert "arden" not in client.get("/api/v2/pages/?limit=100").content.decode()
    assert "garden" not in client.get("/sitemap-pages.xml").content.decode()
    assert client.get("/api/v2/search/?q=beds").json()["meta"]["total_count"] == 0


def test_the_change_feed_takes_away_what_was_deleted_and_brings_it_back(client):
    parent, live, _draft = make_family()
    settle()
    replica = Replica(client)
    replica.sync()
    before = dict(replica.rows)
    keys = {("home.StandardPage", page.pk, None) for page in (parent, live)}

    deletion = move_to_bin([parent], None)
    settle()
    replica.sync()

    assert before.keys() - replica.rows.keys() == keys
    restore(deletion, None, {parent.pk: factories.get_home()})
    settle()
    replica.sync()
    assert replica.rows == before


def test_pages_with_the_same_slug_can_be_deleted(client, moderator):
    for number in range(2):
        delete(client, factories.make_standard_page(title=f"About {number}", slug="about"))

    assert BinnedPage.objects.count() == 2


def test_translations_and_aliases_go_and_come_together(client, moderator):
    welsh_home()
    page = factories.make_standard_page(title="Garden", slug="garden")
    translation = make_welsh(page, title="Gardd", slug="gardd")
    other = factories.make_standard_page(title="Elsewhere", slug="elsewhere")
    alias = page.create_alias(parent=other)
    before = describe_tree()

    form = client.get(reverse("wagtailadmin_pages:delete", args=[page.pk])).content.decode()
    delete(client, page, translations=[translation.pk])

    assert f'value="{translation.pk}" checked' in " ".join(form.split())
    assert {binned.page_id for binned in BinnedPage.objects.all()} == {page.pk, translation.pk, alias.pk}
    undo(client)
    assert describe_tree() == before
    assert not PageViewRestriction.objects.filter(page=alias).exists()


def test_a_translation_that_is_not_ticked_stays(client, moderator):
    welsh_home()
    page = factories.make_standard_page(title="Garden", slug="garden")
    translation = make_welsh(page, title="Gardd", slug="gardd")

    delete(client, page)

    assert not is_binned(Page.objects.get(pk=translation.pk))
    assert client.get("/cy/gardd/").status_code == 200


def test_a_schedule_goes_on_and_nothing_of_it_shows(client, moderator):
    page = factories.make_standard_page(title="Garden", slug="garden", live=False)
    page.go_live_at = timezone.now() + timedelta(hours=1)
    page.save_revision().publish()
    delete(client, page)
    Page.objects.get(pk=page.pk).specific.get_latest_revision().publish()
    Page.objects.filter(pk=page.pk).update(live=True)

    assert client.get(f"/api/v2/pages/{page.pk}/").status_code == 404


def test_nobody_is_asked_to_approve_a_page_in_the_bin(client, moderator):
    page = factories.make_standard_page(title="Garden", slug="garden", live=False)
    Workflow.objects.first().start(page, moderator)

    delete(client, page)

    assert WorkflowState.objects.get().status == WorkflowState.STATUS_CANCELLED


def test_several_pages_are_deleted_and_restored_at_once(client, moderator):
    pages = [factories.make_standard_page(title=f"Page {number}", slug=f"page-{number}") for number in range(4)]
    before = describe_tree()
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "delete"])

    response = client.post(f"{address}?id={pages[1].pk}&id={pages[2].pk}&next=/admin/", follow=True)

    assert "2 pages are in the bin" in response.content.decode()
    undo(client)
    assert describe_tree() == before


def test_several_pages_are_deleted_with_the_translations_that_are_ticked(client, moderator):
    welsh_home()
    garden = factories.make_standard_page(title="Garden", slug="garden")
    pond = factories.make_standard_page(title="Pond", slug="pond")
    gardd = make_welsh(garden, title="Gardd", slug="gardd")
    pwll = make_welsh(pond, title="Pwll", slug="pwll")
    link = f'<a linktype="page" id="{pond.pk}">the pond</a>'
    factories.make_update(title="Shows the pond", body=[factories.block("paragraph", f"<p>{link}</p>")])
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "delete"])
    address += f"?id={garden.pk}&id={pond.pk}&next=/admin/"

    form = " ".join(client.get(address).content.decode().split())
    client.post(address, {"translations": [gardd.pk]})

    assert all(f'value="{page.pk}" checked' in form for page in (gardd, pwll))
    assert all(title in form for title in ("Garden", "Pond", "Shows the pond", "go into the bin", "30 days"))
    assert {binned.page_id for binned in BinnedPage.objects.all()} == {garden.pk, pond.pk, gardd.pk}


def test_a_translation_that_is_deleted_itself_is_not_offered(client, moderator):
    welsh_home()
    garden = factories.make_standard_page(title="Garden", slug="garden")
    gardd = make_welsh(garden, title="Gardd", slug="gardd")
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "delete"])

    form = client.get(f"{address}?id={garden.pk}&id={gardd.pk}&next=/admin/").content.decode()

    assert 'name="translations"' not in form


def test_neighbours_come_back_in_order(moderator):
    pages = [factories.make_standard_page(title=f"Page {number}", slug=f"page-{number}") for number in range(4)]
    home = factories.get_home()
    first = move_to_bin([pages[1]], moderator)
    second = move_to_bin([pages[2]], moderator)

    restore(first, moderator, {pages[1].pk: home})
    restore(second, moderator, {pages[2].pk: home})

    assert [page.pk for page in home.get_children()] == [page.pk for page in pages]


def test_a_home_page_stays(client, moderator):
    home = factories.get_home()

    response = delete(client, home)

    assert "home page of a site" in response.content.decode()
    assert Site.objects.get().root_page_id == home.pk


def test_the_bin_is_private_again_if_somebody_lifted_its_restriction(client):
    first, second = (factories.make_standard_page(slug=slug) for slug in ("one", "two"))
    move_to_bin([first], None)
    PageViewRestriction.objects.all().delete()

    move_to_bin([second], None)

    assert client.get(f"/api/v2/pages/{first.pk}/").status_code == 404


@pytest.mark.skipif(not HAS_ADMIN_API, reason="Wagtail has it no more")
def test_the_api_of_the_admin_deletes_into_the_bin(client, moderator):
    page, home = factories.make_standard_page(), factories.get_home()

    statuses = [client.post(f"/admin/api/main/pages/{pk}/action/delete/").status_code for pk in (page.pk, home.pk)]

    assert statuses == [204, 400]
    assert is_binned(Page.objects.get(pk=page.pk))
    assert Site.objects.get().root_page_id == home.pk


# In the admin


@pytest.mark.parametrize("is_superuser", [False, True])
def test_the_admin_shows_a_deleted_page_in_the_bin_only(client, moderator, is_superuser):
    moderator.is_superuser = is_superuser
    moderator.save()
    page = factories.make_standard_page(title="Marrows", slug="marrows")
    delete(client, page)
    client.get("/admin/")  # shows the message

    for address in (
        reverse("wagtailadmin_explore_root"),
        reverse("wagtailadmin_explore", args=[factories.get_home().pk]),
        reverse("wagtailadmin_pages:search") + "?q=marrows",
        reverse("wagtailadmin_choose_page_search") + "?q=marrows",
        *(["/admin/api/main/pages/?search=marrows"] if HAS_ADMIN_API else []),
    ):
        response = client.get(address)
        assert response.status_code == 200
        assert "Marrows" not in response.content.decode(), address
    assert page not in policy_registry.get_by_type(Page).explorable_instances(moderator)
    assert "Marrows" in client.get(reverse("bin")).content.decode()


@pytest.mark.parametrize("name", ["edit", "delete", "history", "copy", "unpublish", "move"])
def test_views_of_a_deleted_page_lead_to_the_bin(client, moderator, name):
    moderator.is_superuser = True
    moderator.save()
    page = factories.make_standard_page(title="Marrows", slug="marrows")
    delete(client, page)

    response = client.get(reverse(f"wagtailadmin_pages:{name}", args=[page.pk]))

    assert response.url == reverse("bin")


def test_a_superuser_still_finds_the_root_of_the_site(client, moderator):
    moderator.is_superuser = True
    moderator.save()
    delete(client, factories.make_standard_page())

    assert policy_registry.get_by_type(Page).explorable_root_instance(moderator).path == "0001"


# Restoring


def test_a_page_whose_address_is_taken_asks_for_another_place(client, moderator):
    page = factories.make_standard_page(title="Garden", slug="garden")
    delete(client, page)
    other = factories.make_standard_page(title="New garden", slug="garden")

    response = undo(client)

    assert "Its address is taken by “New garden”." in response.content.decode()
    address = reverse("restore_from_bin", args=[Deletion.objects.get().pk])
    client.post(address, {f"place-{page.pk}": other.pk})
    assert Page.objects.get(pk=page.pk).url_path == "/home/garden/garden/"
    assert client.get("/garden/garden/").status_code == 200


def test_a_page_whose_parent_is_gone_asks_for_another_place(client, moderator):
    parent, live, _draft = make_family()
    delete(client, live)
    Page.objects.get(pk=parent.pk).delete()

    response = undo(client)

    assert "has been deleted for good" in response.content.decode()
    assert is_binned(Page.objects.get(pk=live.pk))


def test_a_page_whose_parent_is_in_the_bin_waits_for_it(client, moderator):
    parent, live, _draft = make_family()
    delete(client, live)
    first = Deletion.objects.get()
    delete(client, parent)

    response = client.post(reverse("restore_from_bin", args=[first.pk]))

    assert "is in the bin too" in response.content.decode()


def test_a_place_that_does_not_suit_is_refused_with_the_reason(client, moderator):
    update = factories.make_update(title="May", slug="may")
    delete(client, update)
    factories.make_update(title="May again", slug="may")
    place = factories.make_standard_page(title="About", slug="about")

    address = reverse("restore_from_bin", args=[Deletion.objects.get().pk])
    response = client.post(address, {f"place-{update.pk}": place.pk})

    assert "A page of this kind cannot be below “About”." in response.content.decode()
    assert is_binned(Page.objects.get(pk=update.pk))


def test_editors_restore_only_what_they_deleted_or_may_publish(client, moderator):
    page = factories.make_standard_page(title="Marrows", slug="marrows")
    delete(client, page)
    client.force_login(factories.make_user())

    assert "Marrows" not in client.get(reverse("bin")).content.decode()
    assert undo(client).status_code == 404
    assert client.post(reverse("delete_from_bin", args=[Deletion.objects.get().pk])).status_code == 404


def test_an_editor_restores_a_draft(client):
    editor = factories.make_user()
    client.force_login(editor)
    draft = factories.make_standard_page(title="Marrows", slug="marrows", live=False)
    Page.objects.filter(pk=draft.pk).update(owner=editor)
    before = describe_tree()
    delete(client, draft)

    undo(client)

    assert describe_tree() == before


# Emptying


def test_the_worker_empties_the_bin_after_thirty_days(moderator):
    kept, old = factories.make_standard_page(slug="kept"), make_family()[0]
    move_to_bin([kept], moderator)
    deletion = move_to_bin([old], moderator)
    Deletion.objects.filter(pk=deletion.pk).update(deleted_at=timezone.now() - KEPT_FOR - timedelta(minutes=1))

    empty_bin()

    assert StandardPage.objects.filter(slug__in=["kept", "garden", "beds", "pond"]).get().pk == kept.pk
    assert Page.objects.filter(path__startswith="0002", depth=2).count() == 1


def test_a_page_that_cannot_be_deleted_does_not_hold_up_the_others(moderator, monkeypatch):
    pages = [factories.make_standard_page(slug=name) for name in ("one", "two")]
    deletions = [move_to_bin([page], moderator) for page in pages]
    Deletion.objects.update(deleted_at=timezone.now() - KEPT_FOR - timedelta(minutes=1))

    def fail(deletion):
        if deletion == deletions[0]:
            raise RuntimeError
        delete_for_good(deletion)

    monkeypatch.setattr(actions, "delete_for_good", fail)
    empty_bin()

    assert BinnedPage.objects.get().page_id == pages[0].pk


def test_somebody_who_may_publish_there_deletes_for_good(client, moderator):
    page = factories.make_standard_page(title="Marrows", slug="marrows")
    delete(client, page)
    address = reverse("delete_from_bin", args=[Deletion.objects.get().pk])

    assert "cannot be undone" in client.get(address).content.decode()
    client.post(address)

    assert not Page.objects.filter(pk=page.pk).exists()


def test_code_still_deletes_for_good():
    page = factories.make_standard_page()

    page.delete()

    assert not Page.objects.filter(pk=page.pk).exists()
    assert not Deletion.objects.exists()


@pytest.mark.parametrize("act", [delete_for_good, lambda deletion: restore(deletion, None, {})])
def test_a_page_that_code_moved_out_of_the_bin_is_left_alone(act):
    page = factories.make_standard_page()
    deletion = move_to_bin([page], None)
    Page.objects.get(pk=page.pk).move(factories.get_home(), pos="last-child")

    act(deletion)

    assert StandardPage.objects.get().get_parent().pk == factories.get_home().pk
    assert not Deletion.objects.exists()


def test_a_page_that_code_moved_out_of_the_bin_can_be_deleted_again(client, moderator):
    page = factories.make_standard_page()
    move_to_bin([page], moderator)
    Page.objects.get(pk=page.pk).move(factories.get_home(), pos="last-child")

    assert client.post(reverse("restore_from_bin", args=[Deletion.objects.get().pk])).status_code == 404
    delete(client, page)

    assert BinnedPage.objects.get().deletion == Deletion.objects.first()


def test_references_to_a_deleted_page_come_back(client, moderator):
    about = factories.make_standard_page(title="About", slug="about")
    text = f'<p><a linktype="page" id="{about.pk}">Who we are</a></p>'
    page = factories.make_standard_page(slug="other", body=[factories.block("paragraph", text)])
    before = client.get(f"/api/v2/pages/{page.pk}/").json()

    delete(client, about)
    without = client.get(f"/api/v2/pages/{page.pk}/").json()
    undo(client)

    assert "/about/" not in str(without["body"])
    assert client.get(f"/api/v2/pages/{page.pk}/").json()["body"] == before["body"]


def test_an_alias_that_is_published_in_the_bin_stays_hidden(client, moderator):
    page = factories.make_standard_page(title="Garden", slug="garden")
    alias = page.create_alias(parent=factories.make_standard_page(slug="elsewhere"))
    move_to_bin([alias], moderator)

    page.save_revision().publish()

    assert Page.objects.get(pk=alias.pk).live
    assert client.get(f"/api/v2/pages/{alias.pk}/").status_code == 404


def test_new_languages_leave_no_page_behind(client, moderator):
    page = factories.make_standard_page(title="Garden", slug="garden")
    deletion = move_to_bin([page], moderator)
    Page.objects.get(pk=page.pk).specific.copy_for_translation(welsh(), copy_parents=True, alias=True)

    delete_for_good(deletion)
    empty_bin()

    assert not Page.objects.filter(path__startswith="0002", depth__gt=1).exists()

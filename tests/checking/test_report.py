"""The report over the whole site, and the worker that fills it."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group, Permission
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.models import GroupPagePermission, Page

from blog.models import UpdatePage
from cms.checking.basic import MissingSummary
from cms.checking.models import CheckedPage, OutsideLink, PageFinding
from cms.checking.outside import make_key
from cms.checking.worker import check_pages, list_due, prune_links
from tests import factories
from tests.factories import block, item, link

pytestmark = pytest.mark.django_db


@pytest.fixture
def post():
    return factories.make_update(title="May", introduction="", body=[block("heading", {"text": "Beans", "level": "3"})])


def list_found(page):
    return set(PageFinding.objects.filter(page=page).values_list("check_name", flat=True))


def test_the_worker_notes_what_readers_see_and_then_only_what_has_changed(post):
    post.introduction = "Beans."
    post.save_revision()

    check_pages()

    assert list_found(post) == {"missing_summary", "skipped_heading", "missing_picture"}
    assert not list_due().exists()

    post.save_revision().publish()
    check_pages()

    assert list_found(post) == {"skipped_heading", "missing_picture"}


def test_drafts_that_nobody_has_seen_are_checked_as_they_are(post):
    draft = factories.make_update(title="June", live=False, introduction="")
    draft.introduction = "Leeks."
    draft.save_revision()

    check_pages()

    assert list_found(draft) == {"missing_picture"}


def test_pages_are_checked_again_since_time_and_other_pages_move_on(post):
    check_pages()
    CheckedPage.objects.update(checked_at=timezone.now() - timedelta(days=1))
    post.delete()

    assert list_due().count() == Page.objects.filter(depth__gt=1).count()
    long_ago = timezone.now() - timedelta(days=9)
    Page.objects.update(last_published_at=long_ago, latest_revision_created_at=long_ago)
    changed = factories.get_home()
    CheckedPage.objects.filter(page=changed).update(checked_at=timezone.now() - timedelta(minutes=1))
    Page.objects.filter(pk=changed.pk).update(last_published_at=timezone.now())
    assert list_due().first() == changed.pk
    check_pages()

    assert not PageFinding.objects.filter(page=post.pk).exists()


def test_the_report_leads_to_the_block_and_can_be_filtered_and_exported(client, post):
    check_pages()
    client.force_login(factories.User.objects.create_superuser("ada", "ada@example.org", "a long password"))

    page = client.get(reverse("checking_report"), {"check_name": "skipped_heading"}).content.decode()
    sheet = client.get(reverse("checking_report"), {"export": "csv"})

    assert f"/admin/pages/{post.pk}/edit/#block-" in page
    assert "“Beans” is a subheading" in page
    assert "no summary" not in page
    lines = b"".join(sheet.streaming_content).decode().splitlines()
    assert len([line for line in lines if line.startswith("May,")]) == 3


def test_the_report_costs_as_many_queries_with_many_findings(client, post):
    check_pages()
    client.force_login(factories.User.objects.create_superuser("ada", "ada@example.org", "a long password"))
    client.get(reverse("checking_report"))
    with CaptureQueriesContext(connection) as few:
        client.get(reverse("checking_report"))
    for _number in range(3):
        factories.make_update(introduction="")
    check_pages()

    with CaptureQueriesContext(connection) as many:
        client.get(reverse("checking_report"))

    assert len(many) == len(few)


def test_editors_see_the_findings_of_pages_that_they_may_edit(client, post):
    check_pages()
    client.force_login(factories.make_user("erin", group="Editors"))

    assert "May" in client.get(reverse("checking_report")).content.decode()

    client.force_login(factories.User.objects.create_user("x"))
    assert client.get(reverse("checking_report")).status_code in {302, 403}


def test_the_worker_notes_the_links_of_pages_and_drafts_and_forgets_those_that_are_gone(post):
    links = [item(link("A", url="https://a.example/x#part")), item(link("A again", url="https://a.example/x"))]
    post.body = [block("call_to_action", {"heading": "Come", "text": "", "links": links})]
    post.save_revision()
    OutsideLink.objects.create(key="0", url="https://old.example/", host="old.example")
    OutsideLink.objects.update(seen_at=timezone.now() - timedelta(days=100))

    check_pages()
    prune_links()

    assert list(OutsideLink.objects.values_list("url", "host")) == [("https://a.example/x", "a.example")]


def test_a_page_that_cannot_be_read_keeps_no_other_from_its_turn(post, monkeypatch, caplog):
    bad = factories.make_update(title="Damaged", live=False)
    read = UpdatePage.get_latest_revision_as_object

    def fail(self):
        if self.pk == bad.pk:
            raise ValueError("damaged")
        return read(self)

    monkeypatch.setattr(UpdatePage, "get_latest_revision_as_object", fail)

    check_pages()

    assert "missing_summary" in list_found(post)
    assert not list_due().exists()
    assert f"Page {bad.pk} cannot be checked" in caplog.text


def test_an_address_that_is_none_and_a_check_that_fails_on_one_page_hide_no_findings(post, monkeypatch, caplog):
    dead = "https://a.example/"
    OutsideLink.objects.create(key=make_key(dead), url=dead, host="a.example", state="dead", answer="404")
    post.body = [block("paragraph", f'<p><a href="{dead}">Beans</a> <a href="http://[broken#part">Leeks</a></p>')]
    post.save_revision().publish()
    bad = factories.make_update(title="Damaged", introduction="")
    find = MissingSummary.find

    def fail(self, content, loaded):
        if content.page.pk == bad.pk:
            raise ValueError("damaged")
        return find(self, content, loaded)

    monkeypatch.setattr(MissingSummary, "find", fail)

    check_pages()

    assert {"dead_link", "missing_summary"} <= list_found(post)
    assert f"missing_summary failed on page {bad.pk}" in caplog.text


def test_those_who_only_add_pages_see_the_findings_of_their_own(client, post):
    group = Group.objects.create(name="Writers")
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    permission = Permission.objects.get(content_type__app_label="wagtailcore", codename="add_page")
    GroupPagePermission.objects.create(group=group, page=Page.get_first_root_node(), permission=permission)
    writer = factories.make_user("wil", group="Writers")
    factories.make_update(title="Own", introduction="", owner=writer)
    check_pages()
    client.force_login(writer)

    pages = {row.page.title for row in client.get(reverse("checking_report")).context["object_list"]}

    assert pages == {"Own"}


def test_a_title_that_looks_like_a_formula_stays_a_text_in_an_export(client, post):
    post.title = post.draft_title = "=1+1"
    post.save()
    check_pages()
    client.force_login(factories.User.objects.create_superuser("ada", "ada@example.org", "a long password"))

    sheet = client.get(reverse("checking_report"), {"export": "csv"})

    lines = b"".join(sheet.streaming_content).decode().splitlines()
    assert len([line for line in lines if line.startswith("'=1+1,")]) == 3

"""What editors see of a front end: the panel, what it may frame, and the links that they share."""

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from wagtail.models import GroupPagePermission, Page

from blog.models import UpdatePage
from cms.models import Organisation
from cms.preview.models import PreviewLink, delete_expired_links, expire_after
from tests import factories

ORIGIN = "https://www.example.org"
PANEL = 'data-controller="front-end-preview"'


def read_frames(response: Any) -> list[str]:
    """Return what a page of the admin may frame."""
    directives = response["Content-Security-Policy"].split(";")
    return next(one.split()[1:] for one in directives if one.strip().startswith("frame-src"))


def edit(page: Page) -> str:
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


def links_of(page: Page) -> str:
    return reverse("preview_links", args=[page.pk])


def test_only_the_editor_frames_the_front_end_and_no_other_site(admin: Client, page: UpdatePage) -> None:
    new = reverse("wagtailadmin_pages:add", args=["blog", "updatepage", page.get_parent().pk])
    for address, links in ((edit(page), links_of(page)), (new, "")):
        editor = admin.get(address)

        assert PANEL in editor.content.decode()
        assert f'data-front-end-preview-origin-value="{ORIGIN}"' in editor.content.decode()
        assert read_frames(editor).count(ORIGIN) == 1
        assert ("preview-sources__share" in editor.content.decode()) == bool(links)
    person = factories.make_person()
    for address in ("/admin/", reverse("wagtailsnippets_people_person:edit", args=[person.pk])):
        assert ORIGIN not in read_frames(admin.get(address, follow=True))
    assert ORIGIN not in Client().get(page.url)["Content-Security-Policy"]


def test_without_a_preview_address_nothing_changes(admin: Client, page: UpdatePage, organisation: Organisation) -> None:
    Organisation.objects.update(preview_url="")

    editor = admin.get(edit(page))

    assert PANEL not in editor.content.decode()
    assert ORIGIN not in read_frames(editor)
    assert "front end" in admin.get(links_of(page)).content.decode()
    admin.post(links_of(page), {"shows": "latest", "days": 7})
    assert not PreviewLink.objects.exists()


def test_links_are_made_listed_and_withdrawn(admin: Client, page: UpdatePage) -> None:
    page.title = "Keys to the shed"
    page.save_revision()

    admin.post(links_of(page), {"shows": "latest", "days": 1})
    admin.post(links_of(page), {"shows": "frozen", "days": 30})
    refused = admin.post(links_of(page), {"shows": "latest", "days": 31})

    assert refused.status_code == 200
    frozen, latest = PreviewLink.objects.all()
    assert (latest.content, frozen.content["title"]) == (None, "Keys to the shed")
    assert frozen.expires_at <= expire_after(30)
    listed = admin.get(links_of(page)).content.decode()
    assert listed.count(f'value="{ORIGIN}/preview#token=link.') == 2

    withdraw = reverse("preview_withdraw", args=[page.pk, frozen.pk])
    assert admin.get(withdraw).status_code == 405
    admin.post(withdraw)

    assert list(PreviewLink.objects.all()) == [latest]
    history = admin.get(reverse("wagtailadmin_pages:history", args=[page.pk])).content.decode()
    assert history.count("Shared a preview by a link") == 2
    assert history.count("Withdrew a link to a preview") == 1


def test_links_are_withdrawn_without_a_front_end(admin: Client, editor: User, page: UpdatePage) -> None:
    link = PreviewLink.objects.create(page=page, user=editor, expires_at=expire_after(1))
    Organisation.objects.update(preview_url="")

    listed = admin.get(links_of(page)).content.decode()

    assert reverse("preview_withdraw", args=[page.pk, link.pk]) in listed
    assert 'value=""' not in listed


def test_those_who_may_not_edit_share_nothing(admin: Client, page: UpdatePage) -> None:
    admin.post(links_of(page), {"shows": "latest", "days": 1})
    (link,) = PreviewLink.objects.all()
    GroupPagePermission.objects.filter(group__name="Editors").delete()

    for client in (admin, Client()):
        client.post(links_of(page), {"shows": "latest", "days": 1})
        client.post(reverse("preview_withdraw", args=[page.pk, link.pk]))
        assert "#token=" not in client.get(links_of(page), follow=True).content.decode()

    assert list(PreviewLink.objects.all()) == [link]


@pytest.mark.parametrize(("days", "is_kept"), [(-1, False), (1, True)])
def test_the_worker_deletes_expired_links(
    admin: Client, page: UpdatePage, editor: Any, days: int, is_kept: bool
) -> None:
    PreviewLink.objects.create(page=page, user=editor, expires_at=expire_after(days))

    delete_expired_links()

    assert PreviewLink.objects.exists() == is_kept

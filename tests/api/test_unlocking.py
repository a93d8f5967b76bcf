"""A password opens in the API what it locks, and nothing else, for those who have proved that they know it."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.contrib.auth.models import Group
from django.core import signing
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Collection, CollectionViewRestriction, Page, PageViewRestriction, Site

from cms.limits.forms import LIMITS
from cms.models import Document, Image
from cms.represent.unlocking import LIFETIME, SALT
from tests.api.asking import get
from tests.api.endpoints import list_endpoints
from tests.cms.languages import make_welsh
from tests.factories import (
    add_page,
    block,
    get_home,
    make_document,
    make_event,
    make_event_index,
    make_image,
    make_standard_page,
    make_update,
    make_update_index,
)

pytestmark = pytest.mark.django_db

PASSWORD = "seven sunflowers"
OTHER_PASSWORD = "blue wheelbarrow"


@pytest.fixture(autouse=True)
def counts(settings: Any, tmp_path: Path) -> None:
    settings.VAR_DIR = tmp_path


@pytest.fixture
def members() -> Page:
    """Return a page with a password; below it are a page with a document, updates with an image, and an event."""
    members = make_standard_page(title="Members", slug="members")
    text = f'<p><a linktype="document" id="{make_document("Rota").pk}">The rota</a></p>'
    make_standard_page(members, title="Rota", slug="rota", body=[block("paragraph", text)])
    image = make_image(title="Behind the shed")
    updates = make_update_index(members, title="Notes", slug="notes")
    make_update(updates, title="Rhubarb thieves", slug="rhubarb", hero_image=image)
    make_event(make_event_index(members, title="Meetings"), title="Rhubarb meeting")
    lock(members)
    return members


def lock(page: Page, password: str = PASSWORD, kind: str = PageViewRestriction.PASSWORD) -> PageViewRestriction:
    return PageViewRestriction.objects.create(page=page, restriction_type=kind, password=password)


def ask_for_token(page_id: int, password: Any = PASSWORD, status: int = 200, **headers: str) -> Any:
    response = Client().post(
        f"/api/v2/pages/{page_id}/unlock/", {"password": password}, "application/json", headers=headers
    )
    assert response.status_code == status, response.content
    return response.json()


def unlock(page: Page, password: str = PASSWORD, **headers: str) -> Client:
    """Return a client that sends the token of a page."""
    token = ask_for_token(page.pk, password, **headers)["token"]
    return Client(headers={"Authorization": f"Unlock {token}"})


def list_ids(client: Client, path: str, **parameters: Any) -> set[int]:
    return {item["id"] for item in get(client, path, **parameters)["items"]}


def test_a_token_opens_the_page_and_everything_below(members, client):
    opened = unlock(members)
    below = set(members.get_descendants(inclusive=True).values_list("pk", flat=True))
    rhubarb = Page.objects.get(slug="rhubarb")

    assert not below & list_ids(client, "pages/", limit=100)
    assert below <= list_ids(opened, "pages/", limit=100)
    assert list_ids(opened, "pages/", child_of=members.pk) == set(members.get_children().values_list("pk", flat=True))
    for path in (f"pages/{members.pk}/", f"pages/{rhubarb.pk}/", f"updates/{rhubarb.pk}/"):
        get(client, path, 404)
        assert get(opened, path)["id"]
    get(client, "pages/find/", 404, html_path="/members/rota/")
    assert get(opened, "pages/find/", html_path="/members/rota/")["title"] == "Rota"
    assert get(client, "event-dates/")["items"] == []
    assert get(opened, "event-dates/")["items"][0]["page"]["title"] == "Rhubarb meeting"
    assert get(client, "search/", q="rhubarb")["meta"]["total_count"] == 0
    assert get(opened, "search/", q="rhubarb")["meta"]["total_count"] == 2


def test_a_token_opens_files_of_locked_pages_but_no_private_collection(members, client):
    opened = unlock(members)
    document, image = Document.objects.get(), Image.objects.get()
    assert not list_ids(client, "documents/") | list_ids(client, "images/")
    assert client.get(document.url).status_code == 404
    assert list_ids(opened, "documents/") == {document.pk}
    assert list_ids(opened, "images/") == {image.pk}
    served = opened.get(document.url)
    assert served.status_code == 200
    assert served["Cache-Control"] == "private, no-store"

    collection = Collection.get_first_root_node().add_child(name="Private")
    CollectionViewRestriction.objects.create(collection=collection, restriction_type="password", password=PASSWORD)
    for file in (document, image):
        file.collection = collection
        file.save()

    assert not list_ids(opened, "documents/") | list_ids(opened, "images/")
    assert opened.get(document.url)["Content-Type"].startswith("text/html")  # asks for the password
    rhubarb = Page.objects.get(slug="rhubarb")
    assert get(opened, f"updates/{rhubarb.pk}/")["hero"] is None


def test_an_answer_to_a_token_is_kept_by_nobody(members, client):
    opened = unlock(members)
    for endpoint in list_endpoints():
        if endpoint.view.is_unlockable:
            path = endpoint.path.replace("/1/", f"/{members.pk}/")
            response = opened.get(path, endpoint.required)
            assert "no-store" in response["Cache-Control"], path
            assert "public" not in response["Cache-Control"]
            assert not {"Cache-Tag", "ETag", "CDN-Cache-Control"} & set(response.headers)
            assert "authorization" in client.get(path, endpoint.required)["Vary"].lower(), path

    response = client.post(f"/api/v2/pages/{members.pk}/unlock/", {"password": PASSWORD}, "application/json")
    assert response["Cache-Control"] == "private, no-store"


def test_the_change_feed_and_the_stream_know_no_tokens(members, client):
    opened = unlock(members)
    assert get(opened, "changes/", limit=500)["items"] == get(client, "changes/", limit=500)["items"]
    assert opened.get("/api/v2/changes/stream/").status_code == 200


def test_a_wrong_password_tells_nothing(members, client):
    """Not whether a page exists, is public, a draft, or has a password."""
    public, draft = make_standard_page(), make_standard_page(members, live=False)
    account = make_standard_page()
    lock(account, PASSWORD, PageViewRestriction.LOGIN)

    answers = [
        *(ask_for_token(page, "guess", 403) for page in (members.pk, public.pk, draft.pk, account.pk)),
        *(ask_for_token(number, PASSWORD, 403) for number in (2**31, 2**63, 10**30, get_home().pk)),
        *(ask_for_token(page, PASSWORD, 403) for page in (public.pk, draft.pk, account.pk)),
    ]

    assert all(answer == answers[0] for answer in answers)
    assert answers[0]["type"].endswith("#forbidden")


def test_a_token_ends_with_its_password(members):
    opened = unlock(members)
    path = f"pages/{members.pk}/"
    restriction = members.view_restrictions.get()

    restriction.password = OTHER_PASSWORD
    restriction.save()
    response = opened.get(f"/api/v2/{path}")
    assert (response.status_code, response["WWW-Authenticate"]) == (401, "Unlock")
    assert response.json()["type"].endswith("#not-authorised")

    restriction.password = PASSWORD
    restriction.save()
    get(opened, path)
    restriction.delete()
    get(opened, path, 401)
    get(Client(), path)


def test_a_token_ends_in_time(members):
    answer = ask_for_token(members.pk)
    client = Client(headers={"Authorization": f"Unlock {answer['token']}"})
    until = timezone.datetime.fromisoformat(answer["expires"])
    assert timedelta(0) <= timezone.now() + LIFETIME - until < timedelta(minutes=1)

    with time_machine.travel(until - timedelta(seconds=1), tick=False):
        get(client, f"pages/{members.pk}/")
    with time_machine.travel(until, tick=False):
        get(client, f"pages/{members.pk}/", 401)


def test_a_forged_token_is_refused(members):
    of_nothing, of_others = (signing.dumps([9_000_000_000, "0" * 64], salt=salt) for salt in (SALT, "another"))
    for token in ("", "x", "a:b:c", "é", of_nothing, of_others):
        client = Client(headers={"Authorization": f"Unlock {token}"})
        for path in (f"pages/{members.pk}/", "pages/", "images/", "site/", "search/?q=beans"):
            get(client, path, 401)


def test_passwords_add_up_and_open_no_account(members):
    inner = make_standard_page(members, title="Committee")
    lock(inner, OTHER_PASSWORD)
    account = make_standard_page(members, title="Accounts")
    lock(account, "", PageViewRestriction.LOGIN)
    groups = make_standard_page(members, title="Groups")
    lock(groups, "", PageViewRestriction.GROUPS).groups.set(Group.objects.all())

    outer = unlock(members)
    get(outer, f"pages/{inner.pk}/", 404)
    get(unlock(inner, OTHER_PASSWORD), f"pages/{inner.pk}/", 404)
    both = unlock(inner, OTHER_PASSWORD, Authorization=outer.defaults["HTTP_AUTHORIZATION"])

    get(both, f"pages/{inner.pk}/")
    assert not {account.pk, groups.pk} & list_ids(both, "pages/", limit=100)


def test_a_password_opens_translations_and_aliases(members):
    welsh = make_welsh(members, title="Aelodau", slug="aelodau")
    elsewhere = make_standard_page(title="Elsewhere")
    alias = Page.objects.get(slug="rota").specific.create_alias(parent=elsewhere)

    opened = unlock(members)

    for page in (welsh, alias):
        get(Client(), f"pages/{page.pk}/", 404)
        assert get(opened, f"pages/{page.pk}/")["title"] == page.title
    get(unlock(welsh), f"pages/{members.pk}/")


def test_a_token_is_for_one_site(members):
    root = add_page(Page.objects.get(depth=1), type(get_home())(title="Allotments", slug="allotments"))
    Site.objects.create(hostname="allotments.example", root_page=root)
    plot = make_standard_page(root)
    lock(plot)

    ask_for_token(plot.pk, PASSWORD, 403)
    opened = unlock(members)
    get(opened, f"pages/{members.pk}/")
    get(opened, f"pages/{plot.pk}/", 401, site="allotments.example")
    token = Client().post(
        f"/api/v2/pages/{plot.pk}/unlock/?site=allotments.example", {"password": PASSWORD}, "application/json"
    )
    get(Client(headers={"Authorization": f"Unlock {token.json()['token']}"}), f"pages/{members.pk}/", 401)


def test_only_a_password_is_posted(client):
    path = "/api/v2/pages/1/unlock/"
    lock(get_home())
    halves, deep = '{"password": "\\ud800"}', "[" * 100_000
    mistaken = ("", "[]", "{}", '{"password": ""}', '{"password": 7}', "nonsense", "null", "\x00", b"\xff")
    for body in (*mistaken, halves, deep):
        response = client.post(path, body, "application/json")
        assert response.status_code == 400, body[:30]
        assert response["Content-Type"] == "application/problem+json"
    assert client.post(f"{path}?beans=1", {"password": PASSWORD}, "application/json").status_code == 400
    assert client.post(path, {"password": PASSWORD}).status_code == 415
    assert client.get(path).status_code == 405


@time_machine.travel("2026-07-01T12:00:30Z", tick=False)
def test_guesses_are_counted_with_those_on_the_site(members, client):
    with time_machine.travel(timezone.now(), tick=False):  # or a quarter of an hour could end meanwhile
        limit = LIMITS["wagtailcore_authenticate_with_password"].submissions
        restriction = members.view_restrictions.get()
        form = reverse("wagtailcore_authenticate_with_password", args=(restriction.pk, members.pk))
        for _number in range(limit - 1):
            client.post(form, {"password": "guess", "return_url": "/"})
        ask_for_token(members.pk, "guess", 403)

        response = client.post(f"/api/v2/pages/{members.pk}/unlock/", {"password": PASSWORD}, "application/json")

        assert response.status_code == 429
        assert 0 < int(response["Retry-After"]) <= 900
        assert client.post(form, {"password": PASSWORD, "return_url": "/"}).status_code == 429

"""`preview/`: who sees which drafts, with which tokens, and that nobody else ever does."""

from collections.abc import Callable
from contextlib import nullcontext
from datetime import timedelta
from typing import Any
from unittest.mock import ANY
from urllib.parse import parse_qs, urlsplit

import pytest
import time_machine
from django.contrib.auth.models import Group, Permission, User
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import GroupPagePermission, Page, PageViewRestriction, Site
from wagtail.test.utils.form_data import nested_form_data, rich_text, streamfield

from blog.models import UpdatePage
from cms.models import Organisation
from cms.preview.addresses import find_front_end
from cms.preview.models import PreviewLink, expire_after
from cms.preview.tokens import write_link_token
from events.models import EventPage
from tests import factories
from tests.changes.commits import settle
from tests.cms.languages import make_welsh
from tests.releases.forms import read_form

pytestmark = pytest.mark.django_db

API = "/api/v2/"
TEAM_INTRO = {"heading": "New here", "introduction": rich_text(""), "own_words": rich_text("")}


def ask(path: str, token: str, **headers: str) -> Any:
    return Client().get(f"{API}{path}", headers={"authorization": f"Preview {token}", **headers})


def open_panel(admin: Client, panel: str, form: dict[str, Any]) -> str:
    """Return the token of what is in a form, as the panel gets it."""
    stored = admin.post(panel, form)
    assert stored.json()["is_valid"], stored.json()
    opened = admin.post(reverse("preview_open"), {"panel": panel})
    assert opened.status_code == 200, opened
    return read_fragment(opened.json()["url"])["token"]


def read_fragment(address: str) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(urlsplit(address).fragment).items()}


def edit(admin: Client, page: Page, **changes: Any) -> str:
    """Return the token of a page whose form has changes that nobody has saved."""
    form = read_form(admin, reverse("wagtailadmin_pages:edit", args=[page.pk])) | changes
    return open_panel(admin, reverse("wagtailadmin_pages:preview_on_edit", args=[page.pk]), form)


def body_of(*blocks: tuple[str, Any]) -> dict[str, Any]:
    return nested_form_data({"body": streamfield(blocks)})


def announce(event: EventPage) -> dict[str, Any]:
    return {"heading": "Soon", "introduction": "", "items": streamfield([("event", {"page": event.pk, "date": ""})])}


def share(page: Page, user: User, **values: Any) -> PreviewLink:
    return PreviewLink.objects.create(**{"page": page, "user": user, "expires_at": expire_after(7), **values})


def test_what_is_in_the_form_is_answered_as_the_published_page(admin: Client, page: UpdatePage) -> None:
    token = edit(admin, page, title="Keys to the shed", **body_of(("heading", {"text": "Who", "level": "2"})))

    answer = ask("preview/", token)

    content, published = answer.json(), Client().get(f"{API}pages/{page.pk}/").json()
    assert answer["Cache-Control"] == "private, no-store"
    assert not {"ETag", "Cache-Tag", "CDN-Cache-Control"} & answer.headers.keys()
    assert content["draft"] is True
    assert content["expires"]
    assert content["page"]["title"] == "Keys to the shed"
    assert [block["type"] for block in content["page"]["body"]] == ["heading"]
    assert content["page"].keys() == published.keys()
    assert content["page"]["meta"].keys() == published["meta"].keys()
    assert content["page"]["meta"]["html_url"] == published["meta"]["html_url"]
    assert published["title"] == "Keys"


def test_a_page_that_is_not_created_yet(admin: Client) -> None:
    index = factories.make_update_index()
    place = ["blog", "updatepage", index.pk]
    form = read_form(admin, reverse("wagtailadmin_pages:add", args=place))

    token = open_panel(
        admin, reverse("wagtailadmin_pages:preview_on_add", args=place), form | {"title": "New", "slug": "new"}
    )
    page = ask("preview/", token).json()["page"]

    assert (page["id"], page["title"], page["meta"]["path"]) == (0, "New", "/updates/new/")
    assert page["meta"]["parent"]["id"] == index.pk
    assert ask("pages/find/?html_path=/updates/new/", token).json()["title"] == "New"
    assert not UpdatePage.objects.exists()


def test_the_drafts_of_what_the_page_names_and_of_nothing_else(admin: Client, page: UpdatePage) -> None:
    named, other = factories.make_person("Ann"), factories.make_person("Bea")
    event = factories.make_event(title="Swap", slug="swap")
    for person in (named, other):
        person.role = f"Draft role of {person.name}"
        person.save_revision()
    event.title = "Swap moved"
    event.save_revision()
    body = body_of(
        ("team_intro", TEAM_INTRO | {"person": named.pk}),
        ("events", announce(event)),
    )
    Group.objects.get(name="Editors").permissions.add(Permission.objects.get(codename="change_person"))

    token = edit(admin, page, **body)
    shown = str(ask("preview/", token).json())

    assert "Draft role of Ann" in shown
    assert "Swap moved" in shown
    assert ask(f"events/{event.pk}/", token).json()["title"] == "Swap moved"
    assert ask(f"people/{named.pk}/", token).json()["role"] == "Draft role of Ann"
    assert "Draft" not in str(ask("people/", token).json())
    assert ask(f"people/{other.pk}/", token).status_code == 404


def test_restricted_pages_that_a_draft_names_stay_closed(admin: Client, page: UpdatePage) -> None:
    event = factories.make_event(title="Committee only")
    event.title = "Committee only, moved"
    event.save_revision()
    PageViewRestriction.objects.create(page=event, restriction_type="login")

    token = edit(admin, page, **body_of(("events", announce(event))))

    assert "Committee" not in str(ask("preview/", token).json())
    assert ask(f"events/{event.pk}/", token).status_code == 404


def test_restricted_pages_above_a_draft_stay_closed(editor: User, page: UpdatePage) -> None:
    PageViewRestriction.objects.create(page=page.get_parent(), restriction_type="login")

    meta = ask("preview/", write_link_token(share(page, editor))).json()["page"]["meta"]

    assert meta["parent"] is None
    assert [one["title"] for one in meta["breadcrumbs"]] == ["Home"]


def forge(token: str) -> str:
    return token.replace("form.", "form.9", 1)


def sign_out(admin: Client, editor: User) -> None:
    admin.post(reverse("wagtailadmin_logout"))


def deactivate(admin: Client, editor: User) -> None:
    User.objects.filter(pk=editor.pk).update(is_active=False)


def change_password(admin: Client, editor: User) -> None:
    editor.set_password("another long password")
    editor.save()


def take_permission(admin: Client, editor: User) -> None:
    GroupPagePermission.objects.filter(group__name="Editors").delete()


@pytest.mark.parametrize(
    ("act", "status"), [(sign_out, 401), (deactivate, 401), (change_password, 401), (take_permission, 403)]
)
def test_a_token_ends_with_the_rights_of_its_user(
    admin: Client, editor: User, page: UpdatePage, act: Callable[[Client, User], None], status: int
) -> None:
    token = edit(admin, page, title="Secret plans")
    assert ask("preview/", token).status_code == 200

    act(admin, editor)
    answers = [ask(path, token) for path in ("preview/", f"pages/{page.pk}/", "site/")]

    assert [answer.status_code for answer in answers] == [status] * 3
    for answer in answers:
        assert answer["Content-Type"] == "application/problem+json"
        assert answer["Cache-Control"] == "private, no-store"
        assert "Secret plans" not in answer.content.decode()


def test_bad_tokens_are_explained(admin: Client, page: UpdatePage) -> None:
    token = edit(admin, page)
    for bad in (forge(token), token[:-1], "", "x" * 3000, "link.1", "form.1.1.x"):
        answer = ask("preview/", bad)

        assert answer.status_code == 401, bad
        assert answer["WWW-Authenticate"] == "Preview"
        assert answer.json()["title"] == "Not authorised"
    assert Client().get(f"{API}preview/").status_code == 401
    with time_machine.travel(timezone.now() + timedelta(minutes=16)):
        assert "expired" in ask("preview/", token).json()["detail"]


def test_parameters_are_those_of_a_page(admin: Client, page: UpdatePage) -> None:
    token = edit(admin, page)

    assert ask("preview/?fields=_,title", token).json()["page"].keys() == {"id", "type", "meta", "title"}
    for query in ("fields=secret", "fields=' OR 1=1 --", "limit=1", "site=nowhere.example"):
        assert ask(f"preview/?{query}", token).status_code in {400, 404}, query


def test_an_open_panel_keeps_its_preview(admin: Client, page: UpdatePage) -> None:
    panel = reverse("wagtailadmin_pages:preview_on_edit", args=[page.pk])
    with time_machine.travel(timezone.now(), tick=False) as clock:
        token = edit(admin, page)
        clock.shift(timedelta(minutes=14))
        admin.post(reverse("preview_open"), {"panel": panel})
        clock.shift(timedelta(minutes=14))

        assert ask("preview/", token).status_code == 200


def test_a_panel_is_opened_by_those_only_who_may_edit(admin: Client, page: UpdatePage) -> None:
    panel = reverse("wagtailadmin_pages:preview_on_edit", args=[page.pk])
    edit(admin, page)
    stranger = Client()
    stranger.force_login(factories.make_user("bob"))

    assert stranger.post(reverse("preview_open"), {"panel": panel}).status_code == 404
    assert stranger.post(reverse("preview_open"), {"panel": "/admin/pages/"}).status_code == 404


def test_a_token_shows_no_other_page(admin: Client, page: UpdatePage) -> None:
    other, draft = factories.make_update(title="Bees"), factories.make_update(title="Wasps", live=False)
    other.title = "Bees moved"
    other.save_revision()
    body = body_of(("paragraph", rich_text(f'<p><a linktype="page" id="{draft.pk}">Wasps</a></p>')))
    token = edit(admin, page, title="Keys to the shed", slug="shed", **body)

    assert ask(f"pages/{other.pk}/", token).json()["title"] == "Bees"
    assert ask(f"pages/{draft.pk}/", token).status_code == 404
    assert ask(f"pages/{page.pk}/", token).json()["title"] == "Keys to the shed"
    assert ask(f"updates/{page.pk}/", token).json()["title"] == "Keys to the shed"
    assert ask(f"events/{page.pk}/", token).status_code == 404
    found = ask("pages/find/?html_path=/updates/shed/", token).json()
    assert (found["title"], found["meta"]["path"]) == ("Keys to the shed", "/updates/shed/")


def test_a_shared_link_shows_a_draft_to_anybody_until_it_is_withdrawn(editor: User, page: UpdatePage) -> None:
    page.title = "First draft"
    page.save_revision()
    latest = share(page, editor)
    frozen = share(page, editor, content=page.latest_revision.content)
    page.title = "Second draft"
    page.save_revision()
    titles = [ask("preview/", write_link_token(link)).json()["page"]["title"] for link in (latest, frozen)]
    assert titles == ["Second draft", "First draft"]

    token = write_link_token(frozen)
    frozen.delete()

    assert ask("preview/", token).status_code == 401
    with time_machine.travel(timezone.now() + timedelta(days=8)):
        assert ask("preview/", write_link_token(latest)).json()["detail"] == "This link has expired."


def test_a_shared_link_shows_nobody_more_drafts_than_they_may_see(editor: User, page: UpdatePage) -> None:
    Group.objects.get(name="Editors").permissions.remove(*Permission.objects.filter(content_type__model="person"))
    administrator = User.objects.create_superuser("ada", "ada@example.org", "a long password")
    person = factories.make_person("Ann")
    person.role = "Not decided yet"
    person.save_revision()
    token = write_link_token(share(page, administrator))
    page.body = [factories.block("team_intro", {"heading": "New", "person": person.pk})]

    page.save_revision(user=editor)  # who may not see drafts of people, but may name anybody
    assert "Not decided yet" not in str(ask("preview/", token).json())

    page.title = "Keys and people"
    page.save_revision(user=administrator)
    assert "Not decided yet" in str(ask("preview/", token).json())


def test_a_token_opens_no_later_link_with_the_same_number(editor: User, page: UpdatePage) -> None:
    withdrawn = share(page, editor)
    token = write_link_token(withdrawn)
    number = withdrawn.pk
    withdrawn.delete()

    share(factories.make_update(title="Later", slug="later"), editor, pk=number)  # as after a backup was restored

    assert ask("preview/", token).status_code == 401


def test_a_page_that_is_on_no_site_any_more(editor: User, page: UpdatePage) -> None:
    token = write_link_token(share(page, editor))
    home = factories.get_home()
    elsewhere = factories.add_page(home.get_parent(), type(home)(title="Elsewhere", slug="elsewhere"))
    Group.objects.get(name="Editors").page_permissions.update(page=home.get_parent())

    page.move(elsewhere, pos="last-child")

    assert ask("preview/", token).status_code == 404


def test_a_shared_link_shows_no_more_than_its_owner_may_edit(admin: Client, editor: User, page: UpdatePage) -> None:
    token = write_link_token(share(page, editor))
    assert ask("preview/", token).status_code == 200
    sign_out(admin, editor)
    assert ask("preview/", token).status_code == 200

    take_permission(admin, editor)
    assert ask("preview/", token).status_code == 403

    deactivate(admin, editor)
    assert ask("preview/", token).status_code == 401


def test_a_page_of_another_site_in_another_language(admin: Client, organisation: Organisation) -> None:
    home = factories.get_home()
    root = factories.add_page(home.get_parent(), type(home)(title="Other", slug="other"))
    index = make_welsh(factories.make_update_index(root), title="Diweddariadau", slug="diweddariadau")
    site = Site.objects.create(hostname="other.example", port=443, root_page=root)
    Organisation.objects.create(
        site=site, name="Other", front_end_url="https://front.example", preview_url="https://front.example/drafts"
    )
    Group.objects.get(name="Editors").page_permissions.update(page=home.get_parent())
    place = ["blog", "updatepage", index.pk]
    form = read_form(admin, reverse("wagtailadmin_pages:add", args=place)) | {"title": "Newydd", "slug": "newydd"}
    panel = reverse("wagtailadmin_pages:preview_on_add", args=place)

    token = open_panel(admin, panel, form)
    opened = admin.post(reverse("preview_open"), {"panel": panel}).json()["url"]
    page = ask("preview/", token).json()["page"]

    path = "/cy/diweddariadau/newydd/"
    assert opened.startswith("https://front.example/drafts#")
    assert read_fragment(opened) == {"token": ANY, "path": path, "locale": "cy"}
    assert (page["meta"]["locale"], page["meta"]["html_url"]) == ("cy", f"https://front.example{path}")
    assert [one["title"] for one in page["meta"]["breadcrumbs"]][-1] == "Diweddariadau"


def test_a_page_of_a_site_inside_another(editor: User, page: UpdatePage) -> None:
    site = Site.objects.create(hostname="inside.example", port=443, root_page=page.get_parent())
    Organisation.objects.create(site=site, name="Inside", preview_url="https://inside.example/drafts")

    front_end = find_front_end(page)
    meta = ask("preview/", write_link_token(share(page, editor))).json()["page"]["meta"]

    assert front_end
    assert front_end.origin == "https://inside.example"
    assert (meta["path"], meta["html_url"]) == ("/keys/", "https://inside.example/keys/")


def test_front_ends_may_send_tokens_from_the_browser(admin: Client, page: UpdatePage) -> None:
    own, other = "https://www.example.org", "https://other.example"
    asked = {"access-control-request-method": "GET", "access-control-request-headers": "authorization"}
    token = edit(admin, page)

    def find_allowed(response: Any) -> str | None:
        return response.headers.get("Access-Control-Allow-Origin")

    for origin, allowed in ((own, own), (other, None)):
        before = Client().options(f"{API}preview/", headers={"origin": origin, **asked})
        assert find_allowed(before) == allowed
        assert find_allowed(ask("preview/", token, origin=origin)) == allowed
    assert (
        "authorization"
        in Client().options(f"{API}preview/", headers={"origin": own, **asked})["Access-Control-Allow-Headers"]
    )
    assert find_allowed(Client().get(f"{API}pages/", headers={"origin": own})) is None


def test_drafts_reach_neither_caches_nor_changes(admin: Client, page: UpdatePage) -> None:
    settle()
    before = Client().get(f"{API}changes/").json()
    token = edit(admin, page, title="Secret plans")

    for path in ("preview/", f"pages/{page.pk}/", f"updates/{page.pk}/", f"pages/find/?html_path={page.url}"):
        assert "Secret plans" in ask(path, token).content.decode()
        assert ask(path, token)["Cache-Control"] == "private, no-store"
        assert "Secret plans" not in Client().get(f"{API}{path}").content.decode()
    settle()
    for path in ("changes/", f"changes/?since={before['next']}", "updates/", "search/?q=Secret", "site/"):
        assert "Secret plans" not in ask(path, token).content.decode()
        assert ask(path, token)["Cache-Control"] == "private, no-store"
    assert Client().get(f"{API}changes/?since={before['next']}").json()["items"] == []


@pytest.mark.parametrize(
    ("address", "is_accepted"),
    [
        ("https://www.example.org/preview", True),
        ("http://localhost:4321/preview/", True),
        ("http://127.0.0.1:4321", True),
        ("http://www.example.org/preview", False),
        ("http://staging.internal/preview", True),
        ("javascript:alert(1)", False),
        ("https://me:secret@www.example.org/", False),
        ("https://www.example.org/#here", False),
        ("https://www.example.org; script-src *", False),
        ("https://", False),
        ("//www.example.org", False),
    ],
)
def test_the_address_of_a_front_end_is_checked(
    organisation: Organisation, settings: Any, address: str, is_accepted: bool
) -> None:
    settings.CORS_ALLOWED_ORIGINS = ["http://staging.internal"]
    organisation.preview_url = address

    with nullcontext() if is_accepted else pytest.raises(ValidationError) as refused:
        organisation.clean_fields(exclude={"name"})

    assert is_accepted or "preview_url" in refused.value.message_dict

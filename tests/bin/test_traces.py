"""What is in the bin is named nowhere else in the admin, and nothing there leads to it."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.contrib.redirects.models import Redirect
from wagtail.contrib.search_promotions.models import Query, SearchPromotion
from wagtail.models import Comment, Page

from tests import factories
from tests.bin.test_bin import delete
from tests.cms.languages import make_welsh, welsh_home
from tests.cms.test_admin_addresses import list_admin_addresses

pytestmark = pytest.mark.django_db

# The bin itself; what refers to a page by an editor's choice, which holds again once the page is restored.
LEFT_OUT = ("/admin/reports/bin/", "/admin/redirects/", "/admin/searchpicks/", "/admin/failwhale/")
LINKS = {"page": "event", "document": "document"}


@pytest.fixture
def user(client: Client) -> User:
    user = factories.make_user("morgan", group="Moderators")
    user.is_superuser = True
    user.save()
    client.force_login(user)
    return user


@pytest.fixture
def used() -> dict[str, Any]:
    """What the page in the bin shows."""
    return {
        "document": factories.make_document(),
        "event": factories.make_event(),
        "image": factories.make_image(),
        "person": factories.make_person(),
        "topic": factories.make_topic(),
    }


@pytest.fixture
def binned(client: Client, user: User, used: dict[str, Any]) -> list[Page]:
    """A page, one below it and a translation, with every trace that editors leave."""
    welsh_home()
    links = [f'<a linktype="{kind}" id="{used[name].pk}">x</a>' for kind, name in LINKS.items()]
    body = [
        factories.block("paragraph", f"<p>{''.join(links)}</p>"),
        factories.block("quote", {"text": "x", "person": used["person"].pk, "attribution": "", "role": ""}),
    ]
    page = factories.make_standard_page(title="Marrows", slug="marrows", body=body, hero_image=used["image"])
    below = factories.make_standard_page(page, title="Marrows below", slug="below", live=False)
    update = factories.make_update(title="Marrows today", authors=[used["person"]], topics=[used["topic"]])
    pages = [page, below, update, make_welsh(page, title="Marrows (cy)", slug="marrows")]
    for one in pages:
        one.title += "!"
        one.go_live_at = timezone.now() + timedelta(days=1)
        one.expire_at = timezone.now() + timedelta(days=9)
        one.owner = user
        one.locked, one.locked_by, one.locked_at = True, user, timezone.now()
        one.save()
        one.save_revision(user=user, log_action=True).publish(user=user)
        one.get_workflow().start(one, user)
        Comment.objects.create(page=one, user=user, text="Marrows?", contentpath="title")
        Redirect.objects.create(old_path=f"/old-{one.pk}", redirect_page=one)
        SearchPromotion.objects.create(query=Query.get("marrows"), page=one)
        client.post(reverse("wagtailadmin_pages:lock", args=[one.pk]))
    page.create_alias(parent=factories.make_standard_page(title="Elsewhere", slug="elsewhere"))
    delete(client, page, translations=[pages[-1].pk])
    delete(client, update)
    client.get("/admin/")  # shows the messages
    return list(Page.objects.filter(title__startswith="Marrows"))


CASES = [
    pytest.param(key, query, marks=[] if (key, query) == ("event", "") else pytest.mark.proof)
    for key in ("event", "1")
    for query in ("", "?q=marrows", "?p=1&export=csv")
]


@pytest.mark.parametrize(("key", "query"), CASES)
def test_no_address_of_the_admin_names_what_is_in_the_bin(key, query, binned, client, used):
    assert len(binned) == 5
    traces = [b"Marrows", *(f"/pages/{page.pk}/".encode() for page in binned)]

    named = {}
    for address in sorted({*list_admin_addresses(str(used["event"].pk) if key == "event" else key)}):
        if not address.startswith(LEFT_OUT):
            response = client.get(address + query)
            text = response.getvalue() if response.status_code == 200 else b""
            named[address] = [text[max(text.find(trace) - 300, 0) :][:400] for trace in traces if trace in text]

    named = {address: found for address, found in named.items() if found}
    assert not named, "\n".join(f"{address}: {found[0]!r}" for address, found in named.items())

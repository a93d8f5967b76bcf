"""Policies: what goes together, and what readers are told."""

from datetime import date, timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.utils import timezone
from wagtail.models import Collection, CollectionViewRestriction

from tests import factories
from tests.cms.languages import make_welsh, welsh_home

pytestmark = pytest.mark.django_db

DAY = date(2026, 5, 4)


def make_page(slug="plan", **kwargs):
    return factories.make_standard_page(**{"title": slug.title(), "slug": slug, **kwargs})


def make_document(title="Plan", **kwargs):
    return factories.make_document(title, **kwargs)


MAKERS = pytest.mark.parametrize("make", [make_page, make_document])


@MAKERS
@pytest.mark.parametrize(
    ("facts", "wrong"),
    [
        ({"policy_status": "agreed"}, {"agreed_on"}),
        ({"policy_status": "agreed", "agreed_on": DAY, "comments_until": DAY}, {"comments_until"}),
        ({"policy_status": "agreed", "agreed_on": DAY, "review_on": DAY}, {"review_on"}),
        ({"policy_status": "draft_open_for_comments", "agreed_on": DAY}, {"agreed_on"}),
        ({"policy_status": "replaced"}, {"replaced_by"}),
        ({"review_on": DAY}, {"review_on"}),
    ],
)
def test_what_does_not_go_together_is_refused(make, facts, wrong):
    policy = make()
    for name, value in facts.items():
        setattr(policy, name, value)

    with pytest.raises(ValidationError) as refused:
        policy.full_clean()

    assert set(refused.value.message_dict) == wrong


@MAKERS
def test_nothing_replaces_itself(make):
    first, second = make("first"), make("second")
    second.policy_status, second.replaced_by = "replaced", first
    second.save()
    for successor in (first, second):
        first.policy_status, first.replaced_by = "replaced", successor
        with pytest.raises(ValidationError, match="cannot replace itself"):
            first.full_clean()
    first.replaced_by, first.policy_status = second, "agreed"

    with pytest.raises(ValidationError, match="Only a policy that is replaced"):
        first.full_clean()


def test_a_translation_does_not_replace_its_source():
    welsh_home()
    source = make_page()
    welsh = make_welsh(source, title="Cynllun", slug="cynllun")
    source.policy_status, source.replaced_by = "replaced", welsh

    with pytest.raises(ValidationError, match="cannot replace itself"):
        source.full_clean()


def test_a_day_for_comments_alone_makes_a_draft():
    assert make_page(comments_until=DAY).policy_status == "draft_open_for_comments"


def test_a_replaced_document_leads_straight_to_what_holds():
    old, middle, new = make_document("Old"), make_document("Middle"), make_document("New")
    for document, successor in ((old, middle), (middle, new)):
        document.policy_status, document.replaced_by = "replaced", successor
        document.full_clean()
        document.save()
    old.refresh_from_db()

    assert old.replaced_by == new


def test_documents_that_replace_each_other_can_be_saved_by_code():
    first, second = make_document("First"), make_document("Second")
    for document, successor in ((first, second), (second, first), (first, first)):
        document.replaced_by = successor
        document.save()

    assert first.replaced_by == first


# Readers


def test_readers_see_the_status_and_both_ends_of_a_replacement(client):
    new = make_page("new", policy_status="agreed", agreed_on=DAY, review_on=date(2028, 5, 4))
    old = make_page("old", policy_status="replaced", replaced_by=new, agreed_on=date(2020, 1, 1))

    agreed, replaced = (client.get(page.get_url()).content.decode() for page in (new, old))

    assert "Agreed on" in agreed
    assert '<time datetime="2028-05-04">' in agreed
    assert f'<a href="{old.get_url()}">Old</a>' in agreed
    assert "Replaced" in replaced
    assert f'<a href="{new.get_url()}">New</a>' in replaced
    assert "Replaces:" not in replaced


def test_nothing_is_said_of_what_readers_cannot_see(client):
    new = make_page("new", policy_status="agreed", agreed_on=DAY)
    old = make_page("old", policy_status="replaced", replaced_by=new, live=False)
    gone = make_page("gone", policy_status="replaced", replaced_by=old)

    assert "Replaces:" not in client.get(new.get_url()).content.decode()
    assert "Read instead" not in client.get(gone.get_url()).content.decode()
    assert client.get(f"/api/v2/pages/{gone.pk}/").json()["replaced_by"] is None


@pytest.fixture
def listed(client):
    """A page with a list of policies and with documents, among policies of every status."""
    new = make_page("new", policy_status="agreed", agreed_on=DAY)
    make_page("old", policy_status="replaced", replaced_by=new)
    make_page("draft", policy_status="draft_open_for_comments", comments_until=DAY)
    make_page("hidden", policy_status="agreed", agreed_on=DAY, live=False)
    holds = make_document("Holds", policy_status="agreed", agreed_on=DAY)
    paper = make_document("Paper", policy_status="replaced", replaced_by=holds)
    item = {
        "type": "item",
        "id": factories.make_id("item"),
        "value": {"document": paper.pk, "label": "", "summary": ""},
    }
    body = [
        factories.block("policies", {"heading": "Policies", "status": ""}, "all"),
        factories.block("policies", {"heading": "In force", "status": "agreed"}, "agreed"),
        factories.block("documents", {"heading": "Papers", "items": [item]}, "papers"),
    ]
    return make_page("list", body=body)


def test_a_list_has_the_public_policies_with_their_status(client, listed):
    with time_machine.travel("2026-05-04 12:00", tick=False):
        response = client.get(listed.get_url())
        body = client.get(f"/api/v2/pages/{listed.pk}/").json()["body"]
    html = response.content.decode()
    titles = [[item["page"]["title"] for item in block["value"]["items"]] for block in body[:2]]

    assert titles == [["Draft", "New", "Old"], ["New"]]
    assert "Open for comments until" in html
    assert "Hidden" not in html
    assert response["CDN-Cache-Control"] == f"max-age={12 * 3600}"


def test_a_document_in_a_list_says_what_holds_instead_and_that_is_public(client, listed):
    document = client.get(f"/api/v2/pages/{listed.pk}/").json()["body"][2]["value"]["items"][0]["document"]
    files = client.get("/api/v2/documents/?fields=*&order=title").json()["items"]

    assert document["policy_status"] == "replaced"
    assert document["replaced_by"]["title"] == "Holds"
    assert [file["title"] for file in files] == ["Holds", "Paper"]
    assert files[1]["replaced_by"]["url"] == files[0]["meta"]["download_url"]
    assert client.get(files[0]["meta"]["download_url"].removeprefix("http://localhost")).status_code == 200


def test_what_is_listed_changes_with_what_is_published(client, listed):
    before = client.get(listed.get_url()).content.decode()
    make_page("later", policy_status="agreed", agreed_on=DAY)

    assert "Later" not in before
    assert "Later" in client.get(listed.get_url()).content.decode()


def test_lists_filter_by_status_and_days(client, listed):
    def find(query):
        found = client.get(f"/api/v2/pages/?type=home.StandardPage&order=title&{query}").json()
        return [page["title"] for page in found["items"]]

    assert find("policy_status=agreed,replaced") == ["New", "Old"]
    assert find("comments_until__gte=2026-05-04") == ["Draft"]
    assert find("agreed_on=2026-05-04") == ["New"]


def test_nothing_is_found_by_a_successor_that_is_not_shown(client):
    welsh_home()
    new, draft = make_page("new", policy_status="agreed", agreed_on=DAY), make_page("draft", live=False)
    welsh_new = make_welsh(new, title="Newydd", slug="newydd")
    old = make_page("old", policy_status="replaced", replaced_by=new)
    make_welsh(old, title="Hen", slug="hen")
    make_page("older", policy_status="replaced", replaced_by=draft)
    closed = Collection.get_first_root_node().add_child(name="Closed")
    CollectionViewRestriction.objects.create(collection=closed, restriction_type="login")
    secret, paper = make_document("Secret", collection=closed), make_document("Paper", public=True)
    for title, successor in (("Old", secret), ("Older", paper)):
        make_document(title, policy_status="replaced", replaced_by=successor, public=True)

    def find(query):
        return [found["title"] for found in client.get(f"/api/v2/{query}").json()["items"]]

    assert find(f"pages/?type=home.StandardPage&replaced_by={draft.pk}") == []
    assert find(f"pages/?type=home.StandardPage&order=title&replaced_by={welsh_new.pk}") == ["Hen", "Old"]
    assert find(f"documents/?replaced_by={secret.pk}") == []
    assert find(f"documents/?replaced_by={paper.pk},{secret.pk}") == ["Older"]


def test_a_status_is_the_same_in_every_language(client):
    welsh_home()
    new, old = make_page("new", policy_status="agreed", agreed_on=DAY), make_page("old")
    welsh_new = make_welsh(new, title="Newydd", slug="newydd")
    welsh_old = make_welsh(old, title="Hen", slug="hen")
    old.policy_status, old.replaced_by = "replaced", new
    old.save_revision().publish()

    assert client.get(f"/api/v2/pages/{welsh_old.pk}/").json()["replaced_by"]["title"] == "Newydd"
    assert [page["title"] for page in client.get(f"/api/v2/pages/{welsh_new.pk}/").json()["replaces"]] == ["Hen"]


def test_a_search_finds_what_holds_first_and_suggests_nothing_else(client):
    welsh_home()
    new, old = make_page("new", title="Pictures of people"), make_page("old", title="Pictures")
    make_welsh(old, title="Lluniau", slug="lluniau")
    old.policy_status, old.replaced_by = "replaced", new
    old.save_revision().publish()

    def find(path):
        return [found["title"] for found in client.get(f"/api/v2/search/{path}").json()["items"]]

    assert find("?q=pictures&locale=en") == ["Pictures of people", "Pictures"]
    assert find("suggest/?q=pict&locale=en") == ["Pictures of people"]
    assert find("?q=lluniau&locale=cy") == ["Lluniau"]
    assert find("suggest/?q=lluniau&locale=cy") == []


def test_a_copy_is_no_policy():
    page = make_page(policy_status="agreed", agreed_on=timezone.localdate() - timedelta(days=1))

    copied = page.copy(update_attrs={"slug": "copy"})

    assert (copied.policy_status, copied.agreed_on) == ("", None)

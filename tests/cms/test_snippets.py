"""Topics, people and calls to action: drafts, revisions, previews, usage and languages."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.db.migrations.loader import MigrationLoader
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.models import ReferenceIndex, Revision

from cms.models import DraftSnippet, Topic
from tests import factories
from tests.cms.languages import welsh

pytestmark = pytest.mark.django_db

MAKERS = {
    "people.person": factories.make_person,
    "cms.topic": factories.make_topic,
    "cms.calltoaction": factories.make_call_to_action,
}
NAMES = {"people.person": "name", "cms.topic": "name", "cms.calltoaction": "heading"}


@pytest.fixture(params=MAKERS)
def snippet(request) -> Any:
    return MAKERS[request.param]()


def rename(snippet: DraftSnippet, text: str) -> Any:
    setattr(snippet, NAMES[snippet._meta.label_lower], text)
    return snippet.save_revision()


def test_a_draft_waits_until_it_is_published(snippet):
    revision = rename(snippet, "Renamed")
    live = type(snippet).objects.get()
    assert (str(live) == "Renamed", live.has_unpublished_changes) == (False, True)

    revision.publish()

    live.refresh_from_db()
    assert (str(live), live.has_unpublished_changes) == ("Renamed", False)


def test_an_earlier_revision_can_be_published_again(snippet):
    before = str(snippet)
    first = snippet.save_revision()
    rename(snippet, "Renamed").publish()

    first.publish()

    assert str(type(snippet).objects.get()) == before


def test_a_publish_that_fails_changes_nothing(snippet, monkeypatch):
    revision = rename(snippet, "Renamed")
    before = type(snippet).objects.values().get()

    def fail(*args: Any, **kwargs: Any) -> None:
        raise RuntimeError("late")

    monkeypatch.setattr("wagtail.actions.publish_revision.PublishRevisionAction._after_publish", fail)
    with pytest.raises(RuntimeError):
        snippet.publish(revision)

    assert type(snippet).objects.values().get() == before


def test_it_is_previewed(snippet, admin_client):
    revision = rename(snippet, "In preview")
    address = reverse(snippet.snippet_viewset.get_url_name("revisions_view"), args=[snippet.pk, revision.pk])

    response = admin_client.get(address)

    assert response.status_code == 200
    assert "In preview" in response.content.decode()


def test_an_editor_sees_where_it_is_used(snippet, admin_client):
    kind = snippet._meta.label_lower
    if kind == "cms.calltoaction":
        page = factories.make_update(body=[factories.block("shared_call_to_action", snippet.pk)])
    else:
        relation = {"people.person": "authors", "cms.topic": "topics"}[kind]
        page = factories.make_update(**{relation: [snippet]})

    usage = admin_client.get(reverse(snippet.snippet_viewset.get_url_name("usage"), args=[snippet.pk]))

    assert page.title in usage.content.decode()
    assert ReferenceIndex.get_grouped_references_to(snippet).count() == 1


def test_a_topics_address_is_used_once_in_a_language():
    factories.make_topic("Food", slug="food")
    again = Topic(name="Food again", slug="food", locale=factories.default_locale())

    with pytest.raises(ValidationError) as refusal:
        again.full_clean()

    assert refusal.value.message_dict == {"slug": ["Another topic in this language has this address already."]}


def test_the_database_holds_that_a_topics_address_is_used_once():
    factories.make_topic("Food", slug="food")
    other = factories.make_topic("Bread", slug="bread")

    with pytest.raises(IntegrityError), transaction.atomic():
        Topic.objects.filter(pk=other.pk).update(slug="food")


def test_a_draft_whose_address_has_been_taken_meanwhile_is_not_published():
    topic = factories.make_topic("Bread", slug="bread")
    topic.slug = "food"
    revision = topic.save_revision()
    factories.make_topic("Food", slug="food")

    with pytest.raises(ValidationError) as refusal:
        revision.publish()

    assert list(refusal.value.message_dict) == ["slug"]


def test_an_editor_reads_beside_the_field_that_an_address_is_taken(admin_client):
    factories.make_topic("Food", slug="food")
    address = reverse(Topic.snippet_viewset.get_url_name("add"))

    response = admin_client.post(address, {"name": "Food again", "slug": "food"})

    assert response.context["form"].errors == {"slug": ["Another topic in this language has this address already."]}


@pytest.mark.proof
def test_topics_of_one_address_are_told_apart_before_the_database_holds_them_to_it(transactional_db):
    call_command("migrate", "cms", "0001", verbosity=0)
    former = MigrationLoader(connection).project_state(("cms", "0001_initial")).apps.get_model("cms", "Topic")
    english, other_language = factories.default_locale().pk, welsh().pk
    for name in ("draft", "first", "second", "other", "welsh"):
        slug, locale_id = "food-2" if name == "other" else "food", other_language if name == "welsh" else english
        former.objects.create(name=name, slug=slug, live=name != "draft", locale_id=locale_id)
    second, kind = former.objects.get(name="second"), ContentType.objects.get_for_model(Topic)
    content = {"pk": second.pk, "name": "second", "slug": "food"}
    revision = Revision.objects.create(
        content_type=kind, base_content_type=kind, object_id=str(second.pk), content=content
    )
    former.objects.filter(pk=second.pk).update(latest_revision_id=revision.pk)

    call_command("migrate", verbosity=0)

    slugs = {"draft": "food-4", "first": "food", "second": "food-3", "other": "food-2", "welsh": "food"}
    assert dict(Topic.objects.values_list("name", "slug")) == slugs
    revision.refresh_from_db()
    assert revision.content["slug"] == "food-3"


def test_a_topics_address_may_be_the_same_in_another_language():
    factories.make_topic("Food", slug="food")

    Topic(name="Bwyd", slug="food", locale=welsh()).full_clean()


def test_a_call_to_action_has_at_most_three_links():
    links = [factories.block("link", factories.link(url="https://example.org/"), f"link-{n}") for n in range(4)]
    action = factories.make_call_to_action(links=links)

    with pytest.raises(ValidationError) as refusal:
        action.links.stream_block.clean(action.links)

    assert "Keep no more than 3 items." in str(refusal.value.non_block_errors)


def test_changing_a_shared_call_to_action_changes_every_page_that_shows_it(client):
    action = factories.make_call_to_action("Lend us two hours")
    pages = [
        factories.make_update(body=[factories.block("shared_call_to_action", action.pk)]),
        factories.make_update(body=[factories.block("shared_call_to_action", action.pk)]),
    ]

    rename(action, "Lend us a whole day").publish()

    assert all("Lend us a whole day" in client.get(page.get_url()).content.decode() for page in pages)


@pytest.mark.parametrize("make", MAKERS.values(), ids=MAKERS)
def test_the_status_of_a_list_of_snippets_takes_the_same_queries_whatever_its_length(make, client):
    user = factories.make_user("lister", group="Moderators")
    client.force_login(user)

    def count_queries() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(path).status_code == 200
        # The buttons of wagtail-localize ask for languages once a row.
        return len([query for query in queries if "workflow" in query["sql"] or "_revision" in query["sql"]])

    def add(number: int) -> None:
        for _ in range(number):
            snippet = make(live=False)
            snippet.save_revision()
            snippet.get_workflow().start(snippet, user)

    add(2)
    path = reverse(make(live=True).snippet_viewset.get_url_name("list"))
    count_queries()
    before = count_queries()
    add(6)

    assert count_queries() == before


def test_a_list_of_snippets_says_which_are_scheduled(client):
    person = factories.make_person(live=False)
    person.go_live_at = timezone.now() + timedelta(days=1)
    person.save_revision().publish()
    client.force_login(factories.make_user("lister", group="Moderators"))

    path = reverse(person.snippet_viewset.get_url_name("list"))

    assert all("scheduled" in client.get(path + query).content.decode() for query in ("", "?q=Mair", "?group=team"))

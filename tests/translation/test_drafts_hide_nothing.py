"""A page shows a thing in another language where its own language has it only as a draft, or in the bin."""

import json

import pytest
from django.apps import apps
from wagtail.models import DraftStateMixin, Page, TranslatableMixin

from blog.models import RelatedUpdate, UpdateMeetingNotes
from cms.bin.actions import move_to_bin
from cms.represent.content import list_referenced_models
from tests import factories
from tests.cms.languages import make_welsh, welsh_home
from tests.factories import block, item

pytestmark = pytest.mark.django_db

ENGLISH = "An English name"
WELSH = "Enw Cymraeg"

MAKERS = {
    "people.Person": lambda: factories.make_person(ENGLISH, role="Cook"),
    "cms.Topic": lambda: factories.make_topic(ENGLISH, slug="english-topic"),
    "cms.CallToAction": lambda: factories.make_call_to_action(ENGLISH),
    "events.EventPage": lambda: factories.make_event(
        title=ENGLISH, slug="event", dates=[factories.make_date(days=3, place="The barn")]
    ),
    "events.MeetingNotesPage": lambda: factories.make_notes(factories.make_event(), title=ENGLISH, slug="notes"),
    "blog.UpdatePage": lambda: factories.make_update(title=ENGLISH, slug="other"),
    "home.StandardPage": lambda: factories.make_standard_page(title=ENGLISH, slug="policy"),
    "wagtailcore.Page": lambda: factories.make_standard_page(title=ENGLISH, slug="page"),
}
NAMES = {"people.Person": "name", "cms.Topic": "name", "cms.CallToAction": "heading"}


def list_namable() -> set[str]:
    """Return the models with drafts and translations that a page can name."""
    ours = [model for model in apps.get_models() if not model.__module__.startswith("tests.")]
    pages = [model for model in ours if issubclass(model, Page)]
    named = set().union(*(list_referenced_models(model) for model in pages))
    return {one._meta.label for one in named if issubclass(one, DraftStateMixin) and issubclass(one, TranslatableMixin)}


def make_naming(label: str, thing, slug: str) -> Page:
    """Return a page that names a thing in every way it can."""
    if label == "home.StandardPage":
        return factories.make_standard_page(slug=slug, policy_status="replaced", replaced_by=thing)
    return factories.make_update(slug=slug, **name(thing))


def name(thing) -> dict:
    """Return what an update has to have to name a thing in every way it can."""
    pk = thing.pk
    match thing._meta.label:
        case "people.Person":
            quote = {"text": "Words", "person": pk, "attribution": "", "role": ""}
            return {
                "authors": [thing],
                "body": [block("team_intro", {"heading": "Hello", "person": pk}), block("quote", quote)],
            }
        case "cms.Topic":
            return {"topics": [thing]}
        case "cms.CallToAction":
            return {"body": [block("shared_call_to_action", pk)]}
        case "events.EventPage":
            dates = [block("event", {"page": pk, "date": date}, str(date)) for date in (None, thing.dates.get().pk)]
            upcoming = {"heading": "Soon", "count": 3, "series": pk}
            return {
                "body": [
                    block("events", {"heading": "Dates", "introduction": "", "items": dates}),
                    block("upcoming_events", upcoming),
                ]
            }
        case "events.MeetingNotesPage":
            return {"meeting_notes": [UpdateMeetingNotes(notes=thing)]}
        case "blog.UpdatePage":
            return {"related_updates": [RelatedUpdate(update=thing)]}
    links = {"heading": "Come", "text": "", "links": [item(factories.link("Read", page=pk))]}
    return {
        "body": [
            block("call_to_action", links),
            block("paragraph", f'<p><a linktype="page" id="{pk}">more</a></p>'),
        ]
    }


def test_everything_that_can_be_named_is_here():
    assert list_namable() == MAKERS.keys()


# What is no page is deleted for good, and not named any longer.
STATES = [
    *((label, "draft") for label in MAKERS),
    *(pytest.param(label, "bin", marks=pytest.mark.proof) for label in MAKERS if label not in NAMES),
]


@pytest.mark.parametrize(("label", "state"), STATES)
def test_a_draft_translation_hides_nothing(label, state, client, admin_user):
    welsh_home()
    source = MAKERS[label]()
    changes = {NAMES.get(label, "title"): WELSH, **({"slug": "cymraeg"} if hasattr(source, "slug") else {})}
    translation = make_welsh(source, live=state == "bin", **changes)
    if hasattr(translation, "dates"):
        translation.dates.update(place="Yr ysgubor", note="Heb ei gyhoeddi")
    if state == "bin":
        move_to_bin([type(translation).objects.get(pk=translation.pk)], admin_user)
    pages = []
    for named in (source, type(source).objects.get(pk=translation.pk)):
        naming = make_naming(label, named, f"news-{named.pk}")
        pages.append(make_welsh(naming, title="Newyddion", slug=f"newyddion-{named.pk}"))

    kind = pages[0]._meta.label
    listed = client.get(f"/api/v2/pages/?type={kind}&locale=cy&fields=*&limit=100").json()["items"]
    for page in pages:
        html = client.get(page.url).content.decode()
        answers = [
            html.replace(source.url, ENGLISH) if isinstance(source, Page) else html,
            client.get(f"/api/v2/pages/{page.pk}/").content.decode(),
            client.get(f"/api/v2/pages/{page.pk}/?rich_text_format=markdown").content.decode(),
        ]
        if label != "blog.UpdatePage":  # lists have no related updates
            answers.append(json.dumps(next(one for one in listed if one["id"] == page.pk)))
        for answer in answers:
            assert ENGLISH in answer
            for own in (WELSH, "cymraeg", "ysgubor", "gyhoeddi"):
                assert own not in answer
    if label == "home.StandardPage":  # in no feed
        return
    feed = client.get(pages[0].get_parent().url + "feed.atom").content.decode()
    assert WELSH not in feed
    assert (ENGLISH in feed or source.url in feed) if "body" in name(source) else True


def test_a_topic_that_is_a_draft_in_welsh_is_found_in_welsh(client):
    """By its archive, its feed, related updates and the numbers of a search."""
    welsh_home()
    topic = factories.make_topic(ENGLISH, slug="english-topic")
    draft = make_welsh(topic, live=False, name=WELSH, slug="cymraeg")
    one, two = (
        make_welsh(factories.make_update(topics=[draft], slug=slug), title=f"Newyddion {slug}", slug=f"cy-{slug}")
        for slug in ("one", "two")
    )
    archive = one.get_parent().url

    assert ENGLISH in client.get(archive).content.decode()
    assert two.title in client.get(f"{archive}pwnc/english-topic/").content.decode()
    assert two.title in client.get(f"{archive}pwnc/english-topic/feed.atom").content.decode()
    assert [page["id"] for page in client.get(f"/api/v2/updates/{one.pk}/").json()["related"]] == [two.pk]
    facets = client.get("/api/v2/search/?q=Newyddion&locale=cy").json()["facets"]["topic"]
    assert [(facet["value"], facet["count"]) for facet in facets] == [("english-topic", 2)]


def test_a_source_that_is_withdrawn_is_not_shown_in_another_language(client):
    welsh_home()
    person = factories.make_person(ENGLISH)
    make_welsh(person, name=WELSH)
    page = factories.make_update(authors=[person])

    person.unpublish()

    assert client.get(f"/api/v2/pages/{page.pk}/").json()["authors"] == []

"""What a page shows when the content that it names is broken, gone, hidden or in another language."""

import json
import logging
from typing import Any

import pytest
from django.db import connection
from wagtail.models import Collection, CollectionViewRestriction, Page, PageViewRestriction

from blog.models import RelatedUpdate, UpdateMeetingNotes, UpdatePage
from tests import factories
from tests.cms.languages import make_welsh, welsh_home

pytestmark = pytest.mark.django_db

SENTINEL = "The rest of the page is here."
GOOD = factories.block("paragraph", f"<p>{SENTINEL}</p>", "sentinel")
DESCRIBED = {"decorative": False, "alt_text": "Beds"}
GONE = 4_000_000
TOO_LARGE = 10**25


def store_body(page: Page, text: str) -> None:
    """Put text into the column as it is, past everything that would refuse it."""
    with connection.cursor() as cursor:
        cursor.execute("UPDATE blog_updatepage SET body = %s WHERE page_ptr_id = %s", [text, page.pk])


def read(client, page: Page) -> tuple[str, list[dict[str, Any]]]:
    """Return the page's HTML and its body in the API."""
    html = client.get(page.get_url())
    api = client.get(f"/api/v2/updates/{page.pk}/")
    listed = client.get("/api/v2/updates/?fields=*")
    assert (html.status_code, api.status_code, listed.status_code) == (200, 200, 200)
    assert [item["body"] for item in listed.json()["items"] if item["id"] == page.pk] == [api.json()["body"]]
    return html.content.decode(), api.json()["body"]


def items(*values: Any) -> list[dict[str, Any]]:
    return [factories.item(value, f"item-{number}") for number, value in enumerate(values)]


EXTERNAL = {"title": "Fair", "start": "2027-05-01T09:00:00Z", "end": None}
BROKEN = {
    # a kind of block that nobody knows
    "unknown type": factories.block("carousel", {"slides": [1]}),
    "no type": {"value": "hello", "id": "x"},
    "no value": {"type": "paragraph", "id": "x"},
    "type is a number": {"type": 5, "value": "hello", "id": "x"},
    "type is a list": {"type": ["paragraph"], "value": "hello", "id": "x"},
    # things that have been deleted
    "image gone": factories.block("image", {"image": {"image": GONE, **DESCRIBED}, "caption": "Lost"}),
    "image none": factories.block("image", {"image": {"image": None, **DESCRIBED}, "caption": "Lost"}),
    "person gone": factories.block("team_intro", {"heading": "Lost", "person": GONE}),
    "call to action gone": factories.block("shared_call_to_action", GONE),
    "call to action none": factories.block("shared_call_to_action", None),
    "person missing": factories.block("team_intro", {"heading": "Lost"}),
    "film none": factories.block("video", {"url": "", "title": "Lost", "transcript": ""}),
    # a value of the wrong shape
    "text for a struct": factories.block("heading", "Lost"),
    "list for a struct": factories.block("heading", [["text", "Lost"]]),
    "none for a struct": factories.block("heading", None),
    "number for a struct": factories.block("news", 7),
    "struct for a text": factories.block("heading", {"text": {"en": "Lost"}, "level": "2"}),
    "list for a text": factories.block("heading", {"text": ["Lost"], "level": "2"}),
    "level that is none": factories.block("heading", {"text": "Lost", "level": None}),
    "level that is no choice": factories.block("heading", {"text": "Lost", "level": "deep"}),
    "struct for rich text": factories.block("paragraph", {"html": "Lost"}),
    "number for rich text": factories.block("paragraph", 12),
    "text for a list": factories.block("documents", {"heading": "Lost", "items": "Lost"}),
    "struct for a list": factories.block("ways_to_take_part", {"heading": "Lost", "items": {"a": 1}}),
    "text for a stream": factories.block("events", {"heading": "Lost", "introduction": "", "items": "Lost"}),
    "struct for a stream": factories.block("events", {"heading": "Lost", "introduction": "", "items": {"a": 1}}),
    "text for an image": factories.block("image", {"image": "Lost", "caption": "Lost"}),
    "list for an image": factories.block("image", {"image": [1], "caption": "Lost"}),
    "text for a chooser": factories.block("shared_call_to_action", "Lost"),
    "list for a chooser": factories.block("shared_call_to_action", [1]),
    "struct for a chooser": factories.block("shared_call_to_action", {"id": 1}),
    "true for a chooser": factories.block("shared_call_to_action", True),
    "minus for a chooser": factories.block("shared_call_to_action", -1),
    "fraction for a chooser": factories.block("shared_call_to_action", 1.5),
    "huge number for a chooser": factories.block("shared_call_to_action", TOO_LARGE),
    "huge text for a chooser": factories.block("shared_call_to_action", str(TOO_LARGE)),
    "text for a page": factories.block("upcoming_events", {"heading": "Lost", "count": 3, "series": "Lost"}),
    "text for a number": factories.block("upcoming_events", {"heading": "Lost", "count": "many", "series": None}),
    "none for a number": factories.block("upcoming_events", {"heading": "Lost", "count": None, "series": None}),
    "number for an address": factories.block("video", {"url": 7, "title": "Lost", "transcript": ""}),
    "struct for an address": factories.block("video", {"url": {"a": 1}, "title": "Lost", "transcript": ""}),
    "child is text": "Lost",
    "child is none": None,
    "child is a list": ["paragraph", "Lost"],
}


def check_left_out(broken: list[Any], client, caplog) -> None:
    page = factories.make_update()
    store_body(page, json.dumps([*broken, GOOD]))

    with caplog.at_level(logging.WARNING, logger="cms"):
        html, body = read(client, page)

    assert SENTINEL in html
    assert "Lost" not in html
    assert [child["type"] for child in body] == ["paragraph"]
    assert sum("Left out" in message for message in caplog.messages) >= len(broken)


def test_broken_blocks_are_left_out_and_logged(client, caplog):
    check_left_out([*BROKEN.values()], client, caplog)


@pytest.mark.proof
@pytest.mark.parametrize("broken", [pytest.param(value, id=name) for name, value in BROKEN.items()])
def test_a_broken_block_is_left_out_and_logged(broken, client, caplog):
    check_left_out([broken], client, caplog)


@pytest.mark.sqlite
def test_a_body_that_is_no_stream_shows_nothing(client):
    page = factories.make_update()
    for text in (
        "null",
        "5",
        "true",
        '"hello"',
        '{"type": "paragraph"}',
        "[]",
        "[1, 2]",
        '["a"]',
        "[null]",
        "[[]]",
        '"[1"',
        '"[]"',
    ):
        store_body(page, text)

        _html, body = read(client, page)

        assert body == [], text


def test_a_body_that_is_not_json_shows_nothing(caplog):
    """SQLite and PostgreSQL refuse to store it today; older rows and other databases may hold it."""
    value = UpdatePage._meta.get_field("body").stream_block.to_python("[{")

    assert len(value) == 0
    assert "not JSON" in caplog.text


INSIDE = {
    "a link to a deleted page": (
        factories.block(
            "call_to_action",
            {
                "heading": "Come",
                "text": "",
                "links": items(factories.link("Lost", page=GONE), factories.link("Kept", url="https://example.org/")),
            },
        ),
        lambda value: [link["label"] for link in value["links"]] == ["Kept"],
    ),
    "a link to a deleted document": (
        factories.block(
            "call_to_action",
            {
                "heading": "Come",
                "text": "",
                "links": items(factories.link("Lost", document=GONE), factories.link("Kept", email="a@example.org")),
            },
        ),
        lambda value: [link["label"] for link in value["links"]] == ["Kept"],
    ),
    "a link that is text": (
        factories.block("news", {"heading": "Keys", "body": "<p>Yes</p>", "links": [*items("Lost"), "Lost", None]}),
        lambda value: value["links"] == [],
    ),
    "a deleted document": (
        factories.block(
            "documents", {"heading": "Papers", "items": items({"document": GONE, "label": "Lost", "summary": ""})}
        ),
        lambda value: value["items"] == [],
    ),
    "a deleted event": (
        factories.block(
            "events",
            {
                "heading": "Dates",
                "introduction": "",
                "items": [
                    factories.block("event", {"page": GONE, "date": None}),
                    factories.block("external_event", EXTERNAL),
                ],
            },
        ),
        lambda value: [child["type"] for child in value["items"]] == ["external_event"],
    ),
    "an event elsewhere without a start": (
        factories.block(
            "events",
            {
                "heading": "Dates",
                "introduction": "",
                "items": [factories.block("external_event", {**EXTERNAL, "title": "Lost", "start": "soon"})],
            },
        ),
        lambda value: value["items"] == [],
    ),
    "an event that is missing": (
        factories.block("events", {"heading": "Dates", "introduction": "", "items": [factories.block("event", {})]}),
        lambda value: value["items"] == [],
    ),
    "a deleted picture of news": (
        factories.block(
            "news", {"heading": "Keys", "body": "<p>Yes</p>", "image": {"image": GONE, **DESCRIBED}, "links": []}
        ),
        lambda value: value["image"] is None,
    ),
    "a deleted person of a quotation": (
        factories.block("quote", {"text": "We argued.", "person": GONE, "attribution": "", "role": ""}),
        lambda value: value["person"] is None and value["text"] == "We argued.",
    ),
    "keys that are missing": (
        factories.block("quote", {"text": "We argued."}),
        lambda value: value == {"text": "We argued.", "person": None, "attribution": "", "role": ""},
    ),
    "keys that nobody knows": (
        factories.block("quote", {"text": "We argued.", "colour": "Lost"}),
        lambda value: "colour" not in value,
    ),
    "none for optional text": (
        factories.block("quote", {"text": "We argued.", "role": None, "attribution": None}),
        lambda value: value["role"] == "" and value["attribution"] == "",
    ),
    "a way that is text": (
        factories.block("ways_to_take_part", {"heading": "Ways", "items": [*items("Lost"), "Lost", 5]}),
        lambda value: value["items"] == [],
    ),
}


@pytest.mark.parametrize(("block", "is_right"), [pytest.param(*value, id=name) for name, value in INSIDE.items()])
def test_what_is_broken_inside_a_block_is_left_out_of_it(block, is_right, client):
    page = factories.make_update()
    store_body(page, json.dumps([block, GOOD]))

    html, body = read(client, page)

    assert [child["type"] for child in body] == [block["type"], "paragraph"]
    assert is_right(body[0]["value"]), body[0]["value"]
    assert "Lost" not in html
    assert "None" not in html
    assert SENTINEL in html


def test_deleting_what_a_page_shows_leaves_a_page_that_works(client):
    page = factories.make_full_update(body=[])
    image, person = page.hero_image, page.authors.first().person
    page.body = json.dumps(
        factories.make_every_block(
            image=image,
            document=(document := factories.make_document()),
            person=person,
            action=(action := factories.make_call_to_action()),
            event=(event := factories.make_event()),
            page=(target := factories.make_standard_page()),
        )
    )
    page.save_revision().publish()
    before = [child["type"] for child in read(client, page)[1]]

    for thing in (image, document, person, action, event, target, page.topics.first().topic):
        type(thing).objects.get(pk=thing.pk).delete()
    html, body = read(client, page)

    assert sorted(before) == sorted(page.body.stream_block.child_blocks)
    assert [child["type"] for child in body] == [
        kind for kind in before if kind not in {"image", "team_intro", "shared_call_to_action"}
    ]
    data = client.get(f"/api/v2/updates/{page.pk}/").json()
    assert (data["hero"], data["authors"], data["topics"]) == (None, [], [])
    assert "We argued." in html


def test_the_right_picture_text_is_shown_where_a_picture_is_used_twice(client):
    image = factories.make_image(renditions=True)
    body = [
        factories.block(
            "image", {"image": {"image": image.pk, "decorative": False, "alt_text": alt}, "caption": ""}, alt
        )
        for alt in ("First use", "Second use")
    ] + [
        factories.block(
            "image", {"image": {"image": image.pk, "decorative": True, "alt_text": "Unused"}, "caption": ""}
        )
    ]
    page = factories.make_update(body=body)

    html, body = read(client, page)

    assert [child["value"]["image"]["alt"] for child in body] == ["First use", "Second use", ""]
    assert 'alt="First use"' in html
    assert 'alt="Second use"' in html
    assert "Unused" not in html


def test_a_stream_from_before_pictures_had_texts_still_shows_them(client):
    """Before Wagtail's ImageBlock, a picture was stored as its number alone."""
    image = factories.make_image(renditions=True)
    page = factories.make_update()
    store_body(page, json.dumps([factories.block("image", {"image": image.pk, "caption": "Old"})]))

    _html, body = read(client, page)

    assert body[0]["value"]["image"]["id"] == image.pk


# Hidden things

SECRET = "Planted secret"


def hide_draft(page: Page) -> None:
    page.unpublish()


def hide_restricted(page: Page) -> None:
    PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)


def hide_below_restricted(page: Page) -> None:
    hide_restricted(page.get_parent())


@pytest.mark.sqlite
@pytest.mark.parametrize("hide", [hide_draft, hide_restricted, hide_below_restricted])
def test_a_page_that_readers_cannot_see_is_named_nowhere(hide, client):
    section = factories.make_standard_page(title="Section")
    target = factories.make_standard_page(section, title=SECRET, slug="planted-secret")
    index = factories.make_event_index(title="Hidden events", slug="hidden-events")
    event = factories.make_event(
        index, title=f"{SECRET} event", slug="planted-secret-event", venue_name=f"{SECRET} venue"
    )
    notes = factories.make_notes(event, title=f"{SECRET} notes", slug="planted-secret-notes")
    related = factories.make_update(
        factories.make_update_index(title="Hidden", slug="hidden"),
        title=f"{SECRET} update",
        slug="planted-secret-update",
    )
    page = factories.make_update(
        factories.make_update_index(slug="open"),
        body=[
            factories.block("paragraph", f'<p>Read <a linktype="page" id="{target.pk}">this text</a>.</p>'),
            factories.block(
                "call_to_action",
                {"heading": "Come", "text": "", "links": items(factories.link("Label of a link", page=target.pk))},
            ),
            factories.block(
                "events",
                {
                    "heading": "Dates",
                    "introduction": "",
                    "items": [
                        factories.block("event", {"page": event.pk, "date": None}),
                        factories.block("event", {"page": event.pk, "date": event.dates.first().pk}, "one"),
                    ],
                },
            ),
            factories.block("upcoming_events", {"heading": "Soon", "count": 3, "series": None}),
        ],
    )
    page.meeting_notes.set([UpdateMeetingNotes(notes=notes)])
    page.related_updates.set([RelatedUpdate(update=related)])
    page.save_revision().publish()
    html = client.get(page.get_url()).content.decode()
    for part in ("planted-secret/", "planted-secret-event/", "planted-secret-notes/", "planted-secret-update/"):
        assert part in html, part

    for hidden in (target, event, related, *([notes] if hide is hide_draft else [])):
        hide(hidden)

    for path in (page.get_url(), "/", f"/api/v2/updates/{page.pk}/", "/api/v2/updates/?fields=*", "/api/v2/pages/"):
        text = client.get(path).content.decode()
        assert SECRET not in text, path
        assert "planted-secret" not in text, path
    assert "Read this text." in client.get(page.get_url()).content.decode()


def test_an_unpublished_snippet_is_shown_nowhere(client):
    person, topic = factories.make_person(SECRET), factories.make_topic(SECRET, slug="secret")
    action = factories.make_call_to_action(SECRET)
    page = factories.make_update(
        authors=[person],
        topics=[topic],
        body=[
            factories.block("shared_call_to_action", action.pk),
            factories.block("team_intro", {"heading": "Say hello", "person": person.pk}),
            factories.block("quote", {"text": "We argued.", "person": person.pk, "attribution": "", "role": ""}),
        ],
    )
    assert client.get(page.get_url()).content.decode().count(SECRET) > 4

    for snippet in (person, topic, action):
        snippet.unpublish()

    html, body = read(client, page)
    index = client.get(page.get_parent().get_url()).content.decode()
    assert SECRET not in html
    assert SECRET not in index
    assert [child["type"] for child in body] == ["quote"]
    assert SECRET not in client.get(f"/api/v2/updates/{page.pk}/").content.decode()


@pytest.mark.parametrize("below", [False, True])
def test_a_document_or_picture_in_a_private_collection_is_shown_nowhere(below, client):
    private = Collection.get_first_root_node().add_child(name="Private")
    collection = private.add_child(name="Below") if below else private
    document = factories.make_document(SECRET, collection=collection)
    image = factories.make_image(SECRET, collection=collection, renditions=True, credit=SECRET)
    page = factories.make_update(
        hero_image=image,
        body=[
            factories.block("paragraph", f'<p><a linktype="document" id="{document.pk}">The file</a></p>'),
            factories.block("documents", {"heading": "Papers", "items": items({"document": document.pk})}),
            factories.block("image", {"image": {"image": image.pk, **DESCRIBED}, "caption": ""}),
        ],
    )
    assert SECRET in client.get(page.get_url()).content.decode()

    CollectionViewRestriction.objects.create(collection=private, restriction_type="login")

    html, body = read(client, page)
    assert SECRET not in html
    assert "/documents/" not in html
    assert SECRET not in json.dumps(body)
    assert client.get(f"/api/v2/updates/{page.pk}/").json()["hero"] is None


# Languages


def test_a_welsh_page_links_to_what_is_live_in_welsh(client):
    welsh_home()
    translated, untranslated = (
        factories.make_standard_page(title="Translated"),
        factories.make_standard_page(title="English"),
    )
    draft = factories.make_standard_page(title="In progress")
    welsh = make_welsh(translated, title="Cyfieithiad", slug="cyfieithiad")
    make_welsh(draft, title="Drafft", slug="drafft", live=False)
    person = factories.make_person("Mair", role="Cook")
    make_welsh(person, role="Cogyddes")
    links = items(*(factories.link(page.title, page=page.pk) for page in (translated, untranslated, draft)))
    page = factories.make_update(
        authors=[person],
        body=[
            factories.block("call_to_action", {"heading": "Come", "text": "", "links": links}),
            factories.block(
                "paragraph",
                "".join(
                    f'<p><a linktype="page" id="{p.pk}">{p.title}</a></p>' for p in (translated, untranslated, draft)
                ),
            ),
            factories.block("team_intro", {"heading": "Helo", "person": person.pk}),
        ],
    )
    welsh_page = make_welsh(page, title="Newyddion", slug="newyddion")

    html, body = read(client, welsh_page)

    linked = [link["page"] for link in body[0]["value"]["links"]]
    assert [(target["id"], target["locale"]) for target in linked] == [
        (welsh.pk, "cy"),
        (untranslated.pk, "en"),
        (draft.pk, "en"),
    ]
    assert linked[0]["path"] == "/cy/cyfieithiad/"
    assert html.count('href="/cy/cyfieithiad/"') == 2
    # What is not translated is read at its place in Welsh.
    assert html.count(f'href="/cy{untranslated.get_url()}"') == 2
    assert html.count(f'href="/cy{draft.get_url()}"') == 2
    assert "drafft" not in html
    assert body[2]["value"]["person"]["role"] == "Cogyddes"
    assert client.get(f"/api/v2/updates/{welsh_page.pk}/").json()["authors"][0]["role"] == "Cogyddes"
    assert read(client, page)[1][0]["value"]["links"][0]["page"]["id"] == translated.pk


def test_an_unpublished_source_hides_behind_its_live_translation(client):
    welsh_home()
    target = factories.make_standard_page(title="Source", slug="source")
    make_welsh(target, title="Cyfieithiad", slug="cyfieithiad")
    page = factories.make_update(
        body=[factories.block("paragraph", f'<p><a linktype="page" id="{target.pk}">x</a></p>')]
    )
    welsh_page = make_welsh(page, title="Newyddion", slug="newyddion")

    target.unpublish()

    assert 'href="/cy/cyfieithiad/"' in read(client, welsh_page)[0]
    assert "/source/" not in read(client, page)[0]


def test_a_chosen_event_and_its_date_are_shown_in_welsh(client):
    welsh_home()
    event = factories.make_event(title="Seed swap", dates=[factories.make_date(days=3, note="Bring boots")])
    welsh = make_welsh(event, title="Cyfnewid hadau", slug="hadau")
    date = welsh.dates.first()
    date.note = "Dewch ag esgidiau"
    date.save()
    chosen = {"page": event.pk, "date": event.dates.first().pk}
    body = [
        factories.block(
            "events", {"heading": "Dyddiadau", "introduction": "", "items": [factories.block("event", chosen)]}
        )
    ]
    welsh_page = make_welsh(factories.make_update(body=body), title="Newyddion", slug="newyddion")

    html, body = read(client, welsh_page)

    value = body[0]["value"]["items"][0]["value"]
    assert value["page"]["id"] == welsh.pk
    assert value["date"] == str(event.dates.first().translation_key)
    assert [d["note"] for d in value["dates"]] == ["Dewch ag esgidiau"]
    assert "Cyfnewid hadau" in html
    assert "Bring boots" not in html


def test_upcoming_events_are_those_of_the_pages_language(client):
    welsh_home()
    event = factories.make_event(title="Seed swap")
    make_welsh(event, title="Cyfnewid hadau", slug="hadau")
    factories.make_event(title="English only")
    body = [factories.block("upcoming_events", {"heading": "Soon", "count": 5, "series": None})]
    page = factories.make_update(body=body)
    welsh_page = make_welsh(page, title="Newyddion", slug="newyddion")

    shown = {
        found.locale.language_code: [item["page"]["title"] for item in read(client, found)[1][0]["value"]["items"]]
        for found in (page, welsh_page)
    }

    assert shown == {"en": ["Seed swap", "English only"], "cy": ["Cyfnewid hadau"]}


def test_a_series_that_is_hidden_does_not_turn_into_every_event(client):
    series, other = factories.make_event(title="Sewing circle"), factories.make_event(title="Other event")
    body = [factories.block("upcoming_events", {"heading": "Sewing", "count": 5, "series": series.pk}), GOOD]
    page = factories.make_update(body=body)
    assert [item["page"]["id"] for item in read(client, page)[1][0]["value"]["items"]] == [series.pk]

    series.unpublish()

    html, body = read(client, page)
    assert other.title not in html
    assert other.title not in json.dumps(body)


@pytest.mark.sqlite
def test_upcoming_events_are_the_next_ones_and_as_many_as_wanted(client):
    factories.make_event(title="Over", dates=[factories.make_date(days=-3)])
    series = factories.make_event(title="Series", dates=[factories.make_date(days=day) for day in (9, 2, 5)])
    factories.make_event(title="Single", dates=[factories.make_date(days=3, status="cancelled")])
    body = [
        factories.block("upcoming_events", {"heading": "All", "count": 3, "series": None}, "all"),
        factories.block("upcoming_events", {"heading": "One", "count": 2, "series": series.pk}, "one"),
    ]
    page = factories.make_update(body=body)

    _html, body = read(client, page)

    shown = [[item["page"]["title"] for item in block["value"]["items"]] for block in body]
    assert shown == [["Series", "Single", "Series"], ["Series", "Series"]]
    assert body[0]["value"]["items"][1]["date"]["status"] == "cancelled"


def test_the_root_of_the_tree_is_no_page_for_readers(client):
    """The editor can choose it; it has no address."""
    links = [factories.item(factories.link(page=1)), factories.item(factories.link(url="https://example.org/"))]
    action = factories.block("call_to_action", {"heading": "Come", "text": "", "links": links})
    update = factories.make_update(body=[action])

    [shown] = client.get(f"/api/v2/updates/{update.pk}/").json()["body"]

    assert [link["kind"] for link in shown["value"]["links"]] == ["url"]

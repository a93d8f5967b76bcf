"""What every block of every body promises, and what an editor is told when a block is filled in wrongly."""

import itertools
import re
from datetime import UTC, datetime
from typing import Any

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.template.loader import get_template
from django.templatetags.static import static
from django.urls import reverse
from django.utils.html import strip_tags
from wagtail import blocks
from wagtail.admin.icons import get_icons
from wagtail.blocks import StreamBlockValidationError
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.fields import StreamField
from wagtail.images.blocks import ImageBlock

from blog.blocks import UpdateBody
from cms.blocks import LinkBlock, LinksBlock, VideoBlock
from cms.blocks.media import find_player
from cms.people.blocks import QuoteBlock
from cms.represent.links import normalise_telephone
from cms.represent.loader import Loader
from cms.streams import SharedBody
from cms.templatetags.stylesheets import list_stylesheets
from events.blocks import EventBlock, EventItemsBlock, ExternalEventBlock, UpcomingEventsBlock
from tests import factories
from tests.blocks import walk_blocks

BODIES = [
    pytest.param(field.stream_block, id=f"{model._meta.label}.{field.name}")
    for model in apps.get_models()
    if getattr(model, "in_feed", True)  # readers see it
    for field in model._meta.get_fields()
    if isinstance(field, StreamField) and isinstance(field.stream_block, SharedBody | UpdateBody)
]
STREAMS = [
    field.stream_block
    for model in apps.get_models()
    for field in model._meta.get_fields()
    if isinstance(field, StreamField)
]
BODY_BLOCKS = [
    pytest.param(child, id=f"{type(body).__name__}.{name}")
    for body in {type(param.values[0]): param.values[0] for param in BODIES}.values()
    for name, child in body.child_blocks.items()
]
EVERY_BLOCK = [found for stream in STREAMS for found in walk_blocks(stream)]


def messages(error: ValidationError) -> dict[str, list[str]]:
    """Return the messages of a struct's error by the name of the child."""
    return {name: child.messages for name, child in error.block_errors.items()}


# Rules


def test_every_kind_of_page_has_its_body():
    names = {param.id for param in BODIES}

    assert names == {
        "blog.UpdatePage.body",
        "events.EventPage.body",
        "events.MeetingNotesPage.body",
        "home.HomePage.body",
        "home.StandardPage.body",
    }


def test_no_label_of_a_choice_is_found_by_a_search():
    choices = [
        block for block, _path in EVERY_BLOCK if isinstance(block, blocks.ChoiceBlock | blocks.MultipleChoiceBlock)
    ]

    found = {block.label for block in choices if block.search_index}

    assert choices
    assert found == set()


def test_the_shared_body_shows_nothing_that_the_update_body_cannot():
    shared, update = SharedBody().child_blocks, UpdateBody().child_blocks

    assert [name for name in update if name in shared] == list(shared)


def test_every_block_previews_as_text(admin_client, library):
    for (block,) in (param.values for param in BODY_BLOCKS):
        response = admin_client.get(reverse("wagtailadmin_block_preview"), {"id": block.definition_prefix})

        assert block.is_previewable
        assert response.status_code == 200
        html = response.content.decode()
        assert all(static(name) in html for name in list_stylesheets())
        main = html[html.index("<main") : html.index("</main>")]
        text = " ".join(strip_tags(main).split())
        assert ("<img" in main) == any(isinstance(part, ImageBlock) for part, _path in walk_blocks(block))
        assert len(text) > 8, f"the preview of {block.name} shows no text: {main}"


@pytest.mark.parametrize("block", BODY_BLOCKS)
class TestEveryBlock:
    def test_has_an_icon_of_its_own(self, block):
        assert block.meta.icon
        assert block.meta.icon != "placeholder"
        assert f'id="icon-{block.meta.icon}"' in get_icons()

    def test_has_a_title_of_words_in_the_outline(self, block):
        """Wagtail writes "null" there for a chooser in which nothing is chosen."""
        for part, _path in walk_blocks(block):
            for name in re.findall(r"{(\w+)}", getattr(part.meta, "label_format", None) or ""):
                assert not isinstance(part.child_blocks[name], blocks.ChooserBlock)

    def test_stands_in_a_group(self, block):
        assert str(block.meta.group)

    def test_has_a_description_of_one_line(self, block):
        description = str(block.get_description())

        assert 15 < len(description) <= 90
        assert "\n" not in description
        assert description.endswith(".")

    def test_has_a_label_that_is_not_its_key(self, block):
        assert str(block.label)
        assert "_" not in str(block.label)

    def test_has_a_template_named_after_it(self, block):
        template = block.meta.template

        assert get_template(template)
        assert template.endswith(f"/blocks/{block.name}.html")

    def test_says_in_a_collapsed_panel_what_it_is_about(self, block):
        if isinstance(block, blocks.StructBlock):
            assert getattr(block.meta, "label_format", ""), "a struct without label_format collapses to its name"

    def test_previews_without_a_library(self, block, admin_client):
        response = admin_client.get(reverse("wagtailadmin_block_preview"), {"id": block.definition_prefix})

        assert response.status_code == 200


@pytest.fixture
def library(db):
    """A person, an event, a document, a call to action and a wide picture to choose from."""
    factories.make_image(size=(1200, 800), renditions=True)
    factories.make_document()
    factories.make_person()
    factories.make_call_to_action()
    factories.make_event()


def test_no_struct_stands_directly_in_a_struct_above_a_list():
    """Text there is silently dropped from translation."""
    dropped = [
        [type(block).__name__ for block in (*path, block)]
        for block, path in EVERY_BLOCK
        if isinstance(block, blocks.ListBlock)
        for above, below in itertools.pairwise(path)
        if isinstance(above, blocks.BaseStructBlock) and isinstance(below, blocks.BaseStructBlock)
    ]

    assert dropped == []


def test_no_list_of_structs_holds_structs_directly_in_structs():
    """Text in List, Struct, Struct, List is dropped from translation too."""
    dropped = [
        [type(block).__name__ for block in (*path, block)]
        for block, path in EVERY_BLOCK
        if len(path) > 1
        and isinstance(path[-1], blocks.BaseStructBlock)
        and isinstance(path[-2], blocks.BaseStructBlock)
        and isinstance(block, blocks.ListBlock)
    ]

    assert dropped == []


def test_pictures_stand_one_struct_deep():
    """An ImageBlock two structs deep breaks translation."""
    deep = [
        [type(block).__name__ for block in path]
        for block, path in EVERY_BLOCK
        if isinstance(block, ImageBlock) and sum(isinstance(p, blocks.BaseStructBlock) for p in path) > 1
    ]

    assert deep == []


def test_optional_text_is_empty_text_by_default():
    """A missing key of optional text breaks translation, and None would be shown as such."""
    wrong = [
        f"{type(path[-1]).__name__}.{block.name}"
        for block, path in EVERY_BLOCK
        if isinstance(block, blocks.CharBlock | blocks.TextBlock | blocks.URLBlock | blocks.EmailBlock)
        and not isinstance(path[-1], ImageBlock)  # Wagtail's own, which may be empty
        and not block.required
        and block.get_default() != ""
    ]

    assert wrong == []


def test_optional_choosers_are_none_by_default():
    wrong = [
        f"{type(path[-1]).__name__}.{block.name}"
        for block, path in EVERY_BLOCK
        if isinstance(block, blocks.ChooserBlock) and not block.required and block.get_default() is not None
    ]

    assert wrong == []


def test_documents_and_pages_are_chosen_by_models_named_as_text():
    chooser = next(block for block, _ in EVERY_BLOCK if isinstance(block, DocumentChooserBlock))

    assert chooser.model_class is apps.get_model("cms", "Document")


# Links


def clean(block: blocks.Block, data: Any) -> Any:
    return block.clean(block.to_python(data))


@pytest.mark.django_db
@pytest.mark.parametrize(
    "target",
    [
        {"url": "https://example.org/"},
        {"email": "hello@example.org"},
        {"telephone": "+44 (0)1632 960-123"},
    ],
)
def test_a_link_has_one_target(target):
    value = clean(LinkBlock(), factories.link("Go", **target))

    assert value.kind == next(iter(target))


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("typed", "kind"),
    [
        ("hello@example.org", "email"),
        (" hello@example.org ", "email"),
        ("01632 960 123", "telephone"),
        ("+44 (0)1632 960-123", "telephone"),
        ("www.example.org", "url"),
        ("https://example.org/@hello", "url"),
        ("https://me@example.org/", "url"),
    ],
)
def test_what_is_typed_as_a_web_address_is_what_it_looks_like(typed, kind):
    value = clean(LinkBlock(), {**factories.link("Go", url=typed), "goes_to": "url"})

    assert value.kind == value["goes_to"] == kind
    if kind != "url":
        assert value[kind] == typed.strip()


@pytest.mark.parametrize(
    ("stored", "kind"), [({}, "url"), ({"email": "a@example.org"}, "email"), ({"goes_to": "page"}, "page")]
)
def test_the_form_of_a_new_link_asks_for_an_address(stored, kind):
    block = LinkBlock()

    assert block.get_form_state(block.normalize({**factories.link("Go"), **stored}))["goes_to"] == kind


@pytest.mark.django_db
def test_an_event_that_was_not_chosen_is_left_out_beside_others():
    empty, fair = (
        ("event", {"page": None, "date": None}),
        {"title": "Seed fair", "start": datetime(2031, 5, 10, tzinfo=UTC)},
    )
    block = EventItemsBlock()
    others = {**block.child_blocks["external_event"].get_default(), **fair}

    value = block.clean(block.normalize([empty, ("external_event", others), empty]))
    assert [child.block_type for child in value] == ["external_event"]

    with pytest.raises(blocks.StreamBlockValidationError) as error:
        block.clean(block.normalize([empty, ("external_event", {**others, "title": ""})]))
    assert set(error.value.block_errors) == {0, 1}  # where they stand in the form
    with pytest.raises(blocks.StreamBlockValidationError):
        block.clean(block.normalize([empty]))


def test_a_link_to_nothing_is_refused_with_a_message():
    with pytest.raises(ValidationError) as error:
        clean(LinkBlock(), factories.link("Go"))

    assert messages(error.value) == {"goes_to": ["Choose where this link goes."]}


@pytest.mark.parametrize("kind", ["page", "url", "email", "telephone", "document"])
def test_a_link_whose_field_is_empty_asks_for_it_there(kind):
    with pytest.raises(ValidationError) as error:
        clean(LinkBlock(), {**factories.link("Go"), "goes_to": kind})

    assert list(messages(error.value)) == [kind]


def test_a_link_goes_where_the_editor_chose_and_forgets_the_rest():
    typed = factories.link("Go", goes_to="email", url="not an address", email="hello@example.org")

    value = clean(LinkBlock(), typed)

    assert (value.kind, value["url"], value["email"]) == ("email", "", "hello@example.org")


def test_the_form_of_an_older_link_knows_its_kind():
    block = LinkBlock()

    state = block.get_form_state(block.to_python(factories.link("Go", email="hello@example.org")))

    assert state["goes_to"] == "email"


@pytest.mark.django_db
@pytest.mark.parametrize("typed", ["www.example.org", "example.org/path"])
def test_an_address_without_a_scheme_is_completed(typed):
    assert clean(LinkBlock(), factories.link("Go", url=typed))["url"] == f"https://{typed}"


def test_an_unfinished_link_remembers_the_kind_that_was_chosen():
    block = LinkBlock()
    block.defer_required_validation()
    try:
        value = clean(block, factories.link("Go", goes_to="telephone"))
    finally:
        block.restore_deferred_validation()  # instances of a block share their children

    assert block.get_form_state(block.to_python(block.get_prep_value(value)))["goes_to"] == "telephone"


def test_the_kind_of_a_link_is_not_found_by_a_search():
    block = LinkBlock()
    value = block.to_python(factories.link("Go", url="https://example.org/", goes_to="url"))

    assert "".join(map(str, block.get_searchable_content(value))) == "Go"


def test_a_link_to_two_places_is_refused_at_both():
    with pytest.raises(ValidationError) as error:
        clean(LinkBlock(), factories.link("Go", url="https://example.org/", email="hello@example.org"))

    assert set(messages(error.value)) == {"url", "email"}
    assert "one place only" in messages(error.value)["url"][0]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "bad"),
    [
        ("url", "javascript:alert(1)"),
        ("url", "example"),
        ("email", "hello@"),
        ("telephone", "ring me"),
        ("telephone", "12"),
        ("label", ""),
    ],
)
def test_a_link_with_a_bad_target_is_refused_there(name, bad):
    data = factories.link("Go", url="https://example.org/") if name == "label" else factories.link("Go")

    with pytest.raises(ValidationError) as error:
        clean(LinkBlock(), {**data, name: bad})

    assert name in messages(error.value)


def test_an_unfinished_link_can_be_saved_as_a_draft_but_not_with_two_targets():
    block = LinkBlock()
    block.defer_required_validation()
    try:
        value = clean(block, factories.link(""))
    finally:
        block.restore_deferred_validation()

    assert value.kind == ""


@pytest.mark.django_db
def test_a_call_to_action_has_one_to_three_links():
    block = UpdateBody().child_blocks["call_to_action"]
    one = factories.item(factories.link("Go", url="https://example.org/"))

    with pytest.raises(ValidationError):
        clean(block, {"heading": "Come", "text": "", "links": []})
    with pytest.raises(ValidationError):
        clean(block, {"heading": "Come", "text": "", "links": [one] * 4})

    assert len(clean(block, {"heading": "Come", "text": "", "links": [one] * 3})["links"]) == 3


def test_links_start_empty():
    assert len(LinksBlock(LinkBlock()).get_default()) == 0


# Quotations, films, events


def test_a_quotation_names_a_person_or_somebody_else_not_both(db):
    data = {"text": "We argued.", "person": factories.make_person().pk, "attribution": "Sam", "role": ""}

    with pytest.raises(ValidationError) as error:
        clean(QuoteBlock(), data)

    assert messages(error.value) == {"attribution": ["Choose a person or write a name, not both."]}


def test_a_quotation_may_be_anonymous(db):
    assert clean(QuoteBlock(), {"text": "We argued.", "person": None, "attribution": "", "role": ""})


@pytest.mark.parametrize(
    ("url", "player"),
    [
        ("https://www.youtube.com/watch?v=abcdefghijk", "https://www.youtube-nocookie.com/embed/abcdefghijk"),
        ("https://www.youtube.com/watch?t=5&v=abcdefghijk", "https://www.youtube-nocookie.com/embed/abcdefghijk"),
        ("https://youtu.be/abcdefghijk?si=1", "https://www.youtube-nocookie.com/embed/abcdefghijk"),
        ("https://m.youtube.com/shorts/abcdefghijk", "https://www.youtube-nocookie.com/embed/abcdefghijk"),
        ("https://vimeo.com/76979871", "https://player.vimeo.com/video/76979871?dnt=1"),
        ("https://vimeo.com/channels/staffpicks", None),
        ("http://vimeo.com/76979871", None),
        ("https://vimeo.com.example.org/76979871", None),
        ("https://example.org/?https://youtu.be/abcdefghijk", None),
        ("", None),
    ],
)
def test_films_play_from_the_players_that_set_no_cookies(url, player):
    assert find_player(url) == player


def test_an_address_that_is_no_film_is_refused_with_an_example():
    with pytest.raises(ValidationError) as error:
        clean(VideoBlock(), {"url": "https://example.org/film", "title": "A walk", "transcript": ""})

    assert "such as https://vimeo.com/76979871" in messages(error.value)["url"][0]


@pytest.mark.parametrize("hour", [9, 8])
def test_an_event_elsewhere_ends_after_it_starts(hour):
    data = {
        "title": "Fair",
        "start": datetime(2027, 5, 1, 9, tzinfo=UTC).isoformat(),
        "end": datetime(2027, 5, 1, hour, tzinfo=UTC).isoformat(),
    }

    with pytest.raises(ValidationError) as error:
        clean(ExternalEventBlock(), data)

    assert messages(error.value) == {"end": ["The end must be after the start."]}


def test_the_date_of_another_event_is_refused(db):
    event, other = factories.make_event(), factories.make_event()

    with pytest.raises(ValidationError) as error:
        clean(EventBlock(), {"page": event.pk, "date": other.dates.first().pk})

    assert "another event" in messages(error.value)["date"][0]


def test_an_event_with_a_date_of_its_own_is_accepted(db):
    event = factories.make_event()

    value = clean(EventBlock(), {"page": event.pk, "date": event.dates.first().pk})

    assert value.dates == [event.dates.first()]


@pytest.mark.parametrize("count", [0, 13])
def test_between_one_and_twelve_events_are_shown(count):
    with pytest.raises(ValidationError) as error:
        clean(UpcomingEventsBlock(), {"heading": "Soon", "count": count, "series": None})

    assert "count" in messages(error.value)


def test_announcing_no_event_is_refused():
    with pytest.raises(StreamBlockValidationError):
        clean(EventItemsBlock(), [])


# Headings


def load_anchors(*texts: str) -> list[str]:
    page = factories.make_update(
        body=[factories.block("heading", {"text": text, "level": "2"}, f"h{n}") for n, text in enumerate(texts)]
    )
    Loader(None).load([page])
    return [child.value.anchor for child in page.body]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("texts", "anchors"),
    [
        (["What we did"], ["what-we-did"]),
        (["Same", "Same", "Same"], ["same", "same-2", "same-3"]),
        (["Same", "Same 2", "Same"], ["same", "same-2", "same-3"]),
        (["!!!", "???"], ["section", "section-2"]),
        (["Tŷ bach"], ["ty-bach"]),
    ],
)
def test_anchors_are_readable_and_unique_on_the_page(texts, anchors):
    assert load_anchors(*texts) == anchors


@pytest.mark.parametrize(
    "block", [param for param in BODY_BLOCKS if "heading" in getattr(param.values[0], "child_blocks", ())]
)
def test_a_block_with_a_heading_has_the_anchor_that_the_contents_lead_to(block):
    assert 'id="{{ value.anchor }}"' in get_template(block.meta.template).template.source


@pytest.mark.django_db
def test_the_contents_lead_to_the_headings_of_blocks_too(client):
    page = factories.make_update(
        body=[
            factories.block("call_to_action", {"heading": "Same", "text": "", "links": []}, "c1"),
            factories.block("heading", {"text": "Same", "level": "2"}, "h1"),
            factories.block("documents", {"heading": "Papers", "items": []}, "d1"),
            factories.block("team_intro", {"heading": "Nobody", "person": None}, "t1"),
        ]
    )

    html = client.get(page.get_url()).content.decode()

    shown = re.findall(r'contents__link"\s+href="#([^"]+)">([^<]+)<', html)
    assert shown == [("same-2", "Same"), ("same", "Same"), ("papers", "Papers")]
    for anchor, _text in shown:
        assert html.count(f'id="{anchor}"') == 1


@pytest.mark.django_db
def test_a_heading_that_is_not_written_yet_is_left_out_of_the_contents(rf):
    page = factories.make_update(
        body=[factories.block("heading", {"text": text, "level": "2"}) for text in ("A", "B", "C", "")]
    )

    page.load(rf.get("/"))

    assert [heading["text"] for heading in page.contents] == ["A", "B", "C"]


@pytest.mark.django_db
def test_an_anchor_does_not_change_with_what_stands_below():
    before = load_anchors("Same", "Other")

    after = load_anchors("Same", "Other", "Same", "Other")

    assert after[:2] == before


@pytest.mark.django_db
def test_headings_link_to_themselves_in_the_page(client):
    body = [factories.block("heading", {"text": "Same", "level": level}, level) for level in ("2", "3")]
    page = factories.make_update(body=body)

    html = client.get(page.get_url()).content.decode()

    assert re.search(r'<h2 [^>]*id="same"', html)
    assert re.search(r'<h3 [^>]*id="same-2"', html)


@pytest.mark.parametrize(
    ("number", "spelt"), [("+44 (1632) 960-123", "+441632960123"), ("٠١٢ 34", "01234"), ("12²", "12")]
)
def test_a_telephone_number_is_dialled_in_plain_digits(number, spelt):
    assert normalise_telephone(number) == spelt

"""Each check finds what it looks for, at any depth, and leaves alone what is right."""

from datetime import timedelta

import pytest
from django.utils import timezone, translation

from blog.models import UpdatePage
from cms.checking.checks import list_checks, run_checks
from cms.checking.content import Content
from events.checks import DROP_IN
from tests import factories
from tests.factories import block, item, link, make_id

pytestmark = pytest.mark.django_db


def make_post(*body, live=False, **kwargs):
    kwargs = {"introduction": "What we did.", **kwargs}
    return factories.make_update(live=live, body=list(body), **kwargs)


def find(page, name):
    return [found.finding for found in run_checks([page], [name])[0]]


def paragraph(html):
    return block("paragraph", html)


def call(*links):
    return block("call_to_action", {"heading": "Come along", "text": "", "links": [item(one) for one in links]})


def picture(image, **value):
    value = {"image": image.pk, "decorative": False, "alt_text": "", **value}
    return block("image", {"image": value, "caption": "Beans"})


def test_every_check_has_sentences_for_people_in_both_languages():
    for name, check in list_checks().items():
        if type(check).__module__.startswith("tests."):
            continue
        assert name == name.lower()
        for text in (check.label, check.problem, check.reason, check.remedy):
            english = str(text)
            with translation.override("cy"):
                assert str(text) != english
        assert str(check.problem).endswith(".")


def test_a_picture_needs_alt_text_unless_it_is_decoration():
    image = factories.make_image(description="A bed of beans")
    page = make_post(
        picture(image),
        picture(image, alt_text=" "),
        picture(image, decorative=True),
        picture(image, alt_text="Beans in bloom"),
        block("news", {"heading": "Keys", "body": "", "image": {"image": image.pk, "alt_text": ""}, "links": []}),
    )

    found = find(page, "missing_alt_text")

    assert [finding.place.kind for finding in found] == ["image", "image", "news"]
    assert found[0].fill.value == "A bed of beans"
    assert found[0].place.block == make_id("image")
    assert found[2].place.title == "Keys"


def test_the_main_picture_needs_alt_text_too():
    page = make_post(hero_image=factories.make_image())

    (finding,) = find(page, "missing_alt_text")
    assert finding.place.field == "hero_alt"
    assert "tick" not in list_checks()["missing_alt_text"].advise(finding)
    assert "Leave empty" not in str(UpdatePage.hero_panel.children[1].help_text)


@pytest.mark.parametrize(
    ("alt", "is_name"),
    [
        ("IMG_2041.jpg", True),
        ("DSC 0012", True),
        ("summer_fair_final", True),
        ("Screenshot 2026-10-04 at 10.32.11", True),
        ("summer-fair-2026", True),
        ("20261004112233", True),
        ("WhatsApp Image 2026-10-04 at 10.32.11", True),
        ("Photo 3", True),
        ("Beans", False),
        ("Covid-19", False),
        ("The photo wall, 12 portraits", False),
        ("Three children hold a marrow of 4.5 kg", False),
        ("Defaced", False),
    ],
)
def test_a_file_name_is_no_alt_text(alt, is_name):
    page = make_post(hero_image=factories.make_image(), hero_alt=alt)

    assert bool(find(page, "file_name_as_alt_text")) == is_name


def test_a_part_needs_a_section_before_it():
    part, section = {"text": "Beans", "level": "3"}, {"text": "Garden", "level": "2"}

    skipped = make_post(block("heading", part, "first"), block("heading", section), block("heading", part))
    in_news = make_post(block("news", {"heading": "Keys", "body": "", "links": []}), block("heading", part))

    assert [(f.place.block, f.fill) for f in find(skipped, "skipped_heading")] == [(make_id("first"), ("level", "2"))]
    assert not find(in_news, "skipped_heading")


def test_link_texts_say_where_they_go_in_buttons_and_in_texts():
    other = factories.make_standard_page(title="Our rules")
    page = make_post(
        call(
            link("Click here!", page=other.pk), link("Our rules", page=other.pk), link("Yma", url="https://a.example/")
        ),
        paragraph(
            f'<p><a linktype="page" id="{other.pk}"><b>Read more</b></a> <a href="https://b.example/">Beans</a></p>'
        ),
        paragraph('<p><a href="https://b.example/">https://b.example/</a></p>'),
    )

    found = find(page, "empty_link_text")

    assert [finding.values["text"] for finding in found] == ["Click here!", "Yma", "Read more", "https://b.example/"]
    assert [finding.fill and finding.fill.value for finding in found] == ["Our rules", None, None, None]


def test_a_link_leads_to_a_page_that_readers_see():
    draft = factories.make_standard_page(title="Soon", live=False)
    public = factories.make_standard_page(title="Now", slug="now")
    page = make_post(
        call(link("Soon", page=draft.pk), link("Now", page=public.pk)),
        paragraph(f'<p><a linktype="page" id="{draft.pk}">Soon</a></p>'),
        call({**link("Was a page", page=draft.pk, url="https://a.example/"), "goes_to": "url"}),
    )

    assert [finding.values["title"] for finding in find(page, "unpublished_page")] == ["Soon", "Soon"]


def test_a_page_needs_a_summary():
    assert [finding.place.field for finding in find(make_post(introduction=" "), "missing_summary")] == ["introduction"]
    assert not find(make_post(), "missing_summary")


def test_an_event_that_is_over_is_told_by_when_the_post_is_read_first():
    over = factories.make_event(title="Fair", dates=[factories.make_date(days=-40), factories.make_date(days=-30)])
    both = factories.make_event(title="Kitchen", dates=[factories.make_date(days=-40), factories.make_date(days=5)])
    elsewhere = {"title": "Swap", "start": (timezone.now() - timedelta(days=3)).isoformat(), "end": None}
    items = [
        item({"page": over.pk, "date": None}, "over") | {"type": "event"},
        item({"page": both.pk, "date": None}) | {"type": "event"},
        item({"page": both.pk, "date": both.dates.first().pk}, "one") | {"type": "event"},
        item(elsewhere, "elsewhere") | {"type": "external_event"},
    ]
    events = block("events", {"heading": "Next", "introduction": "", "items": items})
    draft = make_post(events)
    earlier = make_post(events, live=True, first_published_at=timezone.now() - timedelta(days=35))

    assert {finding.values["title"] for finding in find(draft, "past_event")} == {"Fair", "Kitchen", "Swap"}
    assert find(draft, "past_event")[0].place.block == make_id("over")
    assert [finding.values["title"] for finding in find(earlier, "past_event")] == ["Kitchen"]


def test_an_upcoming_event_needs_a_sign_up():
    without, with_one = (
        factories.make_event(title="Fair"),
        factories.make_event(title="Swap", sign_up_email="a@b.example"),
    )
    over = factories.make_event(title="Over", dates=[factories.make_date(days=-3)])
    items = [item({"page": event.pk, "date": None}) | {"type": "event"} for event in (without, with_one, over)]
    page = make_post(block("events", {"heading": "Next", "introduction": "", "items": items}))

    assert [finding.values["title"] for finding in find(page, "no_sign_up")] == ["Fair"]


@pytest.mark.parametrize(
    ("words", "is_open"),
    [
        ("Just drop in between ten and noon.", True),
        ("No booking needed.", True),
        ("No need to sign up: bring a cup.", True),
        ("You don’t have to register.", True),
        ("Galwch heibio am baned.", True),
        ("Gall pobl alw heibio.", True),
        ("Nid oes angen archebu.", True),
        ("Places are limited: book early.", False),
        ("Register at the door by ten, or drop us a line.", False),
        ("Rhaid cofrestru.", False),
    ],
)
def test_an_event_that_says_that_people_simply_come_needs_no_sign_up(words, is_open):
    assert (DROP_IN.search(words) is not None) == is_open


def test_an_event_says_in_its_summary_or_body_that_people_simply_come():
    body = [block("paragraph", "<p>No booking needed.</p>")]
    events = [
        factories.make_event(title="Fair", summary="A drop-in."),
        factories.make_event(title="Swap", body=body),
        factories.make_event(title="Walk", summary="Places are limited."),
    ]
    items = [item({"page": event.pk, "date": None}) | {"type": "event"} for event in events]
    page = make_post(block("events", {"heading": "Next", "introduction": "", "items": items}))

    assert [finding.values["title"] for finding in find(page, "no_sign_up")] == ["Walk"]


def test_an_update_needs_a_picture_and_a_month_that_is_not_long_over():
    month = timezone.localdate().replace(day=1)
    last = (month - timedelta(days=1)).replace(day=1)
    before = (last - timedelta(days=1)).replace(day=1)
    posts = [make_post(kind=UpdatePage.Kind.MONTHLY_UPDATE, period=period) for period in (month, last, before)]

    assert [len(find(post, "past_month")) for post in posts] == [0, 0, 1]
    assert find(posts[0], "missing_picture")
    assert not find(make_post(hero_image=factories.make_image()), "missing_picture")


def test_a_person_who_is_a_draft_is_found_where_a_post_introduces_or_quotes_them():
    draft, public = factories.make_person("Mair", live=False), factories.make_person("Sam")
    draft.save_revision()
    intro = {"heading": "Hello", "introduction": "", "own_words": ""}
    page = make_post(
        block("team_intro", {**intro, "person": draft.pk}),
        block("team_intro", {**intro, "person": public.pk}),
        block("quote", {"text": "Soup!", "person": draft.pk, "attribution": "", "role": ""}),
    )

    assert [finding.place.kind for finding in find(page, "draft_person")] == ["team_intro", "quote"]


def test_an_outdated_translation_is_found():
    assert find(make_post(outdated_since=timezone.now()), "outdated_translation")
    assert not find(make_post(), "outdated_translation")


def test_checks_of_many_pages_cost_as_many_queries_as_those_of_one(django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    draft, person = factories.make_standard_page(live=False), factories.make_person(live=False)
    event, image = factories.make_event(), factories.make_image()
    body = [
        call(link("Here", page=draft.pk), link("There", url="https://a.example/")),
        picture(image),
        block("quote", {"text": "Soup!", "person": person.pk, "attribution": "", "role": ""}),
        block("events", {"heading": "E", "items": [item({"page": event.pk, "date": None}) | {"type": "event"}]}),
    ]
    pages = [UpdatePage.objects.get(pk=make_post(*body).pk) for _number in range(3)]
    with CaptureQueriesContext(connection) as one:
        assert len(run_checks(pages[:1])[0]) >= 6

    with django_assert_num_queries(len(one)):
        run_checks(pages)

    assert len(one) <= 10


def test_a_check_that_fails_hides_nothing_that_others_find(monkeypatch, caplog):
    check = list_checks()["missing_picture"]
    monkeypatch.setattr(check, "find", lambda content, loaded: 1 / 0)

    found = run_checks([make_post(introduction="")])[0]

    assert [one.check.name for one in found] == ["missing_summary"]
    assert "missing_picture" in caplog.text


def test_what_no_block_can_read_is_left_out():
    body = [block("call_to_action", {"links": [None, "x", {"type": "item"}]}), block("gone", 1), block("image", None)]
    page = make_post()
    page.body = body

    assert Content(page).links is not None

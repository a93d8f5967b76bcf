"""What the demo says, before anything is loaded."""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from blog.blocks import UpdateBody
from cms.demo.content.almanac import MONTHS
from cms.demo.content.blocks import Moment, Ref
from cms.demo.content.event_parts import FRIDAY, SATURDAY, DemoDate
from cms.demo.content.events import EVENTS
from cms.demo.content.other_posts import OTHERS
from cms.demo.content.pages import HOME, PAGES
from cms.demo.content.people import PEOPLE
from cms.demo.content.snippets import CALLS, TOPICS
from cms.demo.content.welsh_events import WELSH_EVENTS
from cms.demo.content.welsh_pages import WELSH_PAGES
from cms.demo.content.welsh_updates import WELSH_UPDATES
from cms.demo.dates import DemoCalendar
from cms.demo.loading.updates import MONTHLY, list_words
from cms.demo.pdf import write_pdf
from cms.demo.pictures import draw_brand, draw_portraits, draw_scenes
from events.blocks import EventItemsBlock

POSTS = {**MONTHLY, **OTHERS}
LONDON = ZoneInfo("Europe/London")
# A leap year, both changes of the clock, and the ends of months and years.
DAYS = [date(2027, 1, 1) + timedelta(days=number) for number in range(0, 460, 3)]


def walk(value: Any) -> Iterator[Any]:
    yield value
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list):
        for part in value:
            yield from walk(part)


def describe_shape(value: Any) -> Any:
    """Return what no language changes: the blocks, and the things, times and addresses that they name."""
    if isinstance(value, str):
        return re.findall(r'(?:page|document):[\w-]+|https://[^"]+|<(?:ul|ol|li|h\d)>', value)
    if isinstance(value, list):
        return [describe_shape(part) for part in value]
    if isinstance(value, dict):
        kept = {key: part for key, part in value.items() if key in {"type", "email", "telephone"}}
        return {key: kept.get(key) or describe_shape(part) for key, part in value.items()}
    return value


def test_the_updates_show_nearly_every_block_between_them() -> None:
    used = {
        part["type"]
        for post in MONTHLY.values()
        for part in walk(post.body)
        if isinstance(part, dict) and "type" in part
    }

    assert len(used & set(UpdateBody().child_blocks)) >= 13
    assert set(EventItemsBlock().child_blocks) <= used


def test_there_is_as_much_as_a_year_of_a_small_organisation_makes() -> None:
    assert len(MONTHLY) >= 14
    assert [post.kind for post in OTHERS.values()].count("news") == 1
    assert [post.kind for post in OTHERS.values()].count("story") == 2
    assert len(PEOPLE) == 8
    assert len(EVENTS) >= 12
    assert len(TOPICS) == 4
    assert len(CALLS) == 3
    assert len(WELSH_UPDATES) >= 4


@pytest.mark.parametrize("key", MONTHLY)
def test_a_monthly_update_has_eight_to_fourteen_blocks(key: str) -> None:
    assert 8 <= len(MONTHLY[key].body) <= 14


@pytest.mark.parametrize("key", POSTS)
def test_a_post_has_what_a_careful_colleague_looks_for(key: str) -> None:
    post = POSTS[key]
    levels = [int(block["value"]["level"]) for block in post.body if block["type"] == "heading"]

    assert 40 < len(post.introduction) <= 300
    assert post.hero[1]
    assert post.authors
    assert post.topics
    assert levels[0] == 2


def test_nested_lists_and_three_kinds_of_link_are_in_rich_text() -> None:
    text = " ".join(str(part) for post in POSTS.values() for part in walk(post.body) if isinstance(part, str))

    assert re.search(r"<ul><li>(?:(?!</ul>).)*<ul>", text)
    assert 'href="page:' in text
    assert 'href="document:' in text
    assert 'href="mailto:' in text


def test_events_are_cancelled_moved_online_and_in_another_time_zone() -> None:
    dates = [demo_date for event in EVENTS.values() for demo_date in event.dates]

    assert {"cancelled", "moved", "scheduled"} <= {demo_date.status for demo_date in dates}
    assert any(demo_date.all_day for demo_date in dates)
    assert {event.attendance for event in EVENTS.values()} == {"in_person", "online", "mixed"}
    assert any(event.time_zone != "Europe/London" for event in EVENTS.values())


@pytest.mark.parametrize(
    ("english", "welsh"),
    [(MONTHLY[key].body, WELSH_UPDATES[key].body) for key in WELSH_UPDATES]
    + [({**PAGES, "home": HOME}[key].body, WELSH_PAGES[key].body) for key in WELSH_PAGES]
    + [(EVENTS[key].body, WELSH_EVENTS[key].body) for key in WELSH_EVENTS],
)
def test_the_welsh_has_the_blocks_of_the_english(english: list[Any], welsh: list[Any]) -> None:
    def without_addresses(shape: Any) -> str:
        return re.sub(r"'email': '[^']*'", "'email': …", str(shape))

    assert without_addresses(describe_shape(english)) == without_addresses(describe_shape(welsh))


@pytest.mark.parametrize("month", range(1, 13))
def test_every_month_of_the_year_has_its_words_in_both_languages(month: int) -> None:
    english, welsh = (list_words(date(2027, month, 1), language) for language in ("en", "cy"))

    assert english["opening"] == MONTHS[month].opening
    assert all(english[f"job_{number}"] for number in (1, 2, 3))
    assert welsh["opening"] != english["opening"]
    assert welsh["month"] != english["month"]


def test_words_in_braces_are_those_that_exist() -> None:
    known = set(list_words(date(2027, 1, 1), "en"))
    texts = [part for post in (*MONTHLY.values(), *WELSH_UPDATES.values()) for part in walk(post.body)]

    used = {word for text in texts if isinstance(text, str) for word in re.findall(r"{(\w+)}", text)}

    assert used <= known
    assert {"opening", "month", "next_month", "job_1"} <= used


def test_keys_of_people_and_documents_are_all_used() -> None:
    named = {part for post in POSTS.values() for part in walk(post.body) if isinstance(part, Ref)}
    authors = {author for post in POSTS.values() for author in post.authors}

    assert set(PEOPLE) <= authors | {ref.key for ref in named if ref.model == "person"}
    assert {"call_to_action"} <= {ref.model for ref in named}


@pytest.mark.parametrize("today", DAYS)
def test_on_any_day_what_is_past_is_past_and_what_comes_is_to_come(today: date) -> None:
    calendar = DemoCalendar(today)
    periods = [calendar.find_period(number) for number in range(len(MONTHLY))]

    assert len(set(periods)) == len(MONTHLY)
    assert len({period.year for period in periods}) >= 2
    for period in periods:
        published = calendar.publish_monthly(period)
        assert (published.date().replace(day=1) - timedelta(days=1)).replace(day=1) == period
        assert published < calendar.now
    for event in EVENTS.values():
        for demo_date in event.dates:
            start, end = calendar.find_dates(demo_date, LONDON)
            assert (start.date() > today) == (demo_date.year > 0 if demo_date.month else demo_date.week > 0)
            assert start.weekday() == demo_date.weekday
            assert end is None or end > start


def test_a_yearly_date_stays_in_its_month() -> None:
    market = DemoDate(2, SATURDAY, "15:00", month=12, year=1)

    start, _ = DemoCalendar(date(2027, 12, 11)).find_dates(market, LONDON)

    assert start.date() == date(2028, 12, 9)


def test_a_moment_is_local_time_across_the_change_of_the_clock() -> None:
    calendar = DemoCalendar(date(2027, 5, 10))
    published, _ = calendar.find_dates(DemoDate(4, FRIDAY, "09:00", month=3, year=-1), LONDON)

    moment = calendar.find_moment(Moment(7, 18, 30), published)

    assert (moment.hour, moment.minute, moment.utcoffset()) == (18, 30, timedelta(hours=1))


def test_a_pdf_has_its_objects_where_its_table_says() -> None:
    pdf = write_pdf("A (small) title", ["First line – with a dash.", "x" * 200], footer="Foot")

    table = pdf[int(pdf.rsplit(b"startxref\n", 1)[1].split(b"\n")[0]) :]
    offsets = [int(line[:10]) for line in table.split(b"\n")[3:10]]
    assert pdf.startswith(b"%PDF-1.4")
    assert all(pdf[offset:].startswith(b"%d 0 obj" % number) for number, offset in enumerate(offsets, start=1))
    assert rb"A \(small\) title" in pdf


def test_pictures_are_drawn_in_their_sizes() -> None:
    scenes = {key: (file.width, file.height) for key, file in draw_scenes()}
    portraits = {key: (file.width, file.height) for key, file in draw_portraits()}
    brand = dict(draw_brand("Name", "Words"))

    assert set(scenes.values()) == {(1600, 1000)}
    assert portraits == dict.fromkeys(PEOPLE, (800, 800))
    assert (brand["social"].width, brand["social"].height) == (1200, 630)
    assert brand["logo"].content.startswith(b"\x89PNG")

"""Rules that fill in dates: the days they name, at a local time that never moves."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import ValidationError
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from events.rules import LAST, MAX_DATES, Repeat, Rule, list_occurrences
from events.zones import find_day, find_moment, list_zone_choices

LONDON = ZoneInfo("Europe/London")
TUESDAY, FRIDAY = 1, 4
SEVEN, NINE = time(19), time(21)

zones = st.sampled_from([name for _area, places in list_zone_choices() for name, _place in places]).map(ZoneInfo)
days = st.dates(date(2015, 1, 1), date(2040, 12, 31))
clocks = st.times().map(lambda clock: clock.replace(second=0, microsecond=0))


@st.composite
def rules(draw) -> Rule:
    first = draw(days)
    starts, ends = draw(st.none() | clocks), None
    if starts and starts < time(23, 59):
        ends = draw(st.none() | st.just(min(time(23, 59), time(min(starts.hour + 2, 23), 59))))
    ending = draw(
        st.fixed_dictionaries({"count": st.integers(1, MAX_DATES)})
        | st.fixed_dictionaries({"until": st.dates(first, first + timedelta(days=800))})
    )
    return Rule(
        first=first,
        repeat=draw(st.sampled_from(Repeat)),
        every=draw(st.integers(1, 14)),
        weekdays=tuple(draw(st.lists(st.integers(0, 6), min_size=1, unique=True))),
        ordinal=draw(st.sampled_from([1, 2, 3, 4, LAST])),
        starts=starts,
        ends=ends,
        **ending,
    )


def list_days_slowly(rule: Rule) -> list[date]:
    """Return the days of a rule by looking at every day there is."""
    found: list[date] = []
    day = rule.first
    while len(found) <= MAX_DATES and (rule.count is None or len(found) < rule.count):
        if rule.until and day > rule.until:
            break
        if matches(rule, day):
            found.append(day)
        day += timedelta(days=1)
    return found


def matches(rule: Rule, day: date) -> bool:
    if rule.repeat is Repeat.DAYS:
        return (day - rule.first).days % rule.every == 0
    if rule.repeat is Repeat.WEEKS:
        monday, first_monday = (each - timedelta(days=each.weekday()) for each in (day, rule.first))
        return (monday - first_monday).days // 7 % rule.every == 0 and day.weekday() in rule.weekdays
    months = (day.year - rule.first.year) * 12 + day.month - rule.first.month
    if months % rule.every or day.weekday() != rule.weekdays[0]:
        return False
    if rule.ordinal == LAST:
        return (day + timedelta(days=7)).month != day.month
    return (day.day - 1) // 7 + 1 == rule.ordinal


def list_or_skip(rule: Rule, zone: ZoneInfo) -> list:
    """Return the occurrences; a rule that is refused is no example, but only its clocks or its days may be why."""
    try:
        return list_occurrences(rule, zone)
    except ValidationError as error:
        if not {"starts", "ends"} & set(error.message_dict):
            assert not 0 < len(list_days_slowly(rule)) <= MAX_DATES
        assume(False)
        raise


@settings(max_examples=300, deadline=None)
@given(rules(), zones)
def test_the_local_time_never_moves(rule, zone):
    for start, end in list_or_skip(rule, zone):
        for moment, clock in [(start, rule.starts), (end, rule.ends)]:
            if moment is not None and clock is not None:
                assert moment.astimezone(UTC).astimezone(zone).time() == clock


def check_days(rule: Rule, zone: ZoneInfo) -> None:
    """Raise ``AssertionError`` unless the days of a rule are those that a slow reading finds."""
    occurrences = list_or_skip(rule, zone)
    assert [start.astimezone(UTC).astimezone(zone).date() for start, _end in occurrences] == list_days_slowly(rule)


@settings(max_examples=50, deadline=None)
@given(rules(), zones)
def test_the_days_are_those_that_a_slow_reading_finds(rule, zone):
    check_days(rule, zone)


@pytest.mark.proof
@settings(max_examples=1000, deadline=None)
@given(rules(), zones)
def test_the_days_of_a_thousand_rules_are_those_that_a_slow_reading_finds(rule, zone):
    check_days(rule, zone)


@settings(max_examples=300, deadline=None)
@given(days, clocks, zones)
def test_every_local_time_is_a_moment_or_is_refused(day, clock, zone):
    local = datetime.combine(day, clock)
    shown = [local.replace(tzinfo=zone, fold=fold).astimezone(UTC) for fold in (0, 1)]
    moments = {moment for moment in shown if moment.astimezone(zone).replace(tzinfo=None) == local}

    if len(moments) == 1:
        assert moments == {find_moment(local, zone)}
    else:
        with pytest.raises(ValidationError) as caught:
            find_moment(local, zone)
        assert caught.value.code == ("ambiguous" if moments else "nonexistent")


def make_rule(**values) -> Rule:
    values = {"first": date(2026, 3, 1), "repeat": Repeat.WEEKS, "count": 4, "starts": SEVEN, "ends": NINE, **values}
    return Rule(**values)


def list_days(**values) -> list[str]:
    return [f"{start:%Y-%m-%d}" for start, _end in list_occurrences(make_rule(**values), LONDON)]


class TestDays:
    def test_every_few_days(self):
        assert list_days(repeat=Repeat.DAYS, every=10, count=3) == ["2026-03-01", "2026-03-11", "2026-03-21"]

    def test_weeks_on_chosen_weekdays_start_at_the_first_day(self):
        assert list_days(first=date(2026, 3, 4), every=2, weekdays=(TUESDAY, FRIDAY), count=4) == [
            "2026-03-06",
            "2026-03-17",
            "2026-03-20",
            "2026-03-31",
        ]

    def test_weeks_without_weekdays_repeat_the_first_day(self):
        assert list_days(count=2) == ["2026-03-01", "2026-03-08"]

    def test_the_second_tuesday_of_each_month(self):
        assert list_days(repeat=Repeat.MONTHS, weekdays=(TUESDAY,), ordinal=2, count=3) == [
            "2026-03-10",
            "2026-04-14",
            "2026-05-12",
        ]

    def test_the_last_friday_of_each_month(self):
        assert list_days(repeat=Repeat.MONTHS, weekdays=(FRIDAY,), ordinal=LAST, count=3) == [
            "2026-03-27",
            "2026-04-24",
            "2026-05-29",
        ]

    def test_until_a_day_includes_that_day(self):
        assert list_days(count=None, until=date(2026, 3, 15)) == ["2026-03-01", "2026-03-08", "2026-03-15"]

    def test_until_a_day_or_a_count_whichever_comes_first(self):
        assert list_days(count=2, until=date(2027, 3, 15)) == ["2026-03-01", "2026-03-08"]
        assert list_days(count=9, until=date(2026, 3, 8)) == ["2026-03-01", "2026-03-08"]

    def test_seven_in_the_evening_stays_seven_when_clocks_change(self):
        before, after = list_occurrences(make_rule(first=date(2026, 3, 28), repeat=Repeat.DAYS, count=2), LONDON)

        assert [f"{start:%H:%M %z}" for start in (before.start, after.start)] == ["19:00 +0000", "19:00 +0100"]

    def test_whole_days_begin_at_midnight(self):
        occurrence = list_occurrences(make_rule(starts=None, ends=None, count=1), LONDON)[0]

        assert occurrence == (datetime(2026, 3, 1, tzinfo=LONDON), None)

    def test_a_day_without_midnight_begins_when_clocks_resume(self):
        beirut = ZoneInfo("Asia/Beirut")

        assert f"{find_day(date(2026, 3, 29), beirut):%Y-%m-%d %H:%M %z}" == "2026-03-29 01:00 +0300"

    def test_as_many_as_may_be(self):
        assert len(list_days(repeat=Repeat.DAYS, count=MAX_DATES)) == MAX_DATES


@pytest.mark.parametrize(
    ("values", "field", "words"),
    [
        ({"until": date(2026, 2, 1)}, "until", "not be before the first"),
        ({"count": None, "until": date(2026, 3, 5), "weekdays": (FRIDAY,)}, "until", "no such day"),
        ({"count": None}, "count", "how many dates"),
        ({"count": 0}, "count", "1 or more"),
        ({"count": 101}, "count", "more than 100"),
        ({"count": None, "until": date(2036, 1, 1)}, "until", "more than 100"),
        ({"every": 0}, "every", "1 or more"),
        ({"ends": SEVEN}, "ends", "after the start"),
        ({"repeat": Repeat.MONTHS}, "weekday", "day of the week"),
        ({"first": date(2026, 3, 29), "starts": time(1, 30)}, "starts", "no 01:30. Did you mean 02:30?"),
        ({"first": date(2026, 10, 25), "starts": time(0, 30), "ends": time(1, 30)}, "ends", "comes twice"),
    ],
)
def test_what_cannot_be_done_names_the_field(values, field, words):
    with pytest.raises(ValidationError) as caught:
        list_occurrences(make_rule(**values), LONDON)

    assert list(caught.value.message_dict) == [field]
    assert words in caught.value.message_dict[field][0]

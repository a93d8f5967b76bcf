"""Finds when something takes place, as people write it in English and Welsh."""

import re
from datetime import date, datetime, time, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

MONTHS = {
    1: "january|jan|ionawr|ion",
    2: "february|feb|chwefror|chwef",
    3: "march|mar|mawrth|fawrth|maw",
    4: "april|apr|ebrill|ebr",
    5: "may|mai|fai",
    6: "june|jun|mehefin|fehefin|meh",
    7: "july|jul|gorffennaf|orffennaf|gorff",
    8: "august|aug|awst",
    9: "september|sept|sep|medi|fedi",
    10: "october|oct|hydref|hyd",
    11: "november|nov|tachwedd|dachwedd|tach",
    12: "december|dec|rhagfyr|ragfyr|rhag",
}
WEEKDAYS = {
    0: "monday|mon|llun|lun",
    1: "tuesday|tues|tue|mawrth|fawrth",
    2: "wednesday|wed|mercher|fercher",
    3: "thursday|thurs|thur|thu|iau",
    4: "friday|fri|gwener|wener",
    5: "saturday|sat|sadwrn",
    6: "sunday|sun|sul",
}
DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th|af|il|ydd|ed|fed|eg|ain)?"
MONTH = f"(?P<month>{'|'.join(MONTHS.values())})\\.?"
YEAR = r"(?:,?\s+(?P<year>20\d\d))?"
WEEKDAY = f"(?:(?:on\\s+|ar\\s+)?(?:dydd\\s+|nos\\s+|ddydd\\s+)?(?P<weekday>{'|'.join(WEEKDAYS.values())})\\.?,?\\s+)?"
DATES = [
    re.compile(rf"\b{WEEKDAY}(?:the\s+|y\s+)?{DAY}\s+(?:of\s+|o\s+)?{MONTH}{YEAR}(?!\w)", re.IGNORECASE),
    re.compile(rf"\b{WEEKDAY}{MONTH}\s+{DAY}{YEAR}(?![\w:.]\d|\w)", re.IGNORECASE),
    re.compile(rf"\b{WEEKDAY}(?P<day>\d{{1,2}})[/.](?P<number>\d{{1,2}})[/.](?P<year>20\d\d)\b", re.IGNORECASE),
    re.compile(rf"\b{WEEKDAY}(?P<year>20\d\d)-(?P<number>\d\d)-(?P<day>\d\d)\b", re.IGNORECASE),
]
HALF = r"(?:\s?(?P<{0}>a\.?m\b\.?|p\.?m\b\.?|y\.?b\b\.?|y\.?p\b\.?|yr?\.?h\b\.?))?"
CLOCK = (
    r"(?:(?P<{0}hour>\d{{1,2}})(?:[:.](?P<{0}minute>[0-5]\d))?"
    + HALF.replace("{0}", "{0}half")
    + r"|(?P<{0}noon>noon|midday|hanner dydd))"
)
TO = r"(?:\s*[-–—]\s*|\s+(?:to|until|till|and|i|hyd|tan|a|ac)\s+)"
TIMES = re.compile(
    r"(?:\b(?:at|from|between|starting at|o|am|rhwng|yn dechrau am)\s+)?\b"
    + CLOCK.format("start_")
    + f"(?:{TO}{CLOCK.format('end_')})?(?!\\w|[:.]\\d)",
    re.IGNORECASE,
)
BETWEEN = re.compile(r"^[\s,;:|()–—-]*(?:(?:at|from|o|am|rhwng|between)\s+)?$", re.IGNORECASE)
SEVERAL = re.compile(r"\d{1,2}(?:st|nd|rd|th)?\s*(?:[-–—,&/]|and|to|a|i|hyd)\s*$", re.IGNORECASE)  # 4–6 November
BACK = timedelta(days=92)


class Moment(NamedTuple):
    """When something takes place; ``begins`` and ``stops`` say which characters of the text say so."""

    start: datetime
    end: datetime | None
    begins: int
    stops: int
    fits_weekday: bool


def find_moment(text: str, month: date, zone: ZoneInfo) -> Moment | None:
    """Return the one day with a time that a text names, if it names one only.

    A year that is not written is that of the months after ``month``, or of the three before.
    """
    dates = find_dates(text)
    if len(dates) != 1 or SEVERAL.search(text[: dates[0].start()]):
        return None
    day = read_day(dates[0], month)
    times = find_times(text, dates[0])
    if day is None or times is None:
        return None
    start, end = read_times(times)
    if start is None:
        return None
    named = find_named(WEEKDAYS, dates[0]["weekday"])
    ends_on = day + timedelta(days=1) if end and end <= start else day
    return Moment(
        datetime.combine(day, start, zone),
        datetime.combine(ends_on, end, zone) if end else None,
        min(dates[0].start(), times.start()),
        max(dates[0].end(), times.end()),
        named is None or named == day.weekday(),
    )


def find_dates(text: str) -> list[re.Match[str]]:
    """Return the days that a text names; of two readings of the same characters the first."""
    dates: list[re.Match[str]] = []
    for match in (match for pattern in DATES for match in pattern.finditer(text)):
        if not any(match.start() < other.end() and other.start() < match.end() for other in dates):
            dates.append(match)
    return dates


def read_day(match: re.Match[str], month: date) -> date | None:
    groups = match.groupdict()
    number = int(groups["number"]) if groups.get("number") else find_named(MONTHS, groups["month"])
    day, year = int(groups["day"]), groups["year"]
    if number is None:
        return None
    first = month - BACK
    years = [int(year)] if year else [first.year, first.year + 1]
    for one in years:
        try:
            found = date(one, number, day)
        except ValueError:
            continue
        if year or found >= first:
            return found
    return None


def find_named(names: dict[int, str], word: str | None) -> int | None:
    if word is None:
        return None
    return next((number for number, words in names.items() if word.lower().rstrip(".") in words.split("|")), None)


def find_times(text: str, day: re.Match[str]) -> re.Match[str] | None:
    """Return the time after a day, or else before it, if nothing else is between them."""
    after = TIMES.search(text, day.end())
    if after and BETWEEN.match(text[day.end() : after.start()]) and is_time(after):
        return after
    before = [match for match in TIMES.finditer(text, 0, day.start()) if is_time(match)]
    if before and BETWEEN.match(re.sub(r"\bon\b|\bar\b", "", text[before[-1].end() : day.start()])):
        return before[-1]
    return None


def is_time(match: re.Match[str]) -> bool:
    """Whether it is written as a time: a number alone may be anything."""
    groups = match.groupdict()
    kinds = ("start_minute", "start_half", "start_noon", "end_minute", "end_half", "end_noon")
    return any(groups[kind] for kind in kinds)


def read_times(match: re.Match[str]) -> tuple[time | None, time | None]:
    groups = match.groupdict()
    end = read_clock(groups, "end_", groups["end_half"])
    start = read_clock(groups, "start_", groups["start_half"] or groups["end_half"])
    if start and end and not groups["start_half"] and groups["end_half"] and start > end:  # 10–2pm
        start = read_clock(groups, "start_", "am" if is_afternoon(groups["end_half"]) else "pm")
    return start, end


def read_clock(groups: dict[str, str | None], prefix: str, half: str | None) -> time | None:
    if groups[f"{prefix}noon"]:
        return time(12)
    hour, minute = groups[f"{prefix}hour"], int(groups[f"{prefix}minute"] or 0)
    if hour is None or int(hour) > 23 or (half and int(hour) > 12):
        return None
    if half:
        return time(int(hour) % 12 + (12 if is_afternoon(half) else 0), minute)
    return time(int(hour), minute)


def is_afternoon(half: str) -> bool:
    return half.lower().replace(".", "")[:2] in {"pm", "yp", "yh", "yr"}

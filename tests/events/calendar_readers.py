"""Three programs that read calendars, none of which knows the others, and what they should find.

What a calendar says is ``{uid: (start, end, status)}``: times in UTC, days as dates with the day after the last one as
their end. A date without an end ends when it starts.
"""

import json
import shutil
import subprocess
import sys
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import icalendar
import recurring_ical_events

from events.calendars import UID_DOMAIN
from events.models import EventDate

Entry = tuple[date, date, str]
STATUSES = {"cancelled": "CANCELLED", "postponed": "TENTATIVE"}
FIRST, LAST = datetime(2000, 1, 1, tzinfo=UTC), datetime(2040, 1, 1, tzinfo=UTC)

# Its commands in one process, with a form feed before the output of each.
KHAL = """
import json, sys
from khal.cli import main_khal
for arguments in json.load(sys.stdin):
    print(end="\\f")
    try:
        main_khal(arguments, prog_name="khal")
    except SystemExit as ended:
        if ended.code:
            raise
"""


def list_entries(dates: Any) -> dict[str, Entry]:
    """Return what a calendar of these dates of the database should say."""
    return {f"{row.translation_key}@{UID_DOMAIN}": list_entry(row) for row in dates}


def list_entry(row: EventDate) -> Entry:
    status = STATUSES.get(row.status, "CONFIRMED")
    if row.all_day:
        first = row.start.astimezone(row.event.zone).date()
        last = (row.end or row.start).astimezone(row.event.zone).date()
        return first, last + timedelta(days=1), status
    return row.start.astimezone(UTC), (row.end or row.start).astimezone(UTC), status


def read_by_all(body: bytes, directory: Path) -> dict[str, Entry]:
    """Return what the three programs agree on about one calendar."""
    return read_feeds({"": body}, directory)[""]


def read_feeds(feeds: dict[str, bytes], directory: Path) -> dict[str, dict[str, Entry]]:
    """Return, by address, what the three programs agree on about each calendar."""
    found = {path: read_with_icalendar(body) for path, body in feeds.items()}
    with_ical_js = dict(zip(feeds, read_with_ical_js(list(feeds.values())), strict=True))
    assert with_ical_js == found
    spans = [entry[:2] for entries in found.values() for entry in entries.values()]
    days = [as_day(moment) for span in spans for moment in span]
    if not days:
        return found
    around = {"first": min(days) - timedelta(days=9), "last": max(days) + timedelta(days=9)}
    with_khal = dict(zip(feeds, read_with_khal(list(feeds.values()), directory, **around), strict=True))
    for path, entries in found.items():
        assert with_khal[path].keys() == entries.keys(), path
        for uid, (start, end, status) in with_khal[path].items():
            expected = entries[uid]
            assert (start, status) == (expected[0], expected[2]), path
            assert end == expected[1] or expected[0] == expected[1], path  # it invents an end where there is none
    return found


def read_with_icalendar(body: bytes) -> dict[str, Entry]:
    calendar = icalendar.Calendar.from_ical(body)
    occurrences = recurring_ical_events.of(calendar).between(FIRST, LAST)
    found = {}
    for event in occurrences:
        assert str(event["UID"]) not in found
        found[str(event["UID"])] = (as_utc(event.start), as_utc(event.end), str(event["STATUS"]))
    return found


def read_with_ical_js(bodies: list[bytes]) -> list[dict[str, Entry]]:
    """Read with npm's ical.js, which takes the time zones from each calendar itself."""
    script = Path(__file__).with_name("read_calendars.mjs")
    texts = json.dumps([body.decode() for body in bodies])
    answer = subprocess.run(["node", script], input=texts, capture_output=True, check=False, text=True)
    assert answer.returncode == 0, answer.stderr
    return [
        {uid: (parse(start), parse(end), status) for uid, (start, end, status) in entries.items()}
        for entries in json.loads(answer.stdout)
    ]


def read_with_khal(bodies: list[bytes], directory: Path, *, first: date, last: date) -> list[dict[str, Entry]]:
    """Read with khal what is from ``first`` to ``last``, each calendar under a name of its own."""
    shutil.rmtree(directory / "khal", ignore_errors=True)
    names = [f"feed-{number}" for number in range(len(bodies))]
    config = write_khal_config(directory / "khal", names)
    imports = []
    for name, body in zip(names, bodies, strict=True):
        file = directory / "khal" / f"{name}.ics"
        file.write_bytes(body)
        imports.append(["import", "--batch", "-a", name, str(file)])
    shown = "{calendar}\t{uid}\t{start-date-long}T{start-time}\t{end-date-long}T{end-time}\t{status}\n"
    span = (first.isoformat(), f"{(last - first).days + 1}d")  # it walks day by day, and shows an event on each of its
    lines = run_khal(config, *imports, ["list", "--day-format", "", "--format", shown, *span])
    found: dict[str, dict[str, Entry]] = {name: {} for name in names}
    for line in dict.fromkeys(filter(None, lines.splitlines())):
        name, uid, start, end, status = line.split("\t")
        begins, ends = (parse(text[:-1] if text.endswith("T") else f"{text}:00+00:00") for text in (start, end))
        if not isinstance(begins, datetime):
            ends += timedelta(days=1)  # it shows the last day
        assert uid not in found[name]
        found[name][uid] = (begins, ends, status.strip())
    return list(found.values())


def write_khal_config(directory: Path, names: list[str]) -> Path:
    calendars = []
    for name in names:
        (directory / name).mkdir(parents=True)
        calendars.append(f"[[{name}]]\npath = {directory / name}\n")
    config = directory / "config"
    config.write_text(
        "[calendars]\n" + "".join(calendars) + "[locale]\nlocal_timezone = UTC\ndefault_timezone = UTC\n"
        "timeformat = %H:%M\ndateformat = %d.%m.\nlongdateformat = %Y-%m-%d\ndatetimeformat = %d.%m. %H:%M\n"
        "longdatetimeformat = %Y-%m-%dT%H:%M:00+00:00\n"
        f"[sqlite]\npath = {directory}/khal.db\n"
        f"[default]\ndefault_calendar = {names[0]}\n"
    )
    return config


def run_khal(config: Path, *commands: list[str]) -> str:
    """Run commands of khal, one after the other, and return what the last has written."""
    environment = {"LC_ALL": "C.UTF-8", "HOME": str(config.parent)}
    given = json.dumps([["--config", str(config), *arguments] for arguments in commands])
    command = [sys.executable, "-c", KHAL]
    answer = subprocess.run(command, input=given, capture_output=True, text=True, check=False, env=environment)
    assert answer.returncode == 0, answer.stderr
    return answer.stdout.rpartition("\f")[2]


def as_utc(moment: Any) -> Any:
    return moment.astimezone(UTC) if isinstance(moment, datetime) else moment


def parse(text: str) -> Any:
    return datetime.fromisoformat(text).astimezone(UTC) if "T" in text else date.fromisoformat(text)


def as_day(moment: Any) -> date:
    return moment.date() if isinstance(moment, datetime) else moment

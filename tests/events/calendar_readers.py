"""Three programs that read calendars, none of which knows the others, and what they should find.

Each returns ``{uid: (start, end, status)}``: times in UTC, days as dates with the day after the last one as their end.
A date without an end ends when it starts.
"""

import json
import shutil
import subprocess
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import icalendar
import pytest
import recurring_ical_events

from events.calendars import UID_DOMAIN
from events.models import EventDate

Entry = tuple[date, date, str]
STATUSES = {"cancelled": "CANCELLED", "postponed": "TENTATIVE"}
FIRST, LAST = datetime(2000, 1, 1, tzinfo=UTC), datetime(2040, 1, 1, tzinfo=UTC)


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


def read_with_icalendar(body: bytes) -> dict[str, Entry]:
    calendar = icalendar.Calendar.from_ical(body)
    occurrences = recurring_ical_events.of(calendar).between(FIRST, LAST)
    found = {}
    for event in occurrences:
        assert str(event["UID"]) not in found
        found[str(event["UID"])] = (as_utc(event.start), as_utc(event.end), str(event["STATUS"]))
    return found


def read_with_ical_js(body: bytes) -> dict[str, Entry]:
    """Read with npm's ical.js, which takes the time zones from the calendar itself."""
    if shutil.which("node") is None:
        pytest.fail("Node is missing: apt-get install nodejs npm, then make test")
    script = Path(__file__).with_name("read_calendar.mjs")
    answer = subprocess.run(["node", script], input=body, capture_output=True, check=False)
    assert answer.returncode == 0, answer.stderr.decode()
    entries = json.loads(answer.stdout)
    return {uid: (parse(start), parse(end), status) for uid, (start, end, status) in entries.items()}


def read_with_khal(body: bytes, directory: Path, *, first: date, last: date) -> dict[str, Entry]:
    """Read with Debian's khal what is from ``first`` to ``last``. It invents an end where there is none."""
    if shutil.which("khal") is None:
        pytest.fail("khal is missing: apt-get install khal")
    shutil.rmtree(directory / "khal", ignore_errors=True)
    calendar = directory / "khal" / "calendar"
    calendar.mkdir(parents=True)
    config = directory / "khal" / "config"
    config.write_text(
        f"[calendars]\n[[events]]\npath = {calendar}\n"
        "[locale]\nlocal_timezone = UTC\ndefault_timezone = UTC\ntimeformat = %H:%M\ndateformat = %d.%m.\n"
        "longdateformat = %Y-%m-%d\ndatetimeformat = %d.%m. %H:%M\nlongdatetimeformat = %Y-%m-%dT%H:%M:00+00:00\n"
        f"[sqlite]\npath = {directory}/khal/khal.db\n"
        "[default]\ndefault_calendar = events\n"
    )
    file = directory / "khal" / "feed.ics"
    file.write_bytes(body)
    run_khal(config, "import", "--batch", "-a", "events", str(file))
    shown = "{uid}\t{start-date-long}T{start-time}\t{end-date-long}T{end-time}\t{status}\n"
    span = (first.isoformat(), f"{(last - first).days + 1}d")  # it walks day by day
    lines = run_khal(config, "list", "--once", "--day-format", "", "--format", shown, *span)
    found = {}
    for line in filter(None, lines.splitlines()):
        uid, start, end, status = line.split("\t")
        first, last = (parse(text[:-1] if text.endswith("T") else f"{text}:00+00:00") for text in (start, end))
        if not isinstance(first, datetime):
            last += timedelta(days=1)  # it shows the last day
        found[uid] = (first, last, status.strip())
    return found


def run_khal(config: Path, *arguments: str) -> str:
    command = ["khal", "--config", str(config), *arguments]
    environment = {"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "HOME": str(config.parent)}
    answer = subprocess.run(command, capture_output=True, text=True, check=False, env=environment)
    assert answer.returncode == 0, answer.stderr
    return answer.stdout


def as_utc(moment: Any) -> Any:
    return moment.astimezone(UTC) if isinstance(moment, datetime) else moment


def parse(text: str) -> Any:
    return datetime.fromisoformat(text).astimezone(UTC) if "T" in text else date.fromisoformat(text)

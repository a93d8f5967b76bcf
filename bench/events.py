"""``python -m bench.events``: the response time of event lists with 5,000 dates, compared with 50."""

import argparse
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from bench.load import measure
from bench.server import DIRECTORY, HOST, ROOT, fetch, serve

FEW, MANY = 50, 5000
DATES_AN_EVENT = 10
ROUNDS = 3
PATHS = {
    "what is on": "/events/",
    "what was on": "/events/past/",
    "a search": "/events/?q=garden",
    "events": f"/api/v2/events/?limit={FEW // DATES_AN_EVENT}",
    "dates to come": "/api/v2/event-dates/?limit=20&when=upcoming",
    "dates of a week": "/api/v2/event-dates/?limit=20&from={first}&to={last}",
}


def make_dates(count: int) -> None:
    """Fill an empty database with ``count`` dates, two hours apart, half of them in the past."""
    from django.utils import timezone
    from wagtail.models import Site

    from events.models import EventDate, EventIndexPage, EventPage

    home = Site.objects.get(is_default_site=True).root_page
    index = home.add_child(instance=EventIndexPage(title="Events", slug="events"))
    first = timezone.now() - timedelta(hours=count)
    for number in range(count // DATES_AN_EVENT):
        event = index.add_child(instance=EventPage(title=f"Garden morning {number}", summary="Bring gloves."))
        starts = [first + timedelta(hours=2 * (number * DATES_AN_EVENT + each)) for each in range(DATES_AN_EVENT)]
        ends = [start + timedelta(hours=1) for start in starts]
        rows = zip(starts, ends, strict=True)
        EventDate.objects.bulk_create(
            EventDate(event=event, start=start, end=end, until=end, locale_id=event.locale_id) for start, end in rows
        )


def measure_lists(count: int, seconds: float, database: str | None) -> dict[str, float]:
    """Return the median response time of each list in milliseconds, with ``count`` dates."""
    directory = DIRECTORY / f"events-{count}"
    directory.mkdir(parents=True, exist_ok=True)
    os.environ.update(
        API_RATE_LIMIT="0",
        RESPONSE_CACHE_MEGABYTES="0",  # every response is computed
        BASE_URL=f"http://{HOST}",
        DATABASE_URL=database or f"sqlite:///{directory}/db.sqlite3",
        DJANGO_SETTINGS_MODULE="bench.settings",
        SECRET_KEY="for the benchmark only, never for a real site",
        VAR_DIR=str(directory),
    )
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection
    from django.utils import timezone

    from events.models import EventDate

    call_command("migrate", verbosity=0, interactive=False)
    call_command("collectstatic", verbosity=0, interactive=False)  # pages name their style sheets by digest
    if not EventDate.objects.exists():
        make_dates(count)
    connection.close()
    today = timezone.localdate()
    week = {"first": today, "last": today + timedelta(days=7)}
    return dict(measure_each(week, seconds))


def measure_each(week: dict[str, Any], seconds: float) -> Iterator[tuple[str, float]]:
    with serve() as server:
        for name, path in PATHS.items():
            address = path.format(**week)
            if fetch(server.port, address) is None:
                sys.exit(f"{address} does not answer 200.")
            measure(server.port, [address], seconds=1, connections=1)  # warm up
            yield name, measure(server.port, [address], seconds=seconds, connections=1).median


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.events", description=__doc__)
    parser.add_argument("--seconds", type=float, default=3, help="how long each address is asked (3)")
    parser.add_argument(
        "--databases", nargs=2, metavar="URL", help="the URLs of two empty databases; default: SQLite in var/bench"
    )
    parser.add_argument("--dates", type=int, help="only so many dates, and the medians as JSON")
    arguments = parser.parse_args()
    databases = dict(zip((FEW, MANY), arguments.databases or (None, None), strict=True))
    if arguments.dates:
        print(json.dumps(measure_lists(arguments.dates, arguments.seconds, databases.get(arguments.dates))))
        return
    # Settings are read once per process, so each number of dates has its own process.
    command = [sys.executable, "-m", "bench.events", "--seconds", str(arguments.seconds)]
    command += ["--databases", *arguments.databases] if arguments.databases else []
    few: dict[str, float] = {}
    many: dict[str, float] = {}
    for _round in range(ROUNDS):  # alternating; the best of each counts
        for count, best in ((FEW, few), (MANY, many)):
            output = subprocess.check_output([*command, "--dates", str(count)], cwd=ROOT)
            medians = json.loads(output.splitlines()[-1])
            best.update({name: min(median, best.get(name, median)) for name, median in medians.items()})
    print(f"{'median ms with … dates':<24}{FEW:>10}{MANY:>10}{'ratio':>10}")
    for name in PATHS:
        print(f"{name:<24}{few[name]:>10.1f}{many[name]:>10.1f}{many[name] / few[name]:>10.2f}")


if __name__ == "__main__":
    main()

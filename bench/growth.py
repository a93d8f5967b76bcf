"""``python -m bench.growth``: what becomes slower when a site grows, beside a tenth of its size.

A site has 200 updates, and many of one kind: updates, events, people, pictures, or updates in six languages
instead of one. Responses are computed without the response cache, in one process and without a server; the lower
quartile of their processor time counts, with that of the database's process.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlsplit, urlunsplit

from bench.report import write_section
from bench.server import DIRECTORY, HOST, ROOT

FEW = 200
REPEATED = 12
MOST_TIMES = 1.5
LANGUAGES = ("en", "cy", "de", "fr", "es", "it")
SIZES = {"updates": 20_000, "events": 10_000, "people": 1_000, "pictures": 20_000}


class Size(NamedTuple):
    """How many objects of a kind a site has, and in how many languages its updates are."""

    kind: str
    objects: int
    languages: int = 1


class Cost(NamedTuple):
    """Milliseconds of processor, and SQL statements where they were counted."""

    milliseconds: float
    statements: int | None = None


def list_pairs(counts: dict[str, int]) -> Iterator[tuple[str, Size, Size]]:
    """Yield the smaller and the larger site of each kind, by the words for what grows."""
    for kind, count in counts.items():
        yield f"{kind}: {count // 10:,} and {count:,}", Size(kind, count // 10), Size(kind, count)
    if updates := counts.get("updates"):
        told = f"{updates:,} updates: in one language and in {len(LANGUAGES)}"
        yield told, Size("updates", updates), Size("updates", updates, len(LANGUAGES))


def make_updates(count: int) -> None:
    """Insert so many updates, shared among the languages of the settings as translations of each other."""
    from django.conf import settings
    from wagtail.models import Locale, Page, Site

    from bench.content import Library
    from bench.site import BATCH, insert_updates, make_site
    from blog.models import UpdateIndexPage

    each = count // len(settings.LANGUAGES)
    make_site(each, "plain")
    home = Site.objects.get(is_default_site=True).root_page
    archive: Any = UpdateIndexPage.objects.get()
    nothing = Library([], [], [], [], [], [])
    for code, _name in settings.LANGUAGES[1:]:
        locale, _new = Locale.objects.get_or_create(language_code=code)
        for page in (home, archive):
            page.copy_for_translation(locale, copy_parents=True).save_revision().publish()
        translated: Any = archive.get_translation(locale)
        for start in range(0, each, BATCH):
            insert_updates(translated, range(start, min(start + BATCH, each)), nothing, "plain")
        Page.objects.filter(pk=translated.pk).update(numchild=each)


def make_events(count: int) -> None:
    from django.utils import timezone
    from wagtail.models import Page

    from bench.content import WORDS
    from bench.site import BATCH, insert_pages
    from events.models import EventDate, EventIndexPage, EventPage

    make_updates(FEW)
    index: Any = EventIndexPage.objects.get()
    first = index.numchild
    for start in range(0, count, BATCH):
        events = [
            EventPage(
                **place_below(index, first + number, f"event-{number}"),
                title=f"Event {number}",
                draft_title=f"Event {number}",
                summary=WORDS[:90],
            )
            for number in range(start, min(start + BATCH, count))
        ]
        insert_pages(EventPage, events)
        starts = [timezone.now() + timedelta(hours=number - count // 2) for number in range(start, start + len(events))]
        EventDate.objects.bulk_create(
            EventDate(
                event_id=event.pk,
                start=begins,
                end=begins + timedelta(hours=1),
                until=begins + timedelta(hours=1),
                locale_id=event.locale_id,
            )
            for event, begins in zip(events, starts, strict=True)
        )
    Page.objects.filter(pk=index.pk).update(numchild=first + count)


def place_below(index: Any, number: int, slug: str) -> dict[str, Any]:
    """Return what a public page needs to be the child of this number, counted from 0."""
    from django.utils import timezone

    published = timezone.now() - timedelta(hours=number)
    return {
        "slug": slug,
        "path": index._get_path(index.path, index.depth + 1, number + 1),
        "depth": index.depth + 1,
        "url_path": f"{index.url_path}{slug}/",
        "locale_id": index.locale_id,
        "first_published_at": published,
        "last_published_at": published,
    }


def make_people(count: int) -> None:
    from wagtail.models import Locale

    from cms.models import Image
    from cms.people.models import Person

    make_updates(FEW)
    photos = list(Image.objects.values_list("pk", flat=True))
    Person.objects.bulk_create(
        Person(
            name=f"Somebody {number}",
            role="Gardener",
            biography="Likes bakery.",
            public=True,
            photo_id=photos[number % len(photos)],
            locale=Locale.get_default(),
        )
        for number in range(count)
    )


def make_pictures(count: int) -> None:
    from bench.site import make_site
    from cms.models import Image, Rendition

    make_site(FEW, "rich")
    first = Image.objects.order_by("pk")[0]
    sizes = list(first.renditions.all())
    for start in range(0, count, FEW):
        copies = [Image(**copy_columns(first, title=f"One more {start + number}")) for number in range(FEW)]
        pictures = Image.objects.bulk_create(copies)
        Rendition.objects.bulk_create(
            Rendition(**copy_columns(size, image_id=picture.pk)) for picture in pictures for size in sizes
        )


def copy_columns(row: Any, **changed: Any) -> dict[str, Any]:
    """Return the columns of a row for a new one, some of them changed."""
    fields = [field for field in row._meta.concrete_fields if not field.primary_key]
    return {field.attname: getattr(row, field.attname) for field in fields} | changed


MAKERS: dict[str, Callable[[int], None]] = {
    "updates": make_updates,
    "events": make_events,
    "people": make_people,
    "pictures": make_pictures,
}


class Kind(NamedTuple):
    """A model to measure: its endpoint, and the addresses of a public page and of its list in the admin."""

    model: Any
    endpoint: str
    page: str
    listing: str


def find_kind(name: str) -> Kind:
    from django.urls import reverse

    from blog.models import UpdateIndexPage, UpdatePage
    from cms.models import Image
    from cms.people.models import Person
    from events.models import EventIndexPage, EventPage

    def explore(model: Any) -> str:
        return reverse("wagtailadmin_explore", args=[model.objects.order_by("pk")[0].pk])

    if name == "events":
        return Kind(EventPage, "events", "/events/", explore(EventIndexPage))
    if name == "people":
        listing = reverse(Person.snippet_viewset.get_url_name("list"))
        return Kind(Person, "people", "/updates/", listing)
    if name == "pictures":
        return Kind(Image, "images", "/updates/", reverse("wagtailimages:index"))
    return Kind(UpdatePage, "updates", "/updates/", explore(UpdateIndexPage))


def measure(act: Callable[[], object]) -> Cost:
    """Return the lower quartile of the times, and the statements of one."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    act()
    with CaptureQueriesContext(connection) as captured:
        act()
    statements = len(captured)  # the next request empties the log
    times = [measure_once(act).milliseconds for _time in range(REPEATED)]
    return Cost(round(statistics.quantiles(times)[0], 2), statements)


def measure_once(act: Callable[[], object]) -> Cost:
    begun = read_processor_time()
    act()
    return Cost((read_processor_time() - begun) * 1000)


def read_processor_time() -> float:
    """Return the seconds of processor that this process and its connection's process of the database have used."""
    from django.db import connection

    spent = time.process_time()
    if connection.vendor == "postgresql":
        connection.ensure_connection()
        statistics_of_server = Path(f"/proc/{connection.connection.info.backend_pid}/schedstat").read_text()
        spent += int(statistics_of_server.split()[0]) / 1e9
    return spent


def list_costs(name: str) -> Iterator[tuple[str, Cost]]:
    from django.contrib.auth import get_user_model
    from django.core.management import call_command
    from django.test import Client
    from django.urls import reverse

    kind = find_kind(name)
    # The last picture is on no page, so it is not public.
    one = kind.model.objects.earliest("pk") if name == "pictures" else kind.model.objects.latest("pk")
    public, admin = Client(headers={"host": HOST}), Client(headers={"host": HOST})
    administrator, _new = get_user_model().objects.get_or_create(username="administrator", is_superuser=True)
    admin.force_login(administrator)

    def ask(client: Client, address: str) -> Callable[[], None]:
        def request() -> None:
            response = client.get(address)
            if response.status_code != 200:
                raise SystemExit(f"{address} answers {response.status_code}.")

        return request

    def publish() -> None:
        changed = kind.model.objects.get(pk=one.pk)
        changed.save() if name == "pictures" else changed.save_revision().publish()

    api = f"/api/v2/{kind.endpoint}/"
    yield "detail", measure(ask(public, f"{api}{one.pk}/"))
    yield "list", measure(ask(public, f"{api}?limit=20"))
    yield "last part of a list", measure(ask(public, f"{api}?limit=20&offset={kind.model.objects.count() * 9 // 10}"))
    yield "search", measure(ask(public, "/api/v2/search/?q=bakery"))
    yield "changes", measure(ask(public, "/api/v2/changes/"))
    yield "rendered", measure(ask(public, kind.page))
    yield "publish", measure(publish)
    yield "dashboard", measure(ask(admin, reverse("wagtailadmin_home")))
    yield "list in the admin", measure(ask(admin, kind.listing))
    if name in {"updates", "events"}:
        yield "editor", measure(ask(admin, reverse("wagtailadmin_pages:edit", args=[one.pk])))
    migrate = [measure_once(lambda: call_command("migrate", verbosity=0, interactive=False)) for _time in range(3)]
    yield "migrate, nothing to do", min(migrate)  # the first one imports all migrations


def measure_here(size: Size) -> dict[str, Cost]:
    """Make the site in the database of ``DATABASE_URL``, which is empty, and return its costs."""
    import django

    django.setup()
    from django.conf import settings
    from django.core.management import call_command
    from django.db import connection

    from search.models import Entry

    call_command("migrate", verbosity=0, interactive=False)
    call_command("collectstatic", verbosity=0, interactive=False)
    MAKERS[size.kind](size.objects)
    indexed = measure_once(lambda: call_command("wagtail_update_index", verbosity=0))
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")
    settings.DEBUG = False
    costs = dict(list_costs(size.kind))
    return costs | {"update_index, per object": Cost(indexed.milliseconds / Entry.objects.count())}


def measure_apart(size: Size, database: str | None) -> dict[str, Cost]:
    """Return the costs of a site of this size, in a process and a database of its own."""
    name = f"growth_{size.kind}_{size.objects}_{size.languages}"
    directory = DIRECTORY / name
    directory.mkdir(parents=True, exist_ok=True)
    file = directory / "db.sqlite3"
    file.unlink(missing_ok=True)
    environment = {
        **os.environ,
        "API_RATE_LIMIT": "0",
        "BASE_URL": f"http://{HOST}",
        "DATABASE_URL": f"sqlite:///{file}",
        "DJANGO_SETTINGS_MODULE": "bench.settings",
        "LANGUAGES": ",".join(LANGUAGES[: size.languages]),
        "SECRET_KEY": "for the benchmark only, never for a real site",
        "VAR_DIR": str(directory),
    }
    if database:
        environment["DATABASE_URL"] = create_database(database, name)
    command = [sys.executable, "-m", "bench.growth", "--here", json.dumps(size)]
    output = subprocess.check_output(command, cwd=ROOT, env=environment, text=True)
    return {name: Cost(*cost) for name, cost in json.loads(output.splitlines()[-1]).items()}


def create_database(server: str, name: str) -> str:
    """Create an empty database beside the one that an address of PostgreSQL names, and return its address."""
    import psycopg

    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"DROP DATABASE IF EXISTS {name}".encode())
        connection.execute(f"CREATE DATABASE {name}".encode())
    return urlunsplit(urlsplit(server)._replace(path=f"/{name}"))


def describe(told: str, small: dict[str, Cost], large: dict[str, Cost]) -> str:
    """Return one table as Markdown: times and statements of both sites, and how many times as long it takes."""
    rows = [f"**{told}**", "", "| processor ms (statements) | small | large | times |", "|---|--:|--:|--:|"]
    for name, cost in large.items():
        before = small[name]
        ratio = cost.milliseconds / max(before.milliseconds, 0.01)
        mark = "**" if ratio > MOST_TIMES else ""
        rows.append(f"| {name} | {tell(before)} | {tell(cost)} | {mark}{ratio:.2f}{mark} |")
    return "\n".join([*rows, ""])


def tell(cost: Cost) -> str:
    digits = f"{cost.milliseconds:,.1f}"
    return digits if cost.statements is None else f"{digits} ({cost.statements})"


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.growth", description="What becomes slower with size.")
    parser.add_argument("--only", choices=SIZES, nargs="+", default=list(SIZES), help="which kinds grow (all)")
    parser.add_argument("--count", type=int, help="of each kind, in place of 20,000, 10,000 and 1,000")
    parser.add_argument("--write", metavar="FILE", type=Path, help="put the tables into their place in this document")
    parser.add_argument("--here", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.here:
        print(json.dumps(measure_here(Size(*json.loads(arguments.here)))))
        return
    database = os.environ.get("DATABASE_URL")
    counts = {kind: arguments.count or SIZES[kind] for kind in arguments.only}
    known: dict[Size, dict[str, Cost]] = {}
    tables = []
    for told, *sizes in list_pairs(counts):
        for size in sizes:
            if size not in known:
                known[size] = measure_apart(size, database)
        tables.append(describe(told, *(known[size] for size in sizes)))
        print(tables[-1], flush=True)
    if arguments.write:
        vendor = "postgresql" if database else "sqlite"
        write_section(arguments.write, f"growth {vendor}", "\n".join(tables))


if __name__ == "__main__":
    main()

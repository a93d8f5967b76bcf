"""``python -m bench.scale``: what many readers ask of the origin behind a CDN, from the figures of a run of the bench.

Answers are requested as often as words are used (the second half as often as the first, the third a third as often),
evenly from every location of the CDN. A change purges what its tags make stale in all of them, and the first reader of
each location fetches it again. Nobody else reaches the origin, but for answers that are asked for less often than
``CDN_SECONDS``.
"""

import argparse
import json
import math
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from bench.__main__ import set_up
from bench.report import write_section
from bench.server import DIRECTORY, HOST

DAY = 86_400
HOURS = 9  # of a workday, in which something is published
BUSIEST = 0.1  # share of a day's readers in its busiest hour


class Rhythm(NamedTuple):
    """What readers and editors do: requests a day, edits and new posts a workday, locations of the CDN."""

    requests: float
    edits: float
    posts: float
    locations: int


class Load(NamedTuple):
    """What reaches the origin: the share that the CDN answers, and requests a second on average and after a purge."""

    hits: float
    average: float
    after_purge: float


def simulate(rhythm: Rhythm, stale: dict[str, Sequence[bool]], cdn_seconds: int) -> Load:
    """Return the load of the origin. ``stale`` says of each address, the most popular first, if a change purges it."""
    count = len(stale["edit"])
    weights = [1 / (place + 1) for place in range(count)]
    daily = [rhythm.requests * weight / sum(weights) / rhythm.locations for weight in weights]
    fetched, first_minute = 0.0, {"edit": 0.0, "post": 0.0}
    for place, requests in enumerate(daily):
        purges = {"edit": rhythm.edits * stale["edit"][place], "post": rhythm.posts * stale["post"][place]}
        between = HOURS * 3600 / max(sum(purges.values()), 1e-9)  # seconds from one purge to the next
        for kind, times in purges.items():
            first_minute[kind] += stale[kind][place] * happens(requests * BUSIEST * 24 / DAY, 60)
            fetched += times * happens(requests / DAY, between)
        fetched += happens(requests / DAY, cdn_seconds) * DAY / cdn_seconds if cdn_seconds else requests
    fetched = min(fetched * rhythm.locations, rhythm.requests)
    return Load(
        hits=1 - fetched / rhythm.requests,
        average=fetched / DAY,
        after_purge=max(first_minute.values()) * rhythm.locations / 60,
    )


def happens(rate: float, seconds: float) -> float:
    """Return the probability of at least one request within some seconds."""
    return 1 - math.exp(-rate * seconds)


def find_stale(addresses: Sequence[str]) -> dict[str, Sequence[bool]]:
    """Return of each address if an edit of a post purges it, and if a new post does, which is deleted again."""
    from django.test import Client

    from blog.models import UpdateIndexPage, UpdatePage

    client = Client(headers={"host": HOST})
    tags = [set(client.get(address)["Cache-Tag"].split(",")) for address in addresses]

    def edit() -> None:
        update = UpdatePage.objects.order_by("-first_published_at")[len(tags) // 2]
        update.introduction += "."
        update.save_revision().publish()

    def post() -> None:
        index: Any = UpdateIndexPage.objects.first()
        new = UpdatePage(title="New", kind="news", introduction="New.")
        index.add_child(instance=new).save_revision().publish()

    stale: dict[str, Sequence[bool]] = {}
    for kind, act in (("edit", edit), ("post", post)):
        purged = find_purged(act)
        stale[kind] = [bool(own & purged) for own in tags]
    UpdatePage.objects.order_by("-pk")[0].delete()
    return stale


def find_purged(act: Callable[[], None]) -> set[str]:
    """Return the tags that are purged after ``act``."""
    from cms.caching.stale import list_stale_tags
    from cms.changes.models import Change

    last = Change.objects.latest("number").number
    act()
    return list_stale_tags(Change.objects.filter(number__gt=last))


def list_addresses(count: int) -> list[str]:
    """Return addresses of a site as an application asks for them: lists first, then posts, the newest first."""
    from blog.models import UpdatePage
    from events.models import EventPage

    lists = ["updates/?limit=20&order=-first_published_at", "events/?limit=20", "site/", "topics/", "people/"]
    posts = UpdatePage.objects.order_by("-first_published_at").values_list("pk", flat=True)[:count]
    events = EventPage.objects.values_list("pk", flat=True)
    paths = [*lists, *(f"updates/{pk}/" for pk in posts), *(f"events/{pk}/" for pk in events)]
    return [f"/api/v2/{path}" for path in paths]


def read_costs(vendor: str) -> dict[str, Any]:
    """Return the results of the latest run of the bench on a database."""
    for file in sorted(DIRECTORY.glob(f"*-{vendor}.json"), reverse=True):
        run: dict[str, Any] = json.loads(file.read_text())
        results: dict[str, Any] = run["results"]
        if run["conditions"].get("shape", "rich") == "rich" and {"detail", "list"} <= results.keys():
            return results
    raise SystemExit(f"Run the bench on {vendor} first: python -m bench.")


def describe(rhythm: Rhythm, stale: dict[str, Sequence[bool]], costs: dict[str, Any], cdn_seconds: int) -> str:
    """Return the figures as Markdown."""
    shares = {kind: sum(purged) / len(purged) for kind, purged in stale.items()}
    cold = max(costs[name]["cold"]["processor"] for name in ("detail", "list"))
    rows = ["| readers a day | the CDN answers | origin, average | in the minute after a purge | of a core then |"]
    rows.append("|--:|--:|--:|--:|--:|")
    for factor in (0.01, 0.1, 1, 10):
        load = simulate(rhythm._replace(requests=rhythm.requests * factor), stale, cdn_seconds)
        used = load.after_purge * cold / 1000
        rows.append(
            f"| {10_000_000 * factor:,.0f} | {load.hits:.3%} | {load.average:.2f}/s | {load.after_purge:.1f}/s |"
            f" {used:.0%} |"
        )
    told = (
        f"Of {len(stale['edit']):,} addresses, an edit makes {shares['edit']:.0%} stale and a new post"
        f" {shares['post']:.0%}."
        f" {rhythm.edits:g} edits and {rhythm.posts:g} posts a workday, {rhythm.locations} locations of the CDN,"
        f" a day in a cache at most, 3 requests a reader; a cold answer takes {cold:.1f} ms of a core."
    )
    return "\n".join([told, "", *rows, ""])


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.scale", description="What many readers ask of the origin.")
    parser.add_argument("--edits", type=float, default=20, help="a workday (20)")
    parser.add_argument("--posts", type=float, default=3, help="a workday (3)")
    parser.add_argument("--locations", type=int, default=20, help="of the CDN, each with a cache of its own (20)")
    parser.add_argument("--write", metavar="FILE", type=Path, help="put the table into its place in this document")
    arguments = parser.parse_args()
    set_up(1000)
    from django.conf import settings
    from django.db import connection

    from bench.site import prepare_site

    prepare_site(1000, "rich")
    rhythm = Rhythm(30_000_000, arguments.edits, arguments.posts, arguments.locations)
    stale = find_stale(list_addresses(300))
    text = describe(rhythm, stale, read_costs(connection.vendor), settings.CDN_SECONDS)
    print(text)
    if arguments.write:
        write_section(arguments.write, connection.vendor, text)


if __name__ == "__main__":
    main()

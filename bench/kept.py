"""How many cached addresses of the demo a change leaves in caches: ``python -m bench.kept``.

Reads every address that links and the API lead to, then applies changes in transactions that are rolled back, and
counts the answers with a stale dependency. Takes the database of ``DATABASE_URL``, where the demo must be loaded
(``load_demo`` with ``EXTRA_APPS=cms.demo``).
"""

import os
import re
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

STARTS = [
    *("/", "/cy/", "/sitemap.xml", "/robots.txt", "/search/?q=garden", "/api/v2/site/", "/api/v2/site/?locale=cy"),
    *("/api/v2/search/?q=garden", "/api/v2/search/suggest/?q=gar", "/api/v2/event-dates/"),
    *(f"/api/v2/{name}/?limit=100" for name in ("pages", "updates", "events", "people", "topics", "images")),
    *("/api/v2/documents/?limit=100", "/api/v2/redirects/?limit=100", "/api/v2/updates/", "/api/v2/updates/?fields=*"),
    "/api/v2/updates/?locale=cy&fallback=1",
]
LINK = re.compile(
    r'(?:href="|"detail_url": ?"|"(?:html_)?url": ?")(?:https?://(?:localhost|testserver)(?::\d+)?)?(/[^"#]*)'
)
LEFT_OUT = re.compile(r"^/(?:static|media|admin|documents|api/v2/(?:schema|docs)|accounts|django-admin)")
KINDS = [
    (r"/api/v2/(\w[\w-]*)/\d+/", "API: one of {}"),
    (r"/api/v2/(\w[\w-]*)/", "API: {}"),
    (r"/(?:cy/)?(?:updates|diweddariadau)/[\w-]+/$", "page of an update"),
    (r"/(?:cy/)?(?:updates|diweddariadau)/", "archive of updates, feeds"),
    (r"/(?:cy/)?(?:events|digwyddiadau)/", "page of an event or list"),
    (r"/(?:cy/)?search", "search page"),
]


def name_kind(path: str) -> str:
    for pattern, name in KINDS:
        if found := re.match(pattern, path):
            return name.format(*found.groups())
    return "other page"


def read_all() -> dict[str, frozenset[str]]:
    """Return the dependencies of each public answer by its address."""
    from django.test import Client

    from cms.caching.tags import TAGS

    client, seen, answers = Client(), set(STARTS), {}
    waiting = list(STARTS)
    while waiting:
        path = waiting.pop()
        response: Any = client.get(path)
        if response.status_code != 200 or "Cache-Tag" not in response.headers or response.streaming:
            continue
        answers[path] = frozenset(response.wsgi_request.META[TAGS])
        links = {link.replace("&amp;", "&") for link in LINK.findall(response.content.decode(errors="replace"))}
        fresh = {link for link in links if not LEFT_OUT.match(link)} - seen
        seen |= fresh
        waiting += sorted(fresh)
    return answers


def list_changes() -> Iterator[tuple[str, Callable[[], object]]]:
    from blog.models import UpdateIndexPage, UpdatePage
    from cms.models import Image
    from cms.people.models import Person

    page = UpdatePage.objects.live().filter(locale__language_code="en").order_by("-first_published_at")[3]
    archive = UpdateIndexPage.objects.get(locale__language_code="en")

    def publish(one: Any, **values: Any) -> None:
        one = type(one).objects.get(pk=one.pk)
        for name, value in values.items():
            setattr(one, name, value)
        one.save_revision().publish()

    def add() -> None:
        new = UpdatePage(title="A new one", kind="news", introduction="New")
        archive.add_child(instance=new)
        new.save_revision().publish()

    person = Person.objects.filter(live=True, locale__language_code="en").order_by("pk")[0]
    yield "an introduction", lambda: publish(page, introduction="Something else")
    yield "a title", lambda: publish(page, title="Another title")
    yield "a new update", add
    yield "a person's text", lambda: publish(person, role="Something else")
    yield "an upload", lambda: Image.objects.create(title="New", file=Image.objects.first().file, width=1, height=1)


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bench.settings")
    import django

    django.setup()
    from django.db import connection, transaction
    from django.test.utils import setup_test_environment

    from cms.caching.stale import list_stale_tags
    from cms.changes.feed import follow_changes, read_last_change

    setup_test_environment()
    answers = read_all()
    totals = Counter(map(name_kind, answers))
    for name, change in list_changes():
        with transaction.atomic():
            before = read_last_change()[0]
            change()
            if connection.vendor == "postgresql":
                connection.check_constraints()
            stale = list_stale_tags(follow_changes(before))
            transaction.set_rollback(True)
        dropped = Counter(name_kind(path) for path, tags in answers.items() if not tags.isdisjoint(stale))
        print(f"{name}: {sum(dropped.values())} of {len(answers)} ({sum(dropped.values()) / len(answers):.0%})")
        for kind, count in sorted(totals.items()):
            if dropped[kind]:
                print(f"    {kind}: {dropped[kind]} of {count}")


if __name__ == "__main__":
    main()

"""How long a process takes to find out what a change concerns: ``python -m bench.catching_up``.

Keeps 10,000 answers, of which 1, 100 or all show one person, and changes that person: its text, which concerns what
shows it, and whether it is public, for which the reference index is read. Takes any database of ``DATABASE_URL`` that
has been migrated, and rolls back what it writes.
"""

import os
import statistics
import time
from collections.abc import Callable

ANSWERS = 10_000
SHOWN = 40  # objects in an answer
REPEATED = 5


def measure(concerned: int) -> None:
    """Print the figures of changes that concern this many answers."""
    from django.contrib.contenttypes.models import ContentType
    from django.db import connection
    from wagtail.models import Locale, Page, ReferenceIndex

    from cms.caching.stale import find_stale
    from cms.caching.store import Entry, Store
    from cms.changes.feed import read_last_change
    from cms.people.models import Person

    person = Person.objects.create(name="Somebody", locale=Locale.get_default())
    page_type, person_type = ContentType.objects.get_for_models(Page, Person).values()
    references = [
        ReferenceIndex(
            base_content_type=page_type,
            content_type=page_type,
            object_id=str(10**9 + number),
            to_content_type=person_type,
            to_object_id=str(person.pk),
            model_path="body",
            content_path="body",
            content_path_hash=f"00000000-0000-0000-0000-{number:012d}",
        )
        for number in range(concerned)
    ]
    ReferenceIndex.objects.bulk_create(references, batch_size=500)

    def settle() -> int:
        if connection.vendor == "postgresql":
            connection.check_constraints()
        return read_last_change()[0]

    changes: dict[str, Callable[[int], object]] = {
        "text": lambda number: Person.objects.filter(pk=person.pk).update(role=f"Role {number}"),
        "visibility": lambda number: Person.objects.filter(pk=person.pk).update(live=bool(number % 2)),
    }
    for name, change in changes.items():
        found_in, checked_in, dropped = [], [], 0
        for number in range(REPEATED):
            before = settle()
            store = Store(10**9)
            for answer in range(ANSWERS):
                tags = ["site", *(f"page-{answer + 1000 * other}" for other in range(SHOWN))]
                tags += [f"person-{person.pk}"] if answer < concerned else []
                entry = Entry(before, None, "", [], b"", tuple(tags))
                store.put(("", "", f"/{answer}/", ""), entry)
            store.version = store.floor = before
            change(number)
            settle()
            begun = time.perf_counter()
            store.advance(find_stale(before))
            found_in.append(time.perf_counter() - begun)
            begun = time.perf_counter()
            dropped = sum(store.find(key) is None for key in list(store.entries))
            checked_in.append(time.perf_counter() - begun)
        print(
            f"{name}, shown in {concerned}: {dropped} of {ANSWERS} dropped;"
            f" found in {statistics.median(found_in) * 1000:.1f} ms,"
            f" {statistics.median(checked_in) * 1_000_000 / ANSWERS:.1f} µs for each that is asked for"
        )


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bench.settings")
    import django

    django.setup()
    from django.db import connection, transaction

    print(connection.vendor)
    for concerned in (1, 100, ANSWERS):
        with transaction.atomic():
            measure(concerned)
            transaction.set_rollback(True)


if __name__ == "__main__":
    main()

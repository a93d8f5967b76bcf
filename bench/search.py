"""``python -m bench.search``: the cost of a search for a word on every page, compared with a word on one page."""

import argparse
import json
import os
import sys
import time
from collections.abc import Iterator
from datetime import timedelta
from itertools import islice, product
from typing import Any

from bench.load import measure
from bench.server import DIRECTORY, HOST, fetch, serve

FREQUENT, RARE = "garden", "quince"
MOST_TIMES = 5
WORDS_A_PAGE = 800
CHUNK = 500
PATHS = {
    "search, API": "/api/v2/search/?q={word}",
    "search, page": "/search/?q={word}",
    "updates, search": "/api/v2/updates/?search={word}",
    "suggestions": "/api/v2/search/suggest/?q={word}",
}


def list_words() -> list[str]:
    """Return 8,000 words of three syllables."""
    return ["".join(syllables) for syllables in product(*[[a + b for a in "bdklmnprst" for b in "ae"]] * 3)]


def write_text(number: int, words: list[str]) -> str:
    """Return the text of a page: with the frequent word a few times, and the rare one if ``number`` is 7."""
    text = [words[(number * 7919 + place * place * 31) % len(words)] for place in range(WORDS_A_PAGE)]
    for place in range(number % 6 + 1):
        text[place * 97] = FREQUENT
    return " ".join([*text, RARE] if number == 7 else text)


def make_updates(count: int) -> None:
    """Insert updates into an empty database without publishing them, and index them."""
    from wagtail.models import Page, Site
    from wagtail.search.backends import get_search_backend

    from blog.models import UpdateIndexPage, UpdatePage

    home = Site.objects.get(is_default_site=True).root_page
    archive = home.add_child(instance=UpdateIndexPage(title="Updates", slug="updates"))
    index = get_search_backend().get_index_for_model(UpdatePage)
    words, numbers = list_words(), iter(range(count))
    while chunk := list(islice(numbers, CHUNK)):
        updates = [make_update(archive, number, words) for number in chunk]
        rows = [{field.attname: getattr(update, field.attname) for field in Page._meta.fields} for update in updates]
        for update, page in zip(updates, Page.objects.bulk_create(Page(**row) for row in rows), strict=True):
            update.pk = update.page_ptr_id = page.pk
            update.save_base(raw=True, force_insert=True)
        index.add_items(UpdatePage, updates)
    Page.objects.filter(pk=archive.pk).update(numchild=count)


def make_update(archive: Any, number: int, words: list[str]) -> Any:
    from django.contrib.contenttypes.models import ContentType
    from django.utils import timezone

    from blog.models import UpdatePage

    moment = timezone.now() - timedelta(hours=number)
    title = f"{words[number % 8000]} {FREQUENT} {number} {RARE if number == 7 else ''}"
    body = [{"type": "paragraph", "value": f"<p>{write_text(number, words)}</p>", "id": str(number)}]
    return UpdatePage(
        title=title,
        draft_title=title,
        slug=f"update-{number}",
        url_path=f"{archive.url_path}update-{number}/",
        path=UpdatePage._get_path(archive.path, archive.depth + 1, number + 1),
        depth=archive.depth + 1,
        content_type=ContentType.objects.get_for_model(UpdatePage),
        locale=archive.locale,
        first_published_at=moment,
        last_published_at=moment,
        introduction=f"What {words[number % 77]} did.",
        kind=UpdatePage.Kind.NEWS,
        body=body,
    )


def measure_each(seconds: float) -> Iterator[tuple[str, float, float]]:
    """Yield each benchmark with its medians in milliseconds for the frequent and the rare word, alternating."""
    with serve() as server:
        for name, path in PATHS.items():
            best: dict[str, float] = {}
            for word in (FREQUENT, RARE) * 3:
                address = path.format(word=word)
                if fetch(server.port, address) is None:
                    sys.exit(f"{address} does not answer 200.")
                median = measure(server.port, [address], seconds=seconds, connections=1).median
                best[word] = min(median, best.get(word, median))
            yield name, best[FREQUENT], best[RARE]


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.search", description=__doc__)
    parser.add_argument("--pages", type=int, default=20_000, help="updates of 800 words (20,000)")
    parser.add_argument("--seconds", type=float, default=1, help="how long each word is asked for, three times (1)")
    parser.add_argument("--database", help="the URL of an empty database; default: SQLite in var/bench")
    arguments = parser.parse_args()
    directory = DIRECTORY / f"search-{arguments.pages}"
    directory.mkdir(parents=True, exist_ok=True)
    os.environ.update(
        API_RATE_LIMIT="0",
        RESPONSE_CACHE_MEGABYTES="0",  # every response is computed
        BASE_URL=f"http://{HOST}",
        DATABASE_URL=arguments.database or f"sqlite:///{directory}/db.sqlite3",
        DJANGO_SETTINGS_MODULE="bench.settings",
        SECRET_KEY="for the benchmark only, never for a real site",
        VAR_DIR=str(directory),
    )
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection

    from blog.models import UpdatePage

    call_command("migrate", verbosity=0, interactive=False)
    call_command("collectstatic", verbosity=0, interactive=False)
    if not UpdatePage.objects.exists():
        begun = time.perf_counter()
        make_updates(arguments.pages)
        print(f"{arguments.pages} updates made and indexed in {time.perf_counter() - begun:.0f} s")
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
    connection.close()
    figures = list(measure_each(arguments.seconds))
    print(f"{connection.vendor}, {arguments.pages} pages: median ms")
    print(f"{'':<24}{FREQUENT:>10}{RARE:>10}{'ratio':>10}")
    for name, frequent, rare in figures:
        print(f"{name:<24}{frequent:>10.1f}{rare:>10.1f}{frequent / rare:>10.2f}")
    file = DIRECTORY / f"search-{connection.vendor}-{arguments.pages}.json"
    file.write_text(json.dumps({name: {"frequent": a, "rare": b} for name, a, b in figures}, indent=2) + "\n")
    if any(frequent > MOST_TIMES * rare for _name, frequent, rare in figures):
        sys.exit(f"A frequent word costs more than {MOST_TIMES} times a rare one.")


if __name__ == "__main__":
    main()

"""Remembers what readers searched for in vain, so that editors can help: the words alone, and how often.

A reader waits for no other writer: on SQLite, which has one at a time, the words go to a file that the worker reads.
What looks like an address or a number of somebody is not kept.
"""

import json
import logging
import re
from collections import Counter
from datetime import date, timedelta
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, connection, transaction
from django.utils import timezone
from wagtail.models import Site

from cms.freshness.reads import untracked
from search.models import Fruitless
from search.words import split_words

logger = logging.getLogger(__name__)

PERSONAL = re.compile(r"@|\d{5}|\d+\s+\d+\s+\d+")
MAX_LENGTH, MAX_WORDS = 60, 6
MAX_ROWS = 1_000  # per site and language
MAX_BYTES = 200_000
KEPT = timedelta(days=90)
INCREMENT = """
    INSERT INTO site_search_fruitless AS known (site_id, language_code, query, times, last) VALUES (%s, %s, %s, %s, %s)
    ON CONFLICT (site_id, language_code, query) DO UPDATE SET times = known.times + EXCLUDED.times, last = EXCLUDED.last
"""


def record(site_id: int, language_code: str, query: str) -> None:
    """Count a search that found nothing, if that is possible now."""
    words = split_words(query)
    text = " ".join(words)
    if not words or len(words) > MAX_WORDS or len(text) > MAX_LENGTH or PERSONAL.search(query):
        return
    try:
        if connection.vendor == "postgresql":
            with untracked():
                add(site_id, language_code, text, 1, timezone.localdate())
        else:
            append(find_file(), json.dumps([site_id, language_code, text]))
    except (DatabaseError, OSError) as error:
        logger.info("A search without a result is not counted: %s", error)


def add(site_id: int, language_code: str, query: str, times: int, day: date) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(INCREMENT, [site_id, language_code, query, times, day])


def find_file() -> Path:
    return Path(settings.VAR_DIR) / "fruitless-searches.jsonl"


def append(file: Path, line: str) -> None:
    if file.exists() and file.stat().st_size > MAX_BYTES:
        return
    with file.open("a", encoding="utf-8") as lines:
        lines.write(f"{line}\n")


def gather() -> None:
    """Move what is in the file to the database, and forget what is old, or too much."""
    file = find_file()
    if file.exists():
        taken = file.with_suffix(".taken")
        file.rename(taken)
        counted = Counter(tuple(json.loads(line)) for line in taken.read_text(encoding="utf-8").splitlines())
        sites = set(Site.objects.values_list("pk", flat=True))
        for (site_id, language_code, query), times in counted.items():
            if site_id in sites:
                add(site_id, language_code, query, times, timezone.localdate())
        taken.unlink()
    Fruitless.objects.filter(last__lt=timezone.localdate() - KEPT).delete()
    for site_id, language_code in set(Fruitless.objects.order_by().values_list("site_id", "language_code").distinct()):
        own = Fruitless.objects.filter(site_id=site_id, language_code=language_code)
        too_many = own.order_by("-last", "-times", "pk").values_list("pk", flat=True)[MAX_ROWS:]
        Fruitless.objects.filter(pk__in=list(too_many)).delete()

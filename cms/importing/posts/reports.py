"""Writes what came of each post."""

import csv
import json
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import TextIO

from cms.admin.spreadsheets import make_harmless
from cms.importing.posts.importer import Row


def write_report(path: Path, rows: Iterable[Row]) -> None:
    """Write a report as CSV or JSON, by the name of the file."""
    if path.suffix.lower() == ".json":
        text = json.dumps([row._asdict() for row in rows], ensure_ascii=False, indent=2)
        path.write_text(f"{text}\n", encoding="utf-8")
        return
    with path.open("w", newline="", encoding="utf-8-sig") as file:
        write_rows(file, rows)


def write_rows(file: TextIO, rows: Iterable[Row]) -> None:
    writer = csv.writer(file)
    writer.writerow(Row._fields)
    writer.writerows([make_harmless(value) for value in row] for row in rows)


def summarise(rows: Iterable[Row]) -> str:
    counts = Counter(row.outcome for row in rows)
    return ", ".join(f"{count} {outcome}" for outcome, count in counts.items()) or "nothing"

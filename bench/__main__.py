"""``make bench``: serve a generated site as in production, send requests as fast as they are answered, and report.

Each benchmark runs against this project without its response cache (cold) and with it (warm), against stock Wagtail's
API on the same data and server, and against a bare WSGI application that returns the same bytes.
"""

import argparse
import os
import shutil
import sys
from pathlib import Path
from typing import Any

from bench.ask import ask_all
from bench.content import SHAPES
from bench.report import describe, write_json, write_section
from bench.server import DIRECTORY, HOST, THREADS, WORKERS


def read_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--database", metavar="URL", help="an empty one, or that of an earlier run; default: SQLite")
    parser.add_argument("--pages", type=int, default=1000, help="updates of twenty blocks (1000)")
    parser.add_argument("--shape", choices=SHAPES, default="rich", help="of updates: rich or plain blocks (rich)")
    parser.add_argument("--beside", metavar="FILE", type=Path, help="measure another server too: see the documentation")
    parser.add_argument("--seconds", type=int, default=3, help="duration of each measurement, which runs twice (3)")
    parser.add_argument("--connections", type=int, default=8, help="at the same time (8)")
    parser.add_argument("--only", metavar="NAMES", help="only these benchmarks, comma-separated")
    parser.add_argument("--no-stock", action="store_true", help="leave out stock Wagtail, which is slow at many pages")
    parser.add_argument("--write", metavar="FILE", type=Path, help="put the table into its place in this document")
    return parser.parse_args()


def set_up(pages: int, database: str | None = None, shape: str = "rich") -> Path:
    """Set up Django with the benchmark's own files, and return their directory.

    Without a URL, the database is that of ``DATABASE_URL``, or else SQLite in that directory.
    """
    directory = DIRECTORY / name_site(pages, shape)
    directory.mkdir(parents=True, exist_ok=True)
    os.environ.setdefault("DATABASE_URL", f"sqlite:///{directory}/db.sqlite3")
    if database:
        os.environ["DATABASE_URL"] = database
    os.environ.update(
        BASE_URL=f"http://{HOST}",
        DJANGO_SETTINGS_MODULE="bench.settings",
        SECRET_KEY="for the benchmark only, never for a real site",
        VAR_DIR=str(directory),
    )
    import django

    django.setup()
    return directory


def name_site(pages: int, shape: str) -> str:
    """Return the name of a site's directory and of its place in the documentation."""
    return str(pages) if shape == "rich" else f"{pages}-{shape}"


def main() -> None:
    arguments = read_arguments()
    directory = set_up(arguments.pages, arguments.database, arguments.shape)
    from django.db import connection

    from bench.questions import list_questions, write_posts
    from bench.site import prepare_site

    prepare_site(arguments.pages, arguments.shape)
    if arguments.shape == "plain":
        write_posts(directory / "posts.json")
    questions = list_questions()
    if arguments.only:
        names = arguments.only.split(",")
        if unknown := set(names) - {question.name for question in questions}:
            sys.exit(f"No question has such a name: {', '.join(unknown)}.")
        questions = [question for question in questions if question.name in names]
    conditions: dict[str, Any] = {
        "updates": arguments.pages,
        "shape": arguments.shape,
        "database": connection.vendor,
        "server": f"Granian, {WORKERS} workers of {THREADS} threads",
        "cores": os.cpu_count(),
        "client": "wrk" if shutil.which("wrk") else "Python",
        "connections": arguments.connections,
        "seconds": arguments.seconds,
    }
    print(", ".join(f"{name}: {value}" for name, value in conditions.items()), flush=True)
    connection.close()
    results = ask_all(questions, arguments)
    table = describe(conditions, results)
    print(f"\n{table}\nWritten to {write_json(DIRECTORY, conditions, results)}")
    if arguments.write:
        write_section(arguments.write, f"{connection.vendor} {name_site(arguments.pages, arguments.shape)}", table)


if __name__ == "__main__":
    main()

"""``make bench``: serve a generated site as in production, ask it as fast as it answers, and print how it did.

Each question goes to this project without its response cache (cold) and with it (warm), to stock Wagtail's API on the
same data and server, and to a bare WSGI application that returns the same bytes.
"""

import argparse
import os
import shutil
import sys
from pathlib import Path
from typing import Any

from bench.ask import ask_all
from bench.report import print_table, write_json
from bench.server import DIRECTORY, HOST, THREADS, WORKERS


def read_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--pages", type=int, default=1000, help="updates of twenty blocks (1000)")
    parser.add_argument("--seconds", type=float, default=4, help="how long each address is asked (4)")
    parser.add_argument("--connections", type=int, default=8, help="at the same time (8)")
    parser.add_argument("--only", help="only the questions whose name has this text")
    parser.add_argument("--no-stock", action="store_true", help="leave out stock Wagtail, which is slow at many pages")
    return parser.parse_args()


def set_up(pages: int) -> Path:
    """Point the settings at the benchmark's own files, load Django, and return the directory of the files.

    The database is SQLite there, or what ``DATABASE_URL`` names: an empty one or the one of an earlier run.
    """
    directory = DIRECTORY / str(pages)
    directory.mkdir(parents=True, exist_ok=True)
    os.environ.setdefault("DATABASE_URL", f"sqlite:///{directory}/db.sqlite3")
    os.environ.update(
        BASE_URL=f"http://{HOST}",
        DJANGO_SETTINGS_MODULE="bench.settings",
        SECRET_KEY="for the benchmark only, never for a real site",
        VAR_DIR=str(directory),
    )
    import django

    django.setup()
    return directory


def main() -> None:
    arguments = read_arguments()
    set_up(arguments.pages)
    from django.db import connection

    from bench.questions import list_questions
    from bench.site import prepare_site

    prepare_site(arguments.pages)
    questions = [question for question in list_questions() if (arguments.only or "") in question.name]
    if not questions:
        sys.exit("No question has such a name.")
    conditions: dict[str, Any] = {
        "updates": arguments.pages,
        "database": connection.vendor,
        "server": f"Granian, {WORKERS} workers of {THREADS} threads",
        "client": "wrk" if shutil.which("wrk") else "Python",
        "connections": arguments.connections,
        "seconds": arguments.seconds,
    }
    print(", ".join(f"{name}: {value}" for name, value in conditions.items()), flush=True)
    connection.close()
    results = ask_all(questions, arguments)
    print_table(results)
    print(f"Written to {write_json(DIRECTORY, conditions, results)}")


if __name__ == "__main__":
    main()

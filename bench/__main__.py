"""``python -m bench``: make the site if it is not there, serve it, ask, and print how both APIs did."""

import argparse
import contextlib
import http.client
import json
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bench.load import HOST, measure

ROOT = Path(__file__).resolve().parents[1]
DIRECTORY = ROOT / "var" / "bench"
WORKERS, THREADS = 2, 4
COLUMNS = ("answers/s", "median ms", "99 % ms", "queries", "kB")


def read_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("--updates", type=int, default=200, help="updates of twenty blocks (200)")
    parser.add_argument("--seconds", type=float, default=5, help="how long each address is asked (5)")
    parser.add_argument("--connections", type=int, default=8, help="at the same time (8)")
    parser.add_argument("--database", help="the URL of an empty database; default: SQLite in var/bench")
    return parser.parse_args()


def set_up(arguments: argparse.Namespace) -> None:
    """Point the settings at the benchmark's own database and media, and load Django."""
    directory = DIRECTORY / str(arguments.updates)
    directory.mkdir(parents=True, exist_ok=True)
    os.environ.update(
        BASE_URL=f"http://{HOST}",
        DATABASE_URL=arguments.database or f"sqlite:///{directory}/db.sqlite3",
        DJANGO_SETTINGS_MODULE="bench.settings",
        SECRET_KEY="for the benchmark only, never for a real site",
        VAR_DIR=str(directory),
    )
    import django

    django.setup()


def prepare_site(updates: int) -> None:
    from django.core.management import call_command

    from bench.content import make_site
    from blog.models import UpdatePage

    call_command("migrate", verbosity=0, interactive=False)
    found = UpdatePage.objects.count()
    if not found:
        print(f"Making {updates} updates …", flush=True)
        make_site(updates)
    elif found != updates:
        sys.exit(f"The database has {found} updates, not {updates}: empty it or remove {DIRECTORY}.")


@contextlib.contextmanager
def serve() -> Iterator[int]:
    """Run Granian on a free port, which is yielded once it answers."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port = probe.getsockname()[1]
    command = ["--interface", "wsgi", "--host", HOST, "--port", str(port), "--log-level", "warning"]
    command += ["--workers", str(WORKERS), "--blocking-threads", str(THREADS), "--workers-kill-timeout", "3"]
    with subprocess.Popen([sys.executable, "-m", "granian", "cms.wsgi:application", *command], cwd=ROOT) as server:
        try:
            while fetch(port, "/healthz") is None:
                if server.poll() is not None:
                    sys.exit("The server has ended by itself.")
                time.sleep(0.2)
            yield port
        finally:
            server.terminate()


def fetch(port: int, path: str) -> bytes | None:
    """Return the body of a good answer."""
    connection = http.client.HTTPConnection(HOST, port, timeout=30)
    try:
        connection.request("GET", path)
        response = connection.getresponse()
        return response.read() if response.status == 200 else None
    except OSError:
        return None
    finally:
        connection.close()


def count_queries(path: str) -> int:
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    client = Client(headers={"host": HOST})
    client.get(path)
    with CaptureQueriesContext(connection) as queries:
        client.get(path)
    return len(queries)


def list_questions() -> dict[str, list[str]]:
    """Return the addresses of each row of the table, below the API's root."""
    from blog.models import UpdatePage

    ids = UpdatePage.objects.order_by("pk").values_list("pk", flat=True)
    return {
        "detail": [f"updates/{pk}/" for pk in ids],
        "list of 20": ["updates/?limit=20&order=-first_published_at"],
        "list of 20, all fields": ["updates/?limit=20&order=-first_published_at&fields=*"],
    }


def ask(port: int, arguments: argparse.Namespace) -> list[dict[str, Any]]:
    results = []
    for question, addresses in list_questions().items():
        result: dict[str, Any] = {"question": question}
        for side, root in (("stock", "/stock/api/v2/"), ("ours", "/api/v2/")):
            paths = [root + address for address in addresses]
            body = fetch(port, paths[0])
            if body is None:
                sys.exit(f"{paths[0]} does not answer 200.")
            measure(port, paths, seconds=1, connections=arguments.connections)  # warm up
            speed = measure(port, paths, seconds=arguments.seconds, connections=arguments.connections)
            figures = (*(round(figure, 1) for figure in speed), count_queries(paths[0]), round(len(body) / 1000, 1))
            result[side] = dict(zip(COLUMNS, figures, strict=True))
        result["ratio"] = round(result["ours"]["answers/s"] / result["stock"]["answers/s"], 1)
        results.append(result)
        print_result(result)
    return results


def print_result(result: dict[str, Any]) -> None:
    print(f"\n{result['question']:<24}" + "".join(f"{column:>11}" for column in COLUMNS))
    for side in ("stock", "ours"):
        print(f"  {side:<22}" + "".join(f"{result[side][column]:>11}" for column in COLUMNS))
    print(f"  {result['ratio']} times as many answers", flush=True)


def main() -> None:
    arguments = read_arguments()
    set_up(arguments)
    from django.db import connection

    prepare_site(arguments.updates)
    conditions = {
        "updates": arguments.updates,
        "database": connection.vendor,
        "server": f"Granian, {WORKERS} workers of {THREADS} threads",
        "client": "wrk" if shutil.which("wrk") else "Python",
        "connections": arguments.connections,
        "seconds": arguments.seconds,
    }
    print(", ".join(f"{name}: {value}" for name, value in conditions.items()))
    connection.close()
    with serve() as port:
        results = ask(port, arguments)
    file = DIRECTORY / f"{time.strftime('%Y-%m-%dT%H%M%S')}-{connection.vendor}.json"
    file.write_text(json.dumps({"conditions": conditions, "results": results}, indent=2) + "\n")
    print(f"\nWritten to {file.relative_to(ROOT)}")


if __name__ == "__main__":
    main()

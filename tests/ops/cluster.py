"""A PostgreSQL of a test's own, which it may stop, crash and start again."""

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection
from environ import Env

from tests.postgres import run_server_from_wheel


class Cluster:
    def __init__(self, server: Any) -> None:
        self.server = server
        self.url: str = server.get_uri()

    def stop(self, mode: str) -> None:
        """Stop it: ``fast`` ends each connection with a word, ``immediate`` is a crash."""
        self.run("pg_ctl", "-D", self.server.pgdata, "-m", mode, "-w", "stop")

    def start(self) -> None:
        """Start it, and return when it accepts connections."""
        self.server.ensure_postgres_running()

    def run(self, command: str, *arguments: object) -> None:
        subprocess.run(
            [self.server.bin_path / command, *map(str, arguments)],
            check=True,
            user=self.server.system_user,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
        )

    def copy(self, database_url: str) -> None:
        """Fill its database with what another has."""
        dump = [self.server.bin_path / "pg_dump", "--no-owner", "--dbname", database_url]
        restore = [self.server.bin_path / "psql", "--quiet", "--set", "ON_ERROR_STOP=1", "--dbname", self.url]
        with subprocess.Popen(dump, stdout=subprocess.PIPE) as dumping:
            subprocess.run(restore, check=True, stdin=dumping.stdout, stdout=subprocess.DEVNULL)
        assert dumping.returncode == 0


@contextmanager
def run_cluster(database_url: str) -> Iterator[Cluster]:
    """Start a cluster with a copy of the test database, in whose place Django uses it while the block lasts."""
    with run_server_from_wheel() as server:
        cluster = Cluster(server)
        cluster.copy(database_url)
        with use_database(cluster.url):
            yield cluster


@contextmanager
def use_database(url: str) -> Iterator[None]:
    """Let all threads of this process use another database."""
    settings = connection.settings_dict  # the one object that the connections of all threads read
    before = dict(settings)
    wanted = Env.db_url_config(url)
    connection.close()
    settings.update({**wanted, "OPTIONS": {**before["OPTIONS"], **wanted.get("OPTIONS", {})}})
    try:
        yield
    finally:
        connection.close()
        settings.clear()
        settings.update(before)

"""Nothing that the site has accepted is lost, whatever is killed, full or away, and in the end everything is there."""

import random
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from tests import factories
from tests.clocks import set_clock
from tests.ops.cluster import use_database
from tests.ops.crowd import Crowd
from tests.ops.disks import Disk, mount_disk, mount_disk_for_all
from tests.ops.processes import ask, serve, wait_until, work
from tests.ops.test_outages import kill_web_process
from tests.ops.uploads import Uploads, finish_tasks, list_losses

pytestmark = pytest.mark.django_db(transaction=True)


class Site:
    """Web processes and a worker that share a directory, and people who read, publish and upload.

    ``size`` is how many bytes are added to each upload, ``pause`` how many seconds there are between two.
    """

    def __init__(
        self,
        database_url: str,
        directory: Path,
        *,
        command: Sequence[str] = (),
        size: int = 0,
        pause: float = 0.1,
        **environment: str,
    ) -> None:
        self.database_url = database_url
        self.size, self.pause = size, pause
        self.media = directory / "media"
        self.command = command
        self.environment = {"VAR_DIR": str(directory), "SHARED_VAR_DIR": str(directory), **environment}
        self.parts = ExitStack()

    def __enter__(self) -> "Site":
        user = factories.make_user(group="Moderators")
        server = serve(self.database_url, may_fail=True, command=self.command, **self.environment)
        self.port = self.parts.enter_context(server)
        self.start_worker()
        self.crowd = self.parts.enter_context(Crowd(self.port, readers=1, pause=0.1))
        self.uploads = self.parts.enter_context(Uploads(self.port, user, size=self.size, pause=self.pause))
        self.uploads.let_pass()
        return self

    def __exit__(self, *error: object) -> None:
        self.parts.close()

    def start_worker(self) -> None:
        options = ("--every", "1", "--interval", "0.2")
        worker = work(self.database_url, *options, command=self.command, **self.environment)
        self.worker = self.parts.enter_context(worker)

    def kill_worker(self) -> None:
        self.worker.kill()
        self.worker.wait()
        self.start_worker()

    def kill_web_process(self) -> None:
        kill_web_process(self.port)

    def check(self) -> None:
        """Raise ``AssertionError`` unless all is well again and nothing is lost."""
        wait_until(lambda: ask(self.port, "/healthz")[0] == 200)
        count, answers = len(self.crowd.answers), self.uploads.statuses.copy()
        self.uploads.let_pass()
        self.crowd.let_pass(1)
        assert [answer for answer in self.crowd.answers[count:] if answer.status >= 500] == []
        assert [status for status in self.uploads.statuses - answers if status >= 500] == []
        self.uploads.stop()
        self.crowd.stop()
        finish_tasks()
        assert list_losses(self.uploads.accepted, self.media) == []
        assert self.crowd.wrong == []

    def __str__(self) -> str:
        return f"{self.uploads}; {self.crowd}"


# Processes that are killed


def check_kills(database_url: str, directory: Path, times: int, *, pause: float = 0.1) -> Site:
    with Site(database_url, directory, pause=pause) as site:
        for number in range(times):
            time.sleep(random.uniform(0, 1))  # noqa: S311
            (site.kill_worker, site.kill_web_process)[number % 2]()
        site.check()
    return site


def test_a_killed_worker_and_a_killed_web_process_lose_nothing(database_url, tmp_path):
    check_kills(database_url, tmp_path, 2, pause=0.3)


@pytest.mark.proof
def test_a_hundred_kills_lose_nothing(database_url, tmp_path, capsys):
    site = check_kills(database_url, tmp_path, 100)
    with capsys.disabled():
        print(f"\n100 kills: {site}")  # noqa: T201


# A database that goes away


@pytest.mark.proof
@pytest.mark.parametrize("mode", ["fast", "immediate"])
def test_a_postgresql_that_stops_and_starts_loses_nothing(cluster, mode, tmp_path, capsys):
    with Site(cluster.url, tmp_path) as site:
        for _ in range(3):
            cluster.stop(mode)
            time.sleep(2)
            cluster.start()
            connection.close()
            site.uploads.let_pass()
        site.check()
    with capsys.disabled():
        print(f"\n3 restarts, {mode}: {site}")  # noqa: T201


# Disks that are full or away


def check_fault(site: Site, begin: Callable[[], None], end: Callable[[], None], *, seconds: float) -> None:
    """Let a fault last until uploads were refused for so long; raise ``AssertionError`` unless it costs nothing."""
    begin()
    wait_until(lambda: site.uploads.statuses[503], seconds=60)
    time.sleep(seconds)
    assert set(site.uploads.statuses) <= {200, 503}
    end()
    site.check()


@contextmanager
def fill_media(database_url: str, directory: Path) -> Iterator[tuple[Site, Disk]]:
    with (
        mount_disk(directory / "media", kilobytes=8_000) as disk,
        Site(database_url, directory, command=disk.command) as site,
    ):
        site.media = disk.inside
        yield site, disk


@contextmanager
def fill_temporary_files(database_url: str, directory: Path) -> Iterator[tuple[Site, Disk]]:
    """Uploads of more than 2.5 MB go through a temporary file."""
    with (
        mount_disk(directory / "tmp", kilobytes=16_000) as disk,
        Site(database_url, directory, command=disk.command, size=3_000_000, TMPDIR=str(disk.path)) as site,
    ):
        yield site, disk


@contextmanager
def fill_database(database_url: str, directory: Path) -> Iterator[tuple[Site, Disk]]:
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL has a disk of its own")
    with mount_disk_for_all(directory / "database", kilobytes=32_000) as disk:
        url = f"sqlite:///{disk.path}/db.sqlite3"
        with connection.cursor() as cursor:
            cursor.execute("VACUUM INTO %s", [str(disk.path / "db.sqlite3")])
        with use_database(url), Site(url, directory) as site:
            yield site, disk


DISKS: dict[str, Any] = {"media": fill_media, "temporary files": fill_temporary_files, "database": fill_database}


@pytest.mark.proof
@pytest.mark.parametrize("kind", DISKS)
def test_a_disk_that_is_full_and_then_has_space_loses_nothing(kind, database_url, tmp_path, capsys):
    with DISKS[kind](database_url, tmp_path) as (site, disk):
        check_fault(site, disk.fill, disk.free, seconds=10)
    with capsys.disabled():
        print(f"\n{kind} full: {site}")  # noqa: T201


@pytest.mark.proof
def test_a_directory_of_media_that_goes_away_and_comes_back_loses_nothing(database_url, tmp_path, capsys):
    with fill_media(database_url, tmp_path) as (site, disk):
        check_fault(site, disk.take_away, disk.bring_back, seconds=1)
    with capsys.disabled():
        print(f"\nMedia away: {site}")  # noqa: T201


# Clocks that are set


@pytest.mark.proof
def test_clocks_that_are_set_forward_and_back_lose_nothing(database_url, tmp_path, capsys):
    clock = tmp_path / "clock"
    set_clock(clock, 0)
    environment = {"CLOCK_FILE": str(clock), "DJANGO_SETTINGS_MODULE": "tests.settings", "CACHES": "production"}
    with Site(database_url, tmp_path, **environment) as site:
        for hours in (2, -2, 0):
            set_clock(clock, hours * 3600)
            site.uploads.let_pass()
            time.sleep(3)
        assert set(site.uploads.statuses) == {200}
        site.check()
    with capsys.disabled():
        print(f"\nClocks set by two hours: {site}")  # noqa: T201

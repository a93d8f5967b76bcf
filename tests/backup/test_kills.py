"""Processes that are killed in the middle of a backup or a restore leave nothing half done."""

import os
import signal
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.db import connection

from cms.backup.archive import Archive, list_backups
from cms.backup.progress import Silence
from cms.models import Document
from tests.backup.systems import back_up, read_files, read_rows, restore

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.proof]

TIMES = 12


def run_and_kill(work: Callable[[], object], seconds: float) -> bool:
    """Run something in a process of its own that is killed after a while; return whether it was done before."""
    connection.close()
    child = os.fork()
    if child == 0:
        # The system ends the process without letting Python clean up, as with SIGKILL.
        signal.signal(signal.SIGALRM, signal.SIG_DFL)
        signal.setitimer(signal.ITIMER_REAL, seconds)
        try:
            work()
        except BaseException:
            os._exit(1)
        os._exit(0)
    _pid, status = os.waitpid(child, 0)
    assert os.WIFSIGNALED(status) or os.WEXITSTATUS(status) == 0
    return not os.WIFSIGNALED(status)


def measure(work: Callable[[], object]) -> float:
    """Return how long it takes in a process of its own."""
    started = time.monotonic()
    assert run_and_kill(work, 300)
    return time.monotonic() - started


def add_documents(title: str) -> None:
    for number in range(20):
        file = ContentFile(f"{title} {number}".encode() * 10_000, name=f"{number}.txt")
        Document.objects.create(title=title, file=file)


def test_a_killed_backup_is_none(minutes, home, capsys):
    add_documents("Minutes of")
    seconds = measure(lambda: back_up(home))

    finished = 0
    for number in range(TIMES):
        (media_file := Path(minutes.file.path)).write_bytes(f"version {number}".encode())
        os.utime(media_file, (number, number))  # so that something has to be copied
        finished += run_and_kill(lambda: back_up(home), seconds * 1.1 * number / TIMES)
        for path in list_backups(home):
            archive = Archive.read(path)
            archive.check(Silence())
            assert archive.manifest["missing"] == []
    back_up(home)

    assert {path.name for path in home.iterdir()} == {".lock", *(path.name for path in list_backups(home))}
    with capsys.disabled():
        print(f"\n{TIMES - finished} backups killed within {seconds:.1f} s, {finished} complete")  # noqa: T201


def test_a_killed_restore_leaves_the_old_site_or_the_new_one(minutes, home, capsys):
    states = []
    for title in ("Old", "New"):
        Document.objects.exclude(pk=minutes.pk).delete()
        for path in Path(minutes.file.path).parent.glob("[0-9]*"):
            path.unlink()  # the names are taken again
        add_documents(title)
        states.append((read_rows(), read_files(), back_up(home)))
    old, new = states
    restore(old[2], "--replace", "--no-backup")
    seconds = measure(lambda: restore(new[2], "--replace", "--no-backup"))

    swapped = 0
    for number in range(TIMES):
        restore(old[2], "--replace", "--no-backup")
        assert is_state(old)
        run_and_kill(lambda: restore(new[2], "--replace", "--no-backup"), seconds * 1.1 * number / TIMES)
        assert is_state(old) or is_state(new)
        swapped += is_state(new)
    restore(new[2], "--replace", "--no-backup")

    assert is_state(new)
    with capsys.disabled():
        print(f"\n{TIMES} restores killed within {seconds:.1f} s: {swapped} sites new, the others old")  # noqa: T201


def is_state(state: tuple[dict, dict, Path]) -> bool:
    """Return whether the site has the rows of a state, and each document the content that it had there."""
    rows, files, _backup = state
    now = read_rows()
    documents = "cms_document"
    if {k: v for k, v in now.items() if k != documents} != {k: v for k, v in rows.items() if k != documents}:
        return False
    titles = set(Document.objects.values_list("title", flat=True))
    if titles != {"Minutes", *(title for title in ("Old", "New") if f"'{title}'" in repr(rows[documents]))}:
        return False
    found = read_files()
    contents = sorted(found[document.file.name] for document in Document.objects.all())
    return contents == sorted(files.values())

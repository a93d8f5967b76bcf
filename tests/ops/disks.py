"""A small disk of a test's own, which may fill up and go away: a tmpfs in a mount namespace.

Only processes that begin with ``Disk.command`` see it at its path; the test reaches its files at ``Disk.inside``. It
takes root, or a system that lets anybody have namespaces of their own.
"""

import os
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from tests.ops.processes import ROOT

NAMESPACES = ["--mount"] if os.geteuid() == 0 else ["--user", "--map-root-user", "--mount"]
ENTER = ["--mount"] if os.geteuid() == 0 else ["--user", "--preserve-credentials", "--mount"]
# Under each disk lies a directory that nobody may write to, as a good mount point is.
MOUNT = """
set -e
mkdir -p "$1" "$2"
mount -t tmpfs -o size="$3"k,mode=777 small "$2"
mount -t tmpfs -o ro,size=4k empty "$1"
mount --bind "$2" "$1"
echo mounted
exec sleep infinity
"""
BALLAST = "ballast"


@cache
def has_namespaces() -> bool:
    return subprocess.run(["unshare", *NAMESPACES, "true"], capture_output=True, check=False).returncode == 0


class Disk:
    """``path`` is where processes of the namespace see it, ``inside`` where everybody else finds the same files."""

    def __init__(self, path: Path, store: Path, inside: Path, command: Sequence[str] = ()) -> None:
        self.path = path
        self.store = store
        self.inside = inside
        self.command = command

    def fill(self) -> None:
        """Leave no byte free."""
        with (self.inside / BALLAST).open("ab", buffering=0) as file:
            for size in (1 << 20, 1 << 12, 1):
                try:
                    while file.write(bytes(size)) == size:
                        pass
                except OSError:
                    continue

    def free(self) -> None:
        (self.inside / BALLAST).unlink(missing_ok=True)

    def take_away(self) -> None:
        subprocess.run([*self.command, "umount", "--lazy", self.path], check=True)

    def bring_back(self) -> None:
        subprocess.run([*self.command, "mount", "--bind", self.store, self.path], check=True)


@contextmanager
def mount_disk(path: Path, *, kilobytes: int) -> Iterator[Disk]:
    """Mount a disk at ``path`` in a new namespace while the block lasts."""
    if not has_namespaces():
        pytest.skip("this system allows no mount namespaces")
    with TemporaryDirectory(prefix="cms-disk-") as store:
        command = ["unshare", *NAMESPACES, "--propagation", "private", "sh", "-c", MOUNT, "mount"]
        arguments = [str(path), store, str(kilobytes)]
        with subprocess.Popen([*command, *arguments], stdout=subprocess.PIPE, text=True) as holder:
            try:
                assert holder.stdout
                assert holder.stdout.readline() == "mounted\n"
                enter = ["nsenter", "--target", str(holder.pid), *ENTER, f"--wd={ROOT}"]
                yield Disk(path, Path(store), Path(f"/proc/{holder.pid}/root{store}"), enter)
            finally:
                holder.kill()


@contextmanager
def mount_disk_for_all(path: Path, *, kilobytes: int) -> Iterator[Disk]:
    """Mount a disk that the test sees at ``path``, too: SQLite finds no files in other namespaces. It takes root."""
    path.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", f"size={kilobytes}k,mode=777", "small", path]
    if subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("only root may mount a disk")
    try:
        yield Disk(path, path, path)
    finally:
        subprocess.run(["umount", "--lazy", path], check=True)

"""The folder of a backup: its files with their digests, and a manifest that says what they are.

A folder has a name that begins with a dot until it is complete. ``SHA256SUMS`` is what ``sha256sum --check`` reads.
"""

import fcntl
import hashlib
import json
import os
import re
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path, PurePosixPath
from typing import IO, Any, Self

FORMAT = 1
PROJECT = "community-cms"
MANIFEST = "manifest.json"
SUMS = "SHA256SUMS"
LOCK = ".lock"
UNFINISHED = ".unfinished"
DELETED = ".deleted"
MOMENT = "%Y-%m-%dT%H%M%SZ"
NAME = re.compile(r"(\d{4}-\d{2}-\d{2}T\d{6}Z)(?:-(\d+))?")
LINE = re.compile(r"(\\?)([0-9a-f]{64}) [ *](.+)")
CHUNK = 1 << 20
AHEAD = timedelta(minutes=5)  # how far the clocks of two machines may differ


class BackupError(Exception):
    """Why there is no backup, or why it was not restored. Nothing has been changed."""


# Digests


def read_chunks(file: IO[bytes]) -> Iterator[bytes]:
    while chunk := file.read(CHUNK):
        yield chunk


def digest_file(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def write_line(digest: str, name: str) -> str:
    escaped = name.replace("\\", "\\\\").replace("\n", "\\n").replace("\r", "\\r")
    return f"{'' if escaped == name else chr(92)}{digest}  {escaped}\n"


def read_line(line: str) -> tuple[str, str]:
    """Return the name and digest in a line of ``SHA256SUMS``."""
    match = LINE.fullmatch(line)
    if not match:
        raise BackupError(f"{SUMS} is damaged.")
    is_escaped, digest, name = match.groups()
    if is_escaped:
        name = re.sub(r"\\(.)", lambda found: {"n": "\n", "r": "\r"}.get(found[1], found[1]), name)
    return name, digest


# A backup that is complete


class Archive:
    """A complete backup."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.digests: dict[str, str] = {}
        self.manifest: dict[str, Any] = {}

    def __str__(self) -> str:
        return self.path.name

    @classmethod
    def read(cls, path: Path) -> Self:
        """Return the backup in a folder with its manifest. Raises ``BackupError`` if it is none of ours, or damaged."""
        archive = cls(path)
        try:
            lines = (path / SUMS).read_text(encoding="utf-8").removesuffix("\n").split("\n")
            archive.digests = dict(map(read_line, lines))
            archive.check_file(MANIFEST)
            archive.manifest = json.loads((path / MANIFEST).read_text(encoding="utf-8"))
        except (FileNotFoundError, NotADirectoryError, UnicodeDecodeError, ValueError) as error:
            raise BackupError(f"{path} is no complete backup.") from error
        if archive.manifest.get("project") != PROJECT:
            raise BackupError(f"{path} is no backup of this program.")
        if archive.manifest["format"] > FORMAT:
            raise BackupError(
                f"{path} was made by a newer release, {archive.manifest['version']}: restore it with that."
            )
        if archive.manifest["files"] != len(archive.digests) - 1:
            raise BackupError(f"{path} is damaged: {SUMS} is not complete.")
        return archive

    @property
    def moment(self) -> datetime:
        return datetime.fromisoformat(self.manifest["moment"])

    def describe_missing(self) -> str:
        """Return that files which the database names were missing; nothing if there were all."""
        missing = self.manifest["missing"]
        if not missing:
            return ""
        return (
            f"Files that the database names are missing, here and in the backup: {len(missing)}, such as {missing[0]}"
        )

    def list_files(self, folder: str) -> dict[str, Path]:
        """Return the files below a folder, by their names there."""
        start = f"{folder}/"
        return {name.removeprefix(start): self.path / name for name in self.digests if name.startswith(start)}

    def check(self, progress: Any) -> None:
        """Read every file. Raises ``BackupError`` if one is missing or differs from its digest."""
        with progress.stage("Checking", self.manifest["bytes"]) as advance:
            for name in self.digests:
                self.check_file(name)
                advance((self.path / name).stat().st_size)

    def check_file(self, name: str) -> None:
        parts = PurePosixPath(name)
        if parts.is_absolute() or ".." in parts.parts:
            raise BackupError(f"{self.path} is damaged: it names {name}.")
        path = self.path
        for part in parts.parts:
            path /= part
            if path.is_symlink():
                raise BackupError(f"{self.path} is damaged: {name} is a link to elsewhere.")
        if not path.is_file():
            raise BackupError(f"{self.path} is damaged: {name} is missing.")
        if name not in self.digests or digest_file(path) != self.digests[name]:
            raise BackupError(f"{self.path} is damaged: {name} is not what was saved.")


# A backup that is being made


class Draft:
    """A backup that is being made, in a folder that ``finish`` gives its name."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.path = home / UNFINISHED
        self.path.mkdir(mode=0o700)
        self.digests: dict[str, str] = {}

    def prepare(self, name: str) -> Path:
        """Return the path of a file after making the folders above it."""
        path = self.path / name
        missing = []
        folder = path.parent
        while not folder.exists():
            missing.append(folder)
            folder = folder.parent
        for folder in reversed(missing):
            folder.mkdir(mode=0o700)
        return path

    def open(self, name: str) -> IO[bytes]:
        """Open a new file that only its owner may read."""
        return os.fdopen(os.open(self.prepare(name), os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb")

    def write(self, name: str, chunks: Iterable[bytes]) -> None:
        digest = hashlib.sha256()
        with self.open(name) as file:
            for chunk in chunks:
                digest.update(chunk)
                file.write(chunk)
        self.digests[name] = digest.hexdigest()

    def add(self, name: str) -> None:
        """Take in a file that something else has written."""
        self.digests[name] = digest_file(self.path / name)

    def link(self, name: str, old: Archive) -> bool:
        """Take in a file of an earlier backup without copying it, and return whether that was possible."""
        if name not in old.digests:
            return False
        try:
            old.check_file(name)
            self.prepare(name).hardlink_to(old.path / name)
        except (BackupError, OSError):
            return False
        self.digests[name] = old.digests[name]
        return True

    def remove(self, name: str) -> None:
        (self.path / name).unlink(missing_ok=True)
        self.digests.pop(name, None)

    def finish(self, moment: datetime, facts: dict[str, Any]) -> Archive:
        """Write manifest and digests, and give the folder its name once all is on the disk."""
        manifest = {
            "project": PROJECT,
            "format": FORMAT,
            "moment": moment.astimezone(UTC).isoformat(timespec="seconds"),
            **facts,
            "files": len(self.digests),
            "bytes": sum((self.path / name).stat().st_size for name in self.digests),
        }
        self.write(MANIFEST, [json.dumps(manifest, indent=2).encode()])
        lines = "".join(write_line(digest, name) for name, digest in sorted(self.digests.items()))
        with self.open(SUMS) as file:
            file.write(lines.encode())
        path = find_free_name(self.home, moment)
        os.sync()
        self.path.rename(path)
        sync_folder(self.home)
        return Archive.read(path)

    def discard(self) -> None:
        shutil.rmtree(self.path, ignore_errors=True)


def find_order(path: Path) -> tuple[str, int] | None:
    """Return the moment of a backup and its number among those of that second; ``None`` if its name is of none."""
    match = NAME.fullmatch(path.name)
    return (match[1], int(match[2] or 1)) if match else None


def find_free_name(home: Path, moment: datetime) -> Path:
    """Return a name after those of all other backups of the same second: the first may have been deleted."""
    name = moment.astimezone(UTC).strftime(MOMENT)
    orders = [order for path in home.iterdir() if (order := find_order(path))]
    number = max((number for begun, number in orders if begun == name), default=0) + 1
    return home / (name if number == 1 else f"{name}-{number}")


def sync_folder(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


# The directory of backups


def list_backups(home: Path) -> list[Path]:
    """Return the complete backups in a directory, oldest first."""
    if not home.is_dir():
        return []
    found = [(order, path) for path in home.iterdir() if (order := find_order(path)) and is_complete(path)]
    return [path for _order, path in sorted(found)]


def is_complete(path: Path) -> bool:
    """Whether a folder is a complete backup: one that somebody else has made may be closed to this process."""
    try:
        return (path / SUMS).is_file()
    except PermissionError:
        return True


def find_last_moment(home: Path) -> datetime | None:
    """Return when the last complete backup was made, by its name. A clock that was ahead has made none yet."""
    names = [path.name.partition("Z")[0] + "Z" for path in list_backups(home)]
    moments = [datetime.strptime(name, MOMENT).replace(tzinfo=UTC) for name in names]
    return max((moment for moment in moments if moment < datetime.now(UTC) + AHEAD), default=None)


@contextmanager
def lock(home: Path) -> Iterator[None]:
    """Keep others from making, deleting or restoring backups, and remove what a killed process has left."""
    home.mkdir(mode=0o700, parents=True, exist_ok=True)
    with os.fdopen(os.open(home / LOCK, os.O_RDWR | os.O_CREAT, 0o600), "w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise BackupError("Another backup or restore is at work.") from None
        for name in (UNFINISHED, DELETED):
            if (home / name).exists():
                shutil.rmtree(home / name)
        yield


def prune_backups(home: Path, kept: int) -> list[str]:
    """Delete all but the newest complete backups, and return their names. Call it within ``lock``.

    Those of another user stay: half deleted, they would be in the way of all that come.
    """
    outdated = [path for path in list_backups(home)[:-kept] if os.access(path, os.W_OK | os.X_OK)]
    for path in outdated:
        path.rename(home / DELETED)  # from here on it is no backup, even if deleting is interrupted
        shutil.rmtree(home / DELETED)
    return [path.name for path in outdated]


def read_last(home: Path) -> Archive | None:
    """Return the last backup that can be read."""
    for path in reversed(list_backups(home)):
        with suppress(BackupError, PermissionError):
            return Archive.read(path)
    return None

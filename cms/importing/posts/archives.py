"""Unpacks a folder of Markdown that was uploaded as a ZIP file."""

import io
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory

from django.utils.translation import gettext as _

from cms.importing.limits import MAX_PARTS, MAX_RATIO, MAX_UNPACKED, Refused
from cms.importing.posts.sources import is_hidden

KINDS = {".md", ".markdown", ".png", ".jpg", ".jpeg", ".gif", ".webp", ".avif", ".heic"}


@contextmanager
def unpacked(data: bytes, name: str) -> Iterator[Path]:
    """Give a CSV file as it is, or the folder of a ZIP file, while the block lasts. Raises ``Refused``."""
    with TemporaryDirectory(prefix="posts-") as directory:
        folder = Path(directory)
        if name.lower().endswith(".zip"):
            unpack(data, folder)
            yield folder
            return
        path = folder / "posts.csv"
        path.write_bytes(data)
        yield path


def unpack(data: bytes, folder: Path) -> None:
    """Write texts and pictures of an archive into a folder; nothing else, and nowhere else."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = [part for part in archive.infolist() if not part.is_dir()]
            size = sum(part.file_size for part in parts)
            if len(parts) > MAX_PARTS or size > MAX_UNPACKED or size > MAX_RATIO * len(data):
                raise Refused(_("This file is much larger inside than it seems, so it was not opened."))
            for part in parts:
                path = PurePosixPath(part.filename)
                if path.suffix.lower() not in KINDS or path.is_absolute() or is_hidden(path):
                    continue
                target = folder.joinpath(*path.parts)
                target.parent.mkdir(parents=True, exist_ok=True)
                with archive.open(part) as file:
                    target.write_bytes(file.read(part.file_size))
    except (zipfile.BadZipFile, OSError, EOFError, ValueError, RuntimeError, NotImplementedError) as error:
        raise Refused(_("This ZIP file is damaged or protected with a password.")) from error

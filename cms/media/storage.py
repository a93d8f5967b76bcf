"""Storage of uploads and renditions on this machine."""

import re
from pathlib import Path

from django.core.files import File
from django.core.files.storage import FileSystemStorage
from django.utils.encoding import filepath_to_uri

UNQUOTED = re.compile(r"[\w./-]*", re.ASCII)  # no characters that a URL would have to quote


class MediaStorage(FileSystemStorage):
    """Django's file storage, which leaves no part of a file behind when the disk is full."""

    def _save(self, name: str, content: File) -> str:
        """Write a new file and return its name, which differs from ``name`` if another upload has just taken that."""
        path = Path(self.path(name))
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            file = path.open("xb")
        except FileExistsError:
            return self._save(self.get_available_name(name), content)
        try:
            with file:
                for chunk in content.chunks():
                    file.write(chunk)
        except BaseException:
            path.unlink()
            raise
        if self.file_permissions_mode is not None:
            path.chmod(self.file_permissions_mode)
        return name

    def url(self, name: str | None) -> str:
        """Build the URL without parsing: a response has hundreds of them."""
        path = name or ""
        return self.base_url + (path if UNQUOTED.fullmatch(path) else filepath_to_uri(path)).lstrip("/")

"""Storage of uploads and renditions on this machine."""

import re

from django.core.files.storage import FileSystemStorage
from django.utils.encoding import filepath_to_uri

UNQUOTED = re.compile(r"[\w./-]*", re.ASCII)  # no characters that a URL would have to quote


class MediaStorage(FileSystemStorage):
    """Django's file storage, with URLs built without parsing: a response has hundreds of them."""

    def url(self, name: str | None) -> str:
        path = name or ""
        return self.base_url + (path if UNQUOTED.fullmatch(path) else filepath_to_uri(path)).lstrip("/")

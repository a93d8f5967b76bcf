"""Where uploads and renditions are kept on this machine."""

import re

from django.core.files.storage import FileSystemStorage
from django.utils.encoding import filepath_to_uri

PLAIN = re.compile(r"[\w./-]*", re.ASCII)  # nothing that an address would have to quote


class MediaStorage(FileSystemStorage):
    """Django's storage of files, with addresses put together without parsing: an answer has hundreds of them."""

    def url(self, name: str | None) -> str:
        path = name or ""
        return self.base_url + (path if PLAIN.fullmatch(path) else filepath_to_uri(path)).lstrip("/")

"""Where uploads and renditions are kept on this machine."""

from django.core.files.storage import FileSystemStorage
from django.utils.encoding import filepath_to_uri


class MediaStorage(FileSystemStorage):
    """Django's storage of files, with addresses put together without parsing: an answer has hundreds of them."""

    def url(self, name: str | None) -> str:
        return self.base_url + (filepath_to_uri(name) or "").lstrip("/")

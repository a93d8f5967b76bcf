"""Static files and renditions, and parts of files (RFC 9110, 14)."""

import re
from collections.abc import Iterable
from http import HTTPStatus
from pathlib import Path
from typing import TYPE_CHECKING

from cms.caching.answers import Answer, FilePart
from cms.upstream.whitenoise import StaticFile, WhiteNoise

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

# Static files whose names contain a digest of their content never change; neither do renditions.
HASHED_NAME = re.compile(r"\.[0-9a-f]{12}\.[^/]+$")
UNHASHED_SECONDS = 3600


class FileServer:
    """WSGI applications for the static files below one prefix, and the renditions below another.

    Static files are listed once, at the start. A file that does not exist is for ``application``, which knows how a 404
    looks. Compressed forms beside a static file, such as ``site.css.br``, are used.
    """

    def __init__(self, *, static_url: str, static_root: Path, renditions_url: str, renditions_root: Path) -> None:
        self.static_url = static_url
        self.renditions_url = renditions_url
        self.static = WhiteNoise(None, max_age=UNHASHED_SECONDS, immutable_file_test=is_hashed)
        if static_root.is_dir():
            self.static.add_files(str(static_root), static_url)
        self.renditions = WhiteNoise(None, autorefresh=True, immutable_file_test=lambda path, url: True)
        self.renditions.add_files(str(renditions_root), renditions_url)

    def find_static(self, path: str) -> "WSGIApplication | None":
        """Return an application that serves the static file at a path; this takes no time."""
        return serve_file(self.static.files.get(path))

    def find_rendition(self, path: str) -> "WSGIApplication | None":
        """Return an application that serves the rendition at a path; this looks at the disk."""
        return serve_file(self.renditions.find_file(path)) if path.startswith(self.renditions_url) else None


def is_hashed(path: str, url: str) -> bool:
    return bool(HASHED_NAME.search(url))


def serve_file(file: StaticFile | None) -> "WSGIApplication | None":
    if file is None:
        return None

    def application(environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        whole = {name: value for name, value in environ.items() if name != "HTTP_RANGE"}  # take_range does it
        return WhiteNoise.serve(file, whole, start_response)

    return application


def take_range(answer: Answer, environ: "WSGIEnvironment") -> Answer:
    """Return the part of a file that the request asks for, if it asks for one part of a complete file."""
    if answer.file is None or answer.status != HTTPStatus.OK:
        return answer
    asked = environ.get("HTTP_RANGE")
    whole = answer._replace(headers=[*answer.headers, ("Accept-Ranges", "bytes")])
    if not asked or "HTTP_IF_RANGE" in environ or environ["REQUEST_METHOD"] != "GET":
        return whole
    size = answer.file.end - answer.file.start
    try:
        start, last = StaticFile.parse_byte_range(asked)
    except ValueError:  # several parts, or nonsense: the whole file is a correct answer to both
        return whole
    start = max(start + size, 0) if start < 0 else start
    end = size if last is None else min(last + 1, size)
    headers = [(name, value) for name, value in whole.headers if name.lower() != "content-length"]
    if start >= end:
        refusal = [*headers, ("Content-Range", f"bytes */{size}"), ("Content-Length", "0")]
        return Answer(HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE, refusal)
    part = [*headers, ("Content-Range", f"bytes {start}-{end - 1}/{size}"), ("Content-Length", str(end - start))]
    return Answer(HTTPStatus.PARTIAL_CONTENT, part, file=FilePart(answer.file.path, start, end))

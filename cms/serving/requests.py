"""The environment of a request, as WSGI applications expect it (PEP 3333)."""

import io
import sys
from typing import TYPE_CHECKING, Any, Protocol

from cms.caching.queries import normalise, read_as_utf8

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

NO_BODY = io.BytesIO()
# Every request has these.
COMMON: dict[str, Any] = {
    "SCRIPT_NAME": "",
    "wsgi.version": (1, 0),
    "wsgi.errors": sys.stderr,
    "wsgi.input": NO_BODY,
    "wsgi.multithread": True,
    "wsgi.multiprocess": True,
    "wsgi.run_once": False,
}
UNPREFIXED = {"content-type": "CONTENT_TYPE", "content-length": "CONTENT_LENGTH"}


class Headers(Protocol):
    def items(self) -> list[tuple[str, str]]: ...


class Scope(Protocol):
    """A request in Granian's RSGI."""

    proto: str
    http_version: str
    server: str
    client: str
    scheme: str
    method: str
    path: str
    query_string: str
    authority: str | None
    headers: Headers


def make_environ(scope: Scope) -> "WSGIEnvironment":
    """Return the environment of a request, with its query in normal form, to be read as UTF-8.

    Headers whose names contain an underscore are dropped: in WSGI they would pass for those with a hyphen, which a
    proxy may have set.
    """
    environ = COMMON | {
        "REQUEST_METHOD": scope.method,
        "PATH_INFO": scope.path.encode().decode("latin-1"),
        "QUERY_STRING": normalise(scope.query_string),
        "SERVER_PROTOCOL": f"HTTP/{scope.http_version}",
        "wsgi.url_scheme": scope.scheme,
    }
    environ["SERVER_NAME"], environ["SERVER_PORT"] = split_address(scope.server)
    environ["REMOTE_ADDR"], environ["REMOTE_PORT"] = split_address(scope.client)
    if scope.authority is not None:  # HTTP/2 has no Host
        environ["HTTP_HOST"] = scope.authority
    for name, value in scope.headers.items():
        if "_" in name or (name == "host" and scope.authority is not None):
            continue
        key = UNPREFIXED.get(name) or "HTTP_" + name.upper().replace("-", "_")
        if key in environ:
            separator = "; " if name == "cookie" else ","
            environ[key] = f"{environ[key]}{separator}{value}"
        else:
            environ[key] = value
    read_as_utf8(environ)
    return environ


def split_address(address: str) -> tuple[str, str]:
    """Return host and port of ``127.0.0.1:8000`` or ``[::1]:8000``."""
    host, _, port = address.rpartition(":")
    return host.strip("[]"), port

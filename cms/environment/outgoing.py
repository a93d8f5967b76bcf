"""Requests to addresses that people have typed in.

Such a request must not reach what is not public, such as the database server or the metadata of a cloud. The name is
looked up once; all addresses it stands for are checked, and the connection goes to one of those. No redirect is
followed unchecked, the whole exchange has a time limit, and no more of the response is read than a limit.
"""

import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import Future
from contextlib import contextmanager, suppress
from http import HTTPStatus
from http.client import HTTPConnection, HTTPException, HTTPResponse
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from typing import Any, NamedTuple
from urllib.parse import SplitResult, urljoin, urlsplit

from django.utils.encoding import iri_to_uri

SECONDS = 15.0
MAX_ANSWER = 4096
MAX_REDIRECTS = 3
REDIRECTS = {301, 302, 303, 307, 308}
USER_AGENT = "community-cms"
PORTS = {"http": 80, "https": 443}

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network
# IPv6 addresses that lead to the IPv4 address in their last bits.
TRANSLATED = (ip_network("64:ff9b::/96"), ip_network("::ffff:0:0/96"))

# For protocols; Python before 3.11.10 takes most of it for public, and a cloud may have its metadata there.
ASSIGNED = ip_network("192.0.0.0/24")


class NoAnswer(Exception):
    """Why there is none, in one line of plain text: it may quote what a server has sent."""

    def __init__(self, reason: str) -> None:
        super().__init__(make_line(reason))


def make_line(text: str) -> str:
    return " ".join("".join(char if char.isprintable() else " " for char in text).split())


class Refused(NoAnswer):
    """The address leads to what is not public, or is none; nothing was sent."""


class Failed(NoAnswer):
    """There was no response."""


class Answer(NamedTuple):
    status: int
    body: bytes


def post(url: str, body: bytes, headers: Mapping[str, str], *, allowed: Iterable[str] = ()) -> Answer:
    """Send a POST request, and return the status and the beginning of the response.

    ``allowed`` are networks that may be reached though they are not public, also without encryption. Raises ``Refused``
    or ``Failed``.
    """
    with send("POST", url, body, headers, allowed=allowed) as response:
        return Answer(response.status, read(response))


def get(url: str, *, limit: int, seconds: float | None = None, allowed: Iterable[str] = ()) -> bytes:
    """Return what is at an address, also after a redirect. Raises ``Refused`` or ``Failed``, also above the limit."""
    ends = time.monotonic() + (seconds or SECONDS)
    for _redirect in range(MAX_REDIRECTS + 1):
        left = max(ends - time.monotonic(), 0.1)
        with send("GET", url, None, {"User-Agent": USER_AGENT}, allowed=allowed, seconds=left) as response:
            location = response.headers.get("Location")
            if response.status in REDIRECTS and location:
                url = urljoin(url, location)
                continue
            if response.status != HTTPStatus.OK:
                raise Failed(f"the answer was {response.status}")
            body = response.read(limit + 1)
            if len(body) > limit:
                raise Failed("it is too large")
            if response.length:
                raise Failed("it broke off")
            return body
    raise Failed("too many redirects")


@contextmanager
def send(
    method: str,
    url: str,
    body: bytes | None,
    headers: Mapping[str, str],
    *,
    allowed: Iterable[str],
    seconds: float | None = None,
    allow_http: bool = False,
) -> Iterator[HTTPResponse]:
    """Send a request, and let the response be read within the time limit.

    ``allow_http`` is for requests that contain nothing secret: public servers are asked without encryption too.
    """
    seconds = seconds or SECONDS
    ends = time.monotonic() + seconds
    target = find_target(
        url, [ip_network(network, strict=False) for network in allowed], seconds, allow_http=allow_http
    )
    seconds = max(ends - time.monotonic(), 0.1)
    connection = PinnedConnection(target, seconds)
    try:
        with connection.time_limit():
            connection.request(method, target.path, body, dict(headers))
            response = connection.getresponse()
            connection.refuse_late()  # the headers broke off
            yield response
            if method == "GET":
                connection.refuse_late()
    except (OSError, HTTPException, ValueError) as error:
        raise Failed(describe(error, is_late=connection.is_late, seconds=seconds)) from error
    finally:
        connection.close()


def read(response: HTTPResponse) -> bytes:
    """Return the beginning of a body, or nothing of one that breaks off: the status is known."""
    try:
        return response.read(MAX_ANSWER)
    except (OSError, HTTPException, ValueError):
        return b""


def describe(error: Exception, *, is_late: bool, seconds: float) -> str:
    if is_late or isinstance(error, TimeoutError):
        return f"no complete answer within {seconds:.3g} seconds"
    return make_line(str(error)) or type(error).__name__


# Where it leads


class Target(NamedTuple):
    """Where a request goes: the addresses that were checked, and the name for the certificate and the header `Host`."""

    addresses: list[str]
    host: str
    port: int
    path: str
    is_encrypted: bool


def find_target(url: str, allowed: list[Network], seconds: float = SECONDS, *, allow_http: bool = False) -> Target:
    """Look up where an address leads; raise ``Refused`` unless all of that is public or ``allowed``."""
    parts = split(url)
    host, port = parts.hostname or "", parts.port or PORTS[parts.scheme]
    found = look_up(host, port, seconds)
    is_ours = all(any(one in network for network in allowed) for one in found)
    if not is_ours and not all(is_public(one) or any(one in network for network in allowed) for one in found):
        raise Refused(f"{host} is not a public server")
    if parts.scheme == "http" and not is_ours and not allow_http:
        raise Refused("the address must begin with https://")
    path = iri_to_uri(f"{parts.path or '/'}{'?' if parts.query else ''}{parts.query}")
    return Target([str(one) for one in found], host, port, path, parts.scheme == "https")


def split(url: str) -> SplitResult:
    """Return the parts of an address; raise ``Refused`` if nothing can be sent there, wherever it leads."""
    try:
        parts = urlsplit(url)
        is_address = parts.scheme in PORTS and parts.hostname and parts.port != 0 and not set(url) & set(" \t\r\n")
    except ValueError:
        is_address = False
    if not is_address:
        raise Refused("the address must begin with https:// and the name of a server")
    if parts.username is not None:
        raise Refused("the address must not contain a user name")
    return parts


def look_up(host: str, port: int, seconds: float) -> list[Address]:
    """Return the addresses that a name stands for. The system's own search for them has no time limit."""
    found: Future[Any] = Future()

    def search() -> None:
        try:
            found.set_result(socket.getaddrinfo(host, port, type=socket.SOCK_STREAM))
        except (OSError, ValueError) as error:
            found.set_exception(error)

    threading.Thread(target=search, daemon=True).start()
    try:
        infos = found.result(seconds)
    except TimeoutError as error:
        raise Failed(f"{host}: no name server has answered within {seconds:.3g} seconds") from error
    except (OSError, ValueError) as error:
        raise Failed(f"{host}: no such server ({error})") from error
    addresses = (ip_address(str(info[4][0]).partition("%")[0]) for info in infos)
    return list(dict.fromkeys(addresses))


def is_public(address: Address) -> bool:
    """Return whether an address is one of the public internet; not what is inside of it in another notation."""
    if isinstance(address, IPv6Address):
        if any(address in network for network in TRANSLATED):
            return is_public(IPv4Address(int(address) & 0xFFFFFFFF))
        if address.sixtofour or address.teredo or address.is_site_local:
            return False
    if address in ASSIGNED:
        return False
    return address.is_global and not (address.is_multicast or address.is_reserved or address.is_unspecified)


# The connection


class PinnedConnection(HTTPConnection):
    """A connection to one of the addresses that were checked, which ends at the time limit."""

    def __init__(self, target: Target, seconds: float) -> None:
        super().__init__(target.host, target.port, timeout=seconds)
        if target.is_encrypted:
            self.default_port = PORTS["https"]
        self.target = target
        self.ends = time.monotonic() + seconds
        self.is_late = False
        self.wire: socket.socket | None = None

    def connect(self) -> None:
        error: OSError | None = None
        for address in self.target.addresses:
            try:
                self.sock = socket.create_connection((address, self.port), max(0.1, self.ends - time.monotonic()))
                break
            except OSError as failure:
                error = failure
        else:
            raise error or OSError("no address")
        if self.target.is_encrypted:
            context = ssl.create_default_context()
            self.sock = context.wrap_socket(self.sock, server_hostname=self.host, do_handshake_on_connect=False)
            self.wire = self.sock
            self.refuse_late()
            self.sock.do_handshake()
        self.wire = self.sock
        self.refuse_late()

    def refuse_late(self) -> None:
        """Raise an error if the time is over: there may have been no connection to end when it was."""
        if self.is_late:
            raise TimeoutError

    def time_limit(self) -> "Limit":
        return Limit(self.ends - time.monotonic(), self.end)

    def end(self) -> None:
        """End a read or write that another thread waits for: each byte that arrives would begin its limit anew."""
        self.is_late = True
        if self.wire is not None:
            with suppress(OSError):
                socket.socket.shutdown(self.wire, socket.SHUT_RDWR)


class Limit:
    """Calls a function in another thread unless it ends in time."""

    def __init__(self, seconds: float, function: Callable[[], None]) -> None:
        self.timer = threading.Timer(max(seconds, 0), function)
        self.timer.daemon = True

    def __enter__(self) -> None:
        self.timer.start()

    def __exit__(self, *error: object) -> None:
        self.timer.cancel()

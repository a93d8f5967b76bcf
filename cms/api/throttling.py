"""Rate limit: how many responses the API computes for a client per minute, counted across processes."""

import hashlib
import ipaddress
import logging
import math
import shutil
import time
from pathlib import Path

from django.conf import settings
from django.core.cache import caches
from rest_framework.request import Request
from rest_framework.throttling import BaseThrottle
from rest_framework.views import APIView

logger = logging.getLogger(__name__)

SECONDS = 60
SHARED_CACHES = ("redis", "memcached")


class ComputedThrottle(BaseThrottle):
    """Rejects a request after ``API_RATE_LIMIT`` responses were computed for the client in the current minute.

    Responses from a cache in front do not get here, so they do not count.
    """

    left = float(SECONDS)

    def allow_request(self, request: Request, view: APIView) -> bool:
        limit = settings.API_RATE_LIMIT
        if not limit:
            return True
        window, passed = divmod(time.time(), SECONDS)
        self.left = SECONDS - passed
        return count_request(self.get_client(request), int(window)) <= limit

    def wait(self) -> int:
        """Return the number of seconds until the next minute."""
        return math.ceil(self.left)

    def get_client(self, request: Request) -> str:
        """Return the client: an IPv4 address, or the /64 network of an IPv6 address, which belongs to one client."""
        address = self.get_ident(request) or ""
        try:
            known = ipaddress.ip_address(address)
        except ValueError:
            return address
        return str(known) if known.version == 4 else str(ipaddress.ip_network((known, 64), strict=False))


def count_request(client: str, window: int) -> int:
    """Return the number of requests of ``client`` in ``window``, including this one.

    A shared cache counts for all machines; otherwise files in ``VAR_DIR`` count for the processes of one machine.
    """
    name = hashlib.sha256(client.encode()).hexdigest()
    if any(kind in settings.CACHES["throttle"]["BACKEND"] for kind in SHARED_CACHES):
        key = f"throttle:{window}:{name}"
        caches["throttle"].add(key, 0, timeout=2 * SECONDS)
        return caches["throttle"].incr(key)
    try:
        return count_in_file(settings.VAR_DIR / "throttle", name, window)
    except OSError:
        logger.exception("Requests cannot be counted")
        return 0


def count_in_file(directory: Path, name: str, window: int) -> int:
    """Append a byte to the client's file for this window, and return its position.

    The operating system serialises appends, so no two processes get the same position and no count is lost.
    """
    current = directory / str(window)
    try:
        file = (current / name).open("ab")
    except FileNotFoundError:
        current.mkdir(parents=True, exist_ok=True)
        remove_old_windows(directory, window)
        file = (current / name).open("ab")
    with file:
        file.write(b".")
        file.flush()
        return file.tell()


def remove_old_windows(directory: Path, window: int) -> None:
    for old in directory.iterdir():
        if old.name.isdecimal() and int(old.name) < window - 1:
            shutil.rmtree(old, ignore_errors=True)

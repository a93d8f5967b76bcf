"""Who a client is, for counting and taking turns."""

import ipaddress
from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.http import HttpRequest


def identify_client(request: HttpRequest) -> str:
    return identify(request.META)


def identify(environ: Mapping[str, Any]) -> str:
    """Return an IPv4 address, or the /64 network of an IPv6 address, which belongs to one client.

    Behind proxies it is the address that the outermost trusted one saw (``TRUSTED_PROXIES``), never one that the client
    claims.
    """
    address = environ.get("REMOTE_ADDR", "")
    forwarded = [part.strip() for part in environ.get("HTTP_X_FORWARDED_FOR", "").split(",")]
    if settings.TRUSTED_PROXIES and forwarded != [""]:
        address = drop_port(forwarded[-min(settings.TRUSTED_PROXIES, len(forwarded))])
    try:
        known = ipaddress.ip_address(address)
    except ValueError:
        return str(address)
    if isinstance(known, ipaddress.IPv4Address):
        return str(known)
    if known.ipv4_mapped:  # from a socket for both
        return str(known.ipv4_mapped)
    return str(ipaddress.ip_network((known, 64), strict=False))


def drop_port(address: str) -> str:
    """Return an address without the port that some proxies add, which is another one for each connection."""
    if address.startswith("["):
        return address[1:].partition("]")[0]
    return address.partition(":")[0] if address.count(":") == 1 else address

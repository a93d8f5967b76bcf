"""Who a client is, for counting."""

import ipaddress

from django.conf import settings
from django.http import HttpRequest


def identify_client(request: HttpRequest) -> str:
    """Return an IPv4 address, or the /64 network of an IPv6 address, which belongs to one client.

    Behind proxies it is the address that the outermost trusted one saw (``TRUSTED_PROXIES``), never one that the client
    claims.
    """
    address = request.META.get("REMOTE_ADDR", "")
    forwarded = [part.strip() for part in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")]
    if settings.TRUSTED_PROXIES and forwarded != [""]:
        address = forwarded[-min(settings.TRUSTED_PROXIES, len(forwarded))]
    try:
        known = ipaddress.ip_address(address)
    except ValueError:
        return address
    return str(known) if known.version == 4 else str(ipaddress.ip_network((known, 64), strict=False))

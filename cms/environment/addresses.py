"""Whether addresses in settings are well-formed."""

import re
from email.utils import parseaddr
from urllib.parse import urlsplit

HOST = re.compile(r"\*|\.?[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+)*|\[[0-9A-Fa-f:.]+\]")


def is_base_url(value: str) -> bool:
    """Return whether a value is scheme and host, with or without a port and a slash at the end, and nothing else."""
    try:
        parts = urlsplit(value)
        parts.port  # noqa: B018 (raises ValueError unless it is a number)
    except ValueError:
        return False
    host = f"[{parts.hostname}]" if "[" in parts.netloc else str(parts.hostname)
    if "@" in parts.netloc or host == "*" or not HOST.fullmatch(host):
        return False
    return parts.scheme in {"http", "https"} and not (parts.path.strip("/") or parts.query or parts.fragment)


def is_host(value: str) -> bool:
    """Return whether Django accepts a value in ``ALLOWED_HOSTS``: no scheme and no port."""
    return bool(HOST.fullmatch(value))


def is_mail_address(value: str) -> bool:
    """Return whether a value is an address for mail, with or without a name."""
    name, at, host = parseaddr(value)[1].rpartition("@")
    return bool(name and at and HOST.fullmatch(host))

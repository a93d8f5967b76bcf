"""Addresses of other sites in settings that editors make."""

from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from cms.environment.addresses import is_base_url

LOCAL = {"localhost", "127.0.0.1", "::1"}


def find_origin(address: str) -> str:
    """Return scheme, host and port of an address, as browsers write an origin; "" if it is none."""
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:
        return ""
    host = (parts.hostname or "").lower()
    host = f"[{host}]" if ":" in host else host
    is_usual = port in {None, {"http": 80, "https": 443}.get(parts.scheme)}
    origin = f"{parts.scheme}://{host}" + ("" if is_usual else f":{port}")
    return origin if host and "@" not in parts.netloc and is_base_url(origin) else ""


def check_preview_url(address: str) -> None:
    """Refuse what cannot be shown in a frame: drafts are read over https, or on this machine, or where CORS allows."""
    origin = find_origin(address)
    if not origin or "#" in address or any(sign.isspace() for sign in address):
        raise ValidationError(_("Enter an address such as https://www.example.org/preview."))
    is_local = urlsplit(origin).hostname in LOCAL
    if not (origin.startswith("https://") or is_local or origin in settings.CORS_ALLOWED_ORIGINS):
        raise ValidationError(_("The address must begin with https://."))

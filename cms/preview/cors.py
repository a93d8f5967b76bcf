"""Front ends may ask for drafts from the browser, whichever origins may read what is public."""

from typing import Any

from django.http import HttpRequest

from cms.api.endpoints import PREFIX
from cms.preview.addresses import list_origins


def allow_front_ends(sender: Any, request: HttpRequest, **kwargs: Any) -> bool:
    """Allow an origin that shows drafts to send a token, and to ask beforehand whether it may."""
    asked = request.headers.get("Access-Control-Request-Headers", "").lower()
    has_token = "Authorization" in request.headers or "authorization" in asked
    is_api = request.path_info.startswith(f"/{PREFIX}")
    return is_api and has_token and request.headers.get("Origin") in list_origins()

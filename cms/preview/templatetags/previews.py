"""What the preview panel of the editor knows of the front end."""

from typing import Any

from django import template
from django.urls import reverse

from cms.preview.addresses import find_front_end
from cms.upstream.previews import find_place

register = template.Library()


@register.simple_tag(takes_context=True)
def prepare_front_end(context: dict[str, Any], address: str) -> dict[str, Any] | None:
    """Return what the panel with this address needs to show the front end, and let it be framed; ``None`` if none."""
    place = find_place(address)
    front_end = place and find_front_end(place)
    if not front_end:
        return None
    context["request"].framed_origins = [front_end.origin]
    page = context["object"]
    links = reverse("preview_links", args=[page.pk]) if page.pk else ""
    return {"origin": front_end.origin, "host": front_end.origin.partition("//")[2], "links": links}

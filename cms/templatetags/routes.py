"""Addresses below a page."""

from typing import Any

from django import template

from cms.represent.routes import translate_route

register = template.Library()


@register.simple_tag
def route(*parts: Any) -> str:
    """Return a route below a page, its word in the active language: ``{% route "topic" topic.slug %}``."""
    return translate_route("".join(f"{part}/" for part in parts))

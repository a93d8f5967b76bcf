"""The current page in menus."""

from typing import Any

from django import template
from django.utils.safestring import SafeString, mark_safe

register = template.Library()


@register.simple_tag(takes_context=True)
def current(context: dict[str, Any], url: str | None) -> SafeString:
    """Return ``aria-current`` for a link to ``url``: ``page`` for this page itself, ``true`` for its ancestors.

    The home page, an ancestor of every page, is marked only on itself.
    """
    if url and url == context["request"].path:
        return mark_safe('aria-current="page"')
    above = [crumb.url for crumb in context.get("breadcrumbs") or []]
    return mark_safe('aria-current="true"') if url in above[1:] else mark_safe("")

"""The style sheets of every page."""

from functools import cache

from django import template
from wagtail import hooks

register = template.Library()


@register.simple_tag
@cache
def list_stylesheets() -> list[str]:
    """Return the style sheets from the hook ``register_stylesheets``: those of cms first, then those of each app.

    All are on every page, since any page can show blocks of any app.
    """
    return [name for list_names in hooks.get_hooks("register_stylesheets") for name in list_names()]

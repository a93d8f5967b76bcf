"""The style sheets of every page."""

from functools import cache

from django import template
from wagtail import hooks

register = template.Library()


@register.simple_tag
@cache
def list_stylesheets() -> list[str]:
    """Return what the hooks ``register_stylesheets`` name: cms's own first, then each app's as they are installed.

    All are on every page, as any page can show blocks of any app.
    """
    return [name for list_names in hooks.get_hooks("register_stylesheets") for name in list_names()]

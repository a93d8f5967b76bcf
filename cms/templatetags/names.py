"""What an organisation calls its things: “Newsletter” instead of “Monthly update”."""

from django import template

from cms.brand.names import find_names

register = template.Library()


@register.simple_tag
def own_name(name: str, usual: str) -> str:
    """Return what the site calls something in the reader's language, by default ``usual``; see ``register_names``."""
    return find_names.get()().get(name, usual)

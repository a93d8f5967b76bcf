"""E-mail addresses in templates."""

from django import template
from django.utils.safestring import SafeString, mark_safe

from cms.represent.emails import spell_email

register = template.Library()


@register.filter
def spell(address: str) -> SafeString:
    """Return an e-mail address as character references, for text and for attributes."""
    return mark_safe(spell_email(address))  # noqa: S308 - nothing but references

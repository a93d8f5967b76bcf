"""Email addresses in templates."""

from django import template
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe

from cms.represent.emails import obfuscate_email, obfuscate_emails

register = template.Library()


@register.filter
def spell(address: str) -> SafeString:
    """Return an email address as character references, for text and attributes."""
    return mark_safe(obfuscate_email(address))  # noqa: S308 - only character references


@register.filter
def obfuscate_addresses(text: str) -> SafeString:
    """Return escaped plain text with each email address as character references."""
    return mark_safe(obfuscate_emails(conditional_escape(text)))  # noqa: S308 - escaped here

"""E-mail addresses in templates."""

from django import template
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe

from cms.represent.emails import obfuscate_email, obfuscate_emails

register = template.Library()


@register.filter
def spell(address: str) -> SafeString:
    """Return an e-mail address as character references, for text and for attributes."""
    return mark_safe(obfuscate_email(address))  # noqa: S308 - nothing but references


@register.filter
def obfuscate_addresses(text: str) -> SafeString:
    """Return plain text escaped, with each e-mail address in it as character references."""
    return mark_safe(obfuscate_emails(conditional_escape(text)))  # noqa: S308 - escaped here

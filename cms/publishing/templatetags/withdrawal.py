from typing import Any

from django import template

from cms.publishing.withdrawal import TRANSLATIONS, list_live_translations, list_public_uses

register = template.Library()


@register.inclusion_tag("publishing/withdrawal.html", takes_context=True)
def show_withdrawal(context: dict[str, Any], thing: Any) -> dict[str, Any]:
    """Offer the live translations of what is to be unpublished, and name what shows it."""
    request = context["request"]
    return {
        "name": TRANSLATIONS,
        "translations": list_live_translations(thing, request.user),
        "uses": list_public_uses(thing, request),
    }

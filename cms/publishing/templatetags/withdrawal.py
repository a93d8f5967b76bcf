from typing import Any

from django import template

from cms.publishing.withdrawal import TRANSLATIONS, list_live_translations, list_public_uses

register = template.Library()


@register.inclusion_tag("publishing/withdrawal.html", takes_context=True)
def show_withdrawal(context: dict[str, Any], thing: Any) -> dict[str, Any]:
    """Offer the live translations of what is to be unpublished, and name what shows it."""
    return describe_withdrawal(context, [thing])


@register.inclusion_tag("publishing/withdrawal.html", takes_context=True)
def show_withdrawal_of_all(context: dict[str, Any], items: list[dict[str, Any]]) -> dict[str, Any]:
    """Do the same for the items of a bulk action."""
    return describe_withdrawal(context, [item["item"] for item in items])


def describe_withdrawal(context: dict[str, Any], things: list[Any]) -> dict[str, Any]:
    request = context["request"]
    return {
        "name": TRANSLATIONS,
        "several": len(things) > 1,
        "translations": list_live_translations(things, request.user),
        "uses": list_public_uses(things, request),
    }

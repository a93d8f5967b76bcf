from typing import Any

from django import template
from django.http import HttpRequest

from cms.publishing.moves import describe_moves, list_movable_translations
from cms.publishing.uses import list_other_uses
from cms.publishing.withdrawal import (
    TRANSLATIONS,
    list_deletable_translations,
    list_live_translations,
    list_public_uses,
)
from cms.uses.versions import find_base

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
        **describe_uses(things, request),
    }


def describe_uses(things: list[Any], request: HttpRequest) -> dict[str, Any]:
    return {"uses": list_public_uses(things, request), "other_uses": list_other_uses(things, request)}


@register.inclusion_tag("publishing/uses.html", takes_context=True)
def show_uses(context: dict[str, Any], thing: Any) -> dict[str, Any]:
    """Name what uses something that is to be deleted."""
    if find_base(type(thing)) is None:
        return {}
    return {"several": False, **describe_uses([thing], context["request"])}


@register.inclusion_tag("publishing/uses.html", takes_context=True)
def show_uses_of_all(context: dict[str, Any], items: list[dict[str, Any]]) -> dict[str, Any]:
    """Do the same for the items of a bulk action."""
    return {"several": True, **describe_uses([item["item"] for item in items], context["request"])}


@register.inclusion_tag("publishing/moves.html", takes_context=True)
def show_moves(context: dict[str, Any], page: Any, destination: Any) -> dict[str, Any]:
    """Offer the translations of a page that is to be moved, and name those that have nowhere to go."""
    movable = list_movable_translations([page], context["request"].user)
    translations, staying = describe_moves(movable, destination)
    return {"name": TRANSLATIONS, "translations": translations, "staying": staying, "destination": destination}


@register.inclusion_tag("publishing/moves.html", takes_context=True)
def show_moves_of_all(context: dict[str, Any], items: list[dict[str, Any]]) -> dict[str, Any]:
    """Offer the translations of pages that are to be moved, before it is known where to."""
    pages = [item["item"] for item in items]
    return {"name": TRANSLATIONS, "translations": list_movable_translations(pages, context["request"].user)}


@register.inclusion_tag("publishing/deletion_of_snippets.html", takes_context=True)
def show_deletion_of_snippet(context: dict[str, Any], thing: Any) -> dict[str, Any]:
    """Offer the translations of a snippet that is to be deleted."""
    return {"name": TRANSLATIONS, "translations": list_deletable_translations([thing], context["request"].user)}


@register.inclusion_tag("publishing/deletion_of_snippets.html", takes_context=True)
def show_deletion_of_snippets(context: dict[str, Any], items: list[dict[str, Any]]) -> dict[str, Any]:
    """Do the same for the items of a bulk action."""
    things = [item["item"] for item in items]
    return {"name": TRANSLATIONS, "translations": list_deletable_translations(things, context["request"].user)}

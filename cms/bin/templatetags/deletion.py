from typing import Any

from django import template

from cms.bin.deleting import list_deletable_translations
from cms.bin.models import KEPT_FOR
from cms.publishing.uses import list_other_uses
from cms.publishing.withdrawal import TRANSLATIONS, list_public_uses

register = template.Library()


@register.inclusion_tag("bin/deletion.html", takes_context=True)
def show_deletion(context: dict[str, Any], page: Any) -> dict[str, Any]:
    """Say what is about to be deleted, name what shows it, and offer its translations."""
    return describe_deletion(context, [page])


@register.inclusion_tag("bin/deletion.html", takes_context=True)
def show_deletion_of_all(context: dict[str, Any], items: list[dict[str, Any]]) -> dict[str, Any]:
    """Do the same for the items of a bulk action."""
    return describe_deletion(context, [item["item"] for item in items])


def describe_deletion(context: dict[str, Any], pages: list[Any]) -> dict[str, Any]:
    request = context["request"]
    live = [page for page in pages if page.live]
    return {
        "below": sum(page.get_descendant_count() for page in pages),
        "days": KEPT_FOR.days,
        "is_live": bool(live),
        "name": TRANSLATIONS,
        "pages": pages if len(pages) > 1 else [],
        "translations": list_deletable_translations(pages, request.user),
        "uses": list_public_uses(live, request),
        "other_uses": list_other_uses(pages, request),
    }

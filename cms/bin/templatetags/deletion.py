from typing import Any

from django import template

from cms.bin.deleting import list_deletable_translations
from cms.bin.models import KEPT_FOR
from cms.publishing.withdrawal import TRANSLATIONS, list_public_uses

register = template.Library()


@register.inclusion_tag("bin/deletion.html", takes_context=True)
def show_deletion(context: dict[str, Any], page: Any) -> dict[str, Any]:
    """Say what is about to be deleted, name what shows it, and offer its translations."""
    request = context["request"]
    return {
        "name": TRANSLATIONS,
        "translations": list_deletable_translations(page, request.user),
        "uses": list_public_uses(page, request) if page.live else [],
        "is_live": page.live,
        "count": page.get_descendant_count(),
        "days": KEPT_FOR.days,
    }

"""What rich text does with pasted text, and with typed addresses of our own pages."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.rich_text.editors.draftail.features import PluginFeature
from wagtail.rich_text.feature_registry import FeatureRegistry

from cms.blocks.addresses import find_page
from cms.upstream.wagtail_admin import ExternalLinkElementHandler, PageLinkElementHandler, link_entity

PASTE = PluginFeature(
    {
        "type": "paste",
        "messages": {
            "pictures": _("Pictures cannot be pasted: add each as an image block."),
            "headings": _("Pasted headings are plain paragraphs here: add each as a heading block."),
        },
    },
    js=["cms/js/paste.js"],
)


def register_paste(features: FeatureRegistry) -> None:
    features.register_editor_plugin("draftail", "paste", PASTE)


def register_typed_links(features: FeatureRegistry) -> None:
    """Store a typed address of a page as a link to the page, which follows when the page moves."""
    rule = {
        "from_database_format": {
            "a[href]": ExternalLinkElementHandler("LINK"),
            'a[linktype="page"]': PageLinkElementHandler("LINK"),
        },
        "to_database_format": {"entity_decorators": {"LINK": write_link}},
    }
    features.register_converter_rule("contentstate", "link", rule)


def write_link(properties: dict[str, Any]) -> Any:
    typed = "" if properties.get("id") else properties.get("url") or ""
    page = find_page(typed)
    return link_entity({**properties, "id": page.pk} if page else properties)

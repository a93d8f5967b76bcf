"""What rich text does with pasted text."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.rich_text.editors.draftail.features import PluginFeature
from wagtail.rich_text.feature_registry import FeatureRegistry

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

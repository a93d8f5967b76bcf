"""Files to download."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from typing_extensions import TypedDict
from wagtail.blocks import CharBlock, StructBlock, StructValue
from wagtail.documents import get_document_model
from wagtail.documents.blocks import DocumentChooserBlock

from cms.blocks.counts import ListBlock
from cms.represent.documents import DocumentRepresentation, represent_document


class DocumentItemRepresentation(TypedDict):
    document: DocumentRepresentation
    label: str
    summary: str


class DocumentItemBlock(StructBlock):
    document = DocumentChooserBlock(label=_("Document"))
    label = CharBlock(
        required=False,
        default="",
        max_length=150,
        help_text=_("Leave empty for the document's title."),
        label=_("Label"),
    )
    summary = CharBlock(required=False, default="", max_length=300, label=_("Summary"))

    def get_api_representation(
        self, value: StructValue, context: dict[str, Any] | None = None
    ) -> DocumentItemRepresentation:
        return {
            "document": represent_document(value["document"], context or {}),
            "label": value["label"],
            "summary": value["summary"],
        }

    class Meta:
        icon = "doc-full"
        label_format = "{label}"


class DocumentsBlock(StructBlock):
    heading = CharBlock(max_length=150, label=_("Heading"))
    items = ListBlock(DocumentItemBlock(), label=_("Items"))

    def get_preview_value(self) -> StructValue:
        document = get_document_model().objects.order_by("pk").first()
        item = {
            "document": document,
            "label": _("Minutes of the spring meeting"),
            "summary": _("Four pages."),
        }
        return self.normalize({"heading": _("Papers for this month"), "items": [item] if document else []})

    class Meta:
        icon = "doc-full-inverse"
        group = _("Documents")
        label = _("Documents")
        description = _("Files to download, each with its type and size.")
        label_format = "{heading}"
        template = "cms/blocks/documents.html"

"""Files to download."""

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _
from typing_extensions import TypedDict
from wagtail.blocks import CharBlock, StructBlock, StructValue
from wagtail.documents import get_document_model
from wagtail.documents.blocks import DocumentChooserBlock

from cms.blocks.counts import ListBlock
from cms.represent.documents import DocumentRepresentation, represent_document

if TYPE_CHECKING:
    from cms.represent.loader import Loader


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

    def load_values(self, values: "list[tuple[StructValue, int | None]]", loader: "Loader") -> None:
        for value, _locale in values:
            value["document"].limit_to_comments(loader.request)

    def get_translatable_segments(self, value: StructValue) -> list[Any]:
        """Return the texts. Without a label, translators give the title of the document one, which has no language."""
        from wagtail_localize.segments import OverridableSegmentValue, StringSegmentValue

        document = value["document"]
        if document is None:
            return []
        label = value["label"] or document.title
        texts = [StringSegmentValue("label", label), StringSegmentValue("summary", value["summary"])]
        return [OverridableSegmentValue("document", document.pk), *(text for text in texts if not text.is_empty())]

    def restore_translated_segments(self, value: StructValue, segments: list[Any]) -> StructValue:
        from wagtail_localize.segments import OverridableSegmentValue

        for segment in segments:
            if isinstance(segment, OverridableSegmentValue):
                value["document"] = get_document_model().objects.get(pk=segment.data)
            else:
                value[segment.path] = segment.render_text()
        return value

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

"""What a translation takes from its original as it is, unless somebody chooses something else for the language.

Pictures, documents, pages and addresses are such values.
"""

import json
from dataclasses import dataclass
from typing import Any

from django import forms
from django.db.models import Field, ForeignKey
from wagtail import blocks
from wagtail_localize.models import OverridableSegment, SegmentOverride, Translation

from cms.translation.places import Place, find_place
from cms.upstream.wagtail_forms import formfield_for_dbfield


@dataclass
class Override:
    """A value of the original, and the one that this language has instead, if any."""

    segment: OverridableSegment
    place: Place
    stored: SegmentOverride | None

    @property
    def pk(self) -> int:
        return int(self.segment.pk)

    @property
    def original(self) -> Any:
        return json.loads(self.segment.data_json)

    @property
    def value(self) -> Any:
        return json.loads(self.stored.data_json) if self.stored else self.original

    @property
    def name(self) -> str:
        return f"override-{self.pk}"

    @property
    def widget(self) -> forms.Widget:
        return find_widget(self.place.field)

    @property
    def html(self) -> str:
        return str(self.widget.render(self.name, self.value, {"id": f"id-{self.name}", "aria-label": self.place.label}))

    def read(self, request: Any) -> Any:
        """Return what a form says, as the kind of value that the original is; ``None`` if it says nothing."""
        value = self.widget.value_from_datadict(request.POST, request.FILES, self.name)
        if value in {None, ""}:
            return None
        return type(self.original)(value)


def list_overrides(translation: Translation, instance: Any = None) -> list[Override]:
    """Return all other values of a translation. ``instance`` is the page or snippet as its source has it."""
    source = translation.source
    instance = instance or source.as_instance()
    segments = list(source.overridablesegment_set.select_related("context").order_by("order"))
    stored = {
        one.context_id: one
        for one in SegmentOverride.objects.filter(
            locale=translation.target_locale, context__in=[segment.context_id for segment in segments]
        )
    }
    return [
        Override(segment, find_place(instance, segment.context.path), stored.get(segment.context_id))
        for segment in segments
    ]


def find_widget(field: "Field[Any, Any] | blocks.Block") -> forms.Widget:
    """Return the widget of a field or block in its own form. An address in rich text has none of its own."""
    if isinstance(field, blocks.FieldBlock) and not isinstance(field, blocks.RichTextBlock):
        widget: forms.Widget = field.field.widget
        return widget
    if isinstance(field, ForeignKey):
        form_field = formfield_for_dbfield(field)
        return form_field.widget if form_field else forms.TextInput()
    return forms.TextInput()


def save_override(override: Override, translation: Translation, value: Any, user: Any) -> None:
    """Use a value for the language of a translation; ``None`` or the original's own lets it follow again."""
    own = {"locale": translation.target_locale, "context": override.segment.context}
    if value is None or value == override.original:
        SegmentOverride.objects.filter(**own).delete()
        return
    SegmentOverride.objects.update_or_create(
        **own,
        defaults={"data_json": json.dumps(value), "last_translated_by": user, "has_error": False, "field_error": ""},
    )

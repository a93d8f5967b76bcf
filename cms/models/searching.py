"""What of a page is found by a search besides its texts."""

from typing import Any

from django.utils.translation import override
from wagtail.search import index


class LabelledField(index.SearchField):
    """A field that readers see beside a label, such as “Cost”: they may ask for either.

    The label is in the language of the page, and missing where the field is empty.
    """

    def __init__(self, field_name: str, *, label: Any, **kwargs: Any) -> None:
        super().__init__(field_name, **kwargs)
        self.label = label

    def get_value(self, obj: Any) -> Any:
        value = super().get_value(obj)
        if not value:
            return value
        with override(obj.locale.language_code):
            return f"{self.label}: {value}"

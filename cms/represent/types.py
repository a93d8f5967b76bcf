"""Types for the API schema with more detail than ``str``.

``Annotated`` holds a function that returns JSON Schema keywords, called once the models are loaded. A title makes it a
named schema.
"""

from collections.abc import Callable
from typing import Annotated, Any

from django.apps import apps


def keywords(**keywords: Any) -> Callable[[], dict[str, Any]]:
    """Return a function that returns these keywords."""
    return lambda: keywords


def column(path: str) -> Callable[[], dict[str, Any]]:
    """Return a function that returns the choices or length of a model field, such as ``people.Person.group``."""
    model, _dot, name = path.rpartition(".")

    def read() -> dict[str, Any]:
        field = apps.get_model(model)._meta.get_field(name)
        if field.choices:
            values = [value for value, _label in field.flatchoices]
            return {"enum": [*values, ""] if field.blank and "" not in values else values}
        return {"maxLength": field.max_length} if field.max_length else {}

    return read


Url = Annotated[str, keywords(format="uri")]
# With its UTC offset: 2026-10-01T10:00:00+01:00.
Moment = Annotated[str, keywords(format="date-time")]
Identifier = Annotated[str, keywords(format="uuid")]
RichTextHtml = Annotated[
    str, keywords(title="RichText", description="HTML, or the form that `rich_text_format` asks for.")
]

"""The field of a colour in the admin."""

from typing import Any

from django.forms import Media, TextInput
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import gettext as _

from cms.brand.palette import Role


class ColourInput(TextInput):
    """A text such as ``#0a5c51``, with a palette beside it; its script has the server check what is chosen."""

    def __init__(self, role: Role, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({**(attrs or {}), "autocomplete": "off", "spellcheck": "false", "maxlength": "7"})
        self.role = role

    def build_attrs(self, base_attrs: dict[str, Any], extra_attrs: dict[str, Any] | None = None) -> dict[str, Any]:
        return {
            **super().build_attrs(base_attrs, extra_attrs),
            "data-colour-role": self.role,
            "data-colour-check": reverse("check_colour"),
            "data-colour-palette": _("Choose from a palette"),
            "data-colour-use": _("Use %(colour)s"),
        }

    @property
    def media(self) -> Media:
        return Media(js=[static("cms/js/colours.js")])

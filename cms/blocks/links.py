"""A link to one target: a page, a web address, an email address, a phone number or a document."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.http import HttpRequest
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy as _
from wagtail.blocks import (
    CharBlock,
    EmailBlock,
    ListBlock,
    PageChooserBlock,
    StructBlock,
    StructBlockValidationError,
    StructValue,
    URLBlock,
)
from wagtail.documents.blocks import DocumentChooserBlock

from cms.represent.emails import obfuscate_email
from cms.represent.links import LinkRepresentation, normalise_telephone, represent_link
from cms.represent.loader import Loader

TARGETS = ("page", "url", "email", "telephone", "document")

telephone_validator = RegexValidator(
    r"^\+?[\d\s()-]{3,24}$", _("Write a telephone number with digits and spaces, such as 01632 960 123.")
)


class LinkValue(StructValue):
    """A link with one target, whose type is ``kind``."""

    request: HttpRequest | None = None

    @property
    def kind(self) -> Any:
        """``page``, ``url``, ``email``, ``telephone`` or ``document``; empty if nothing is chosen."""
        return next((target for target in TARGETS if self.get(target)), "")

    @property
    def href(self) -> str | None:
        """The address for HTML on this site; email addresses are obfuscated as character references."""
        match self.kind:
            case "page":
                return self["page"].get_url(self.request)
            case "document":
                return self["document"].url
            case "email":
                return mark_safe(obfuscate_email(f"mailto:{self['email']}"))  # noqa: S308 - only character references
            case "telephone":
                return f"tel:{normalise_telephone(self['telephone'])}"
            case _:
                return self.get("url")


class LinkBlock(StructBlock):
    """A label and exactly one target."""

    label = CharBlock(max_length=120, help_text=_("What the link says, for example “Book a place”."))
    page = PageChooserBlock(required=False, default=None, help_text=_("Choose one of these five."))
    url = URLBlock(required=False, default="", label=_("Web address"))
    email = EmailBlock(required=False, default="", label=_("E-mail address"))
    telephone = CharBlock(required=False, default="", max_length=30, validators=(telephone_validator,))
    document = DocumentChooserBlock(required=False, default=None)

    def clean(self, value: StructValue) -> StructValue:
        value = super().clean(value)
        chosen = [target for target in TARGETS if value.get(target)]
        if len(chosen) == 1 or (not chosen and self.is_deferred_validation):
            return value
        if not chosen:
            message = _(
                "Choose where this link goes: a page, a web address, an e-mail address, a number or a document."
            )
            raise StructBlockValidationError(block_errors={"page": ValidationError(message)})
        message = _("A link goes to one place only: keep one of these and clear the others.")
        raise StructBlockValidationError(block_errors={target: ValidationError(message) for target in chosen})

    def is_complete(self, value: StructValue, raw: Mapping[str, Any]) -> bool:
        """Whether the link still has a target: its page or document may have been deleted."""
        return bool(value.kind)

    def load_values(self, values: list[tuple[LinkValue, int | None]], loader: Loader) -> None:
        """Let pages compute their addresses from the site that the request has already loaded."""
        for value, _locale in values:
            value.request = loader.request

    def get_api_representation(self, value: LinkValue, context: dict[str, Any] | None = None) -> LinkRepresentation:
        return represent_link(value, context or {})

    class Meta:
        icon = "link"
        label_format = "{label}"
        value_class = LinkValue
        template = "cms/blocks/link.html"


class LinksBlock(ListBlock):
    """Links in the editor's order, empty by default: ``LinksBlock(LinkBlock())``."""

    class Meta:
        icon = "link"
        default: list[Any] = []
        template = "cms/blocks/links.html"

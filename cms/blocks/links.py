"""A link to one target: a page, a web address, an email address, a phone number or a document."""

import re
from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.http import HttpRequest
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy as _
from wagtail.admin.telepath import register
from wagtail.blocks import (
    CharBlock,
    ChoiceBlock,
    EmailBlock,
    PageChooserBlock,
    StructBlock,
    StructBlockValidationError,
    StructValue,
    URLBlock,
)
from wagtail.blocks.struct_block import StructBlockAdapter
from wagtail.documents.blocks import DocumentChooserBlock

from cms.blocks.addresses import find_page
from cms.blocks.counts import ListBlock
from cms.represent.emails import obfuscate_email
from cms.represent.links import LinkRepresentation, normalise_telephone, represent_link
from cms.represent.loader import Loader

KINDS = [
    ("page", _("A page on this site")),
    ("url", _("Another website")),
    ("email", _("An email address")),
    ("telephone", _("A telephone number")),
    ("document", _("A document")),
]
TARGETS = tuple(kind for kind, _label in KINDS)
MISSING = {
    "": _("Choose where this link goes."),
    "page": _("Choose a page."),
    "url": _("Enter a web address, such as https://example.org."),
    "email": _("Enter an email address, such as hello@example.org."),
    "telephone": _("Enter a telephone number, such as 01632 960 123."),
    "document": _("Choose a document."),
}

# What is typed as a web address and is none.
TYPED = {"email": re.compile(r"[^\s/:@]+@[^\s/:@]+\.[^\s/:@]+"), "telephone": re.compile(r"\+?\d[\d\s()-]{4,23}")}

telephone_validator = RegexValidator(
    r"^\+?[\d\s()-]{3,24}$", _("Write a telephone number with digits and spaces, such as 01632 960 123.")
)


class LinkValue(StructValue):
    """A link with one target, whose type is ``kind``."""

    request: HttpRequest | None = None

    @property
    def kind(self) -> Any:
        """``page``, ``url``, ``email``, ``telephone`` or ``document``; empty if it has no target."""
        return next(iter(self.list_targets()), "")

    @property
    def chosen_kind(self) -> Any:
        """The kind that an editor chose. Older data and imports do not say it: it is that of the one target."""
        targets = self.list_targets()
        return self.get("goes_to") or (targets[0] if len(targets) == 1 else "")

    def list_targets(self) -> list[str]:
        return [target for target in TARGETS if self.get(target)]

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


class TelephoneBlock(CharBlock):
    """A telephone number. It is no text to translate; a translation may have another number."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=30, validators=(telephone_validator,), search_index=False, **kwargs)

    def get_translatable_segments(self, value: str) -> list[Any]:
        from cms.upstream.wagtail_localize import OverridableSegmentValue

        return [OverridableSegmentValue("", value)] if value else []

    def restore_translated_segments(self, value: str, segments: list[Any]) -> str:
        return str(segments[0].data) if segments else value


class LinkBlock(StructBlock):
    """A label and one target. The form shows the field of the chosen kind only (``cms/js/link-kind.js``)."""

    label = CharBlock(max_length=120, help_text=_("What the link says, for example “Book a place”."), label=_("Label"))
    goes_to = ChoiceBlock(choices=KINDS, required=False, default="", label=_("Goes to"), search_index=False)
    page = PageChooserBlock(required=False, default=None, label=_("Page"))
    url = URLBlock(
        required=False,
        default="",
        label=_("Web address"),
        help_text=_("You can type an email address or a telephone number here too."),
    )
    email = EmailBlock(required=False, default="", label=_("Email address"))
    telephone = TelephoneBlock(required=False, default="", label=_("Telephone"))
    document = DocumentChooserBlock(required=False, default=None, label=_("Document"))

    def get_form_state(self, value: LinkValue) -> Any:
        """Return the link for the form; a new one asks for an address, which is what most have."""
        kind = value.chosen_kind or ("" if value.list_targets() else "url")
        return {**super().get_form_state(value), "goes_to": kind}

    def clean(self, value: LinkValue) -> StructValue:
        """Return the link with the target of the chosen kind: what was typed for another is gone."""
        kind = value.chosen_kind
        if not kind and value.list_targets():
            message = _("A link goes to one place only: keep one of these and clear the others.")
            raise StructBlockValidationError(block_errors=dict.fromkeys(value.list_targets(), ValidationError(message)))
        if kind == "url":
            value, kind = self.find_typed_target(value)
        kept = {name: part for name, part in value.items() if name not in TARGETS or name == kind}
        others = {name: self.child_blocks[name].get_default() for name in TARGETS if name != kind}
        value = super().clean(LinkValue(self, {**value, **others, **kept, "goes_to": kind}))
        if not value.kind and not self.is_deferred_validation:
            raise StructBlockValidationError(block_errors={kind or "goes_to": ValidationError(MISSING[kind])})
        return value

    def find_typed_target(self, value: LinkValue) -> tuple[LinkValue, str]:
        """Return the link and its kind: people type addresses of our pages, email and telephone there as well."""
        typed = value.get("url") or ""
        if page := find_page(typed):
            return LinkValue(self, {**value, "page": page}), "page"
        for kind, pattern in TYPED.items():
            if pattern.fullmatch(typed.strip()):
                return LinkValue(self, {**value, kind: typed.strip()}), kind
        if typed.startswith("/"):
            message = _("No page was found at this address. Choose it under “A page on this site”.")
            raise StructBlockValidationError(block_errors={"url": ValidationError(message)})
        return value, "url"

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
        form_attrs = {"data-controller": "link-kind", "data-action": "change->link-kind#show"}
        value_class = LinkValue
        template = "cms/blocks/link.html"


class LinkBlockAdapter(StructBlockAdapter):
    """The form of a link, with its script."""

    @property
    def media(self) -> forms.Media:
        return super().media + forms.Media(js=["cms/js/link-kind.js"])


register(LinkBlockAdapter(), LinkBlock)


class LinksBlock(ListBlock):
    """Links in the editor's order, empty by default: ``LinksBlock(LinkBlock())``."""

    class Meta:
        icon = "link"
        default: list[Any] = []
        template = "cms/blocks/links.html"
        too_few = _("Add at least one link.")

"""Where a finding is, in words and as an address in the editor."""

from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.fields import StreamField

from cms.checking.content import Place
from cms.upstream.django import capfirst


def describe_place(model: type[Any] | None, place: Place) -> str:
    """Return the name of a field, or that of a block with the beginning of what it says."""
    if model is None:
        return place.title
    try:
        field = model._meta.get_field(place.field)
    except FieldDoesNotExist:
        return place.title
    if not isinstance(field, StreamField):
        return str(capfirst(field.verbose_name))
    block = field.stream_block.child_blocks.get(place.kind)
    label = str(block.label) if block else str(capfirst(field.verbose_name))
    return _("%(block)s “%(title)s”") % {"block": label, "title": place.title} if place.title else label


def make_anchor(place: Place) -> str:
    """Return the fragment of the editor's address that leads to a block or a field."""
    return f"block-{place.block}-section" if place.block else f"check-{place.field}"


def make_url(page_id: int, place: Place) -> str:
    return f"{reverse('wagtailadmin_pages:edit', args=[page_id])}#{make_anchor(place)}"

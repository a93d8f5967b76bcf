"""Shows pieces to editors before they are saved: what was there, and what blocks come of it."""

import base64
import io
from collections.abc import Iterable, Mapping
from datetime import datetime
from html import escape
from typing import Any

from django.conf import settings
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from PIL import Image as PillowImage
from wagtail import blocks

from cms.importing.document import (
    Heading,
    Items,
    Paragraph,
    Passage,
    Picture,
    Quotation,
    Table,
    write_items,
    write_text,
)
from cms.importing.kinds import Block

THUMBNAIL = (320, 240)


def show_passages(passages: Iterable[Passage]) -> SafeString:
    """Return HTML of what was in a document, as it was there."""
    return mark_safe("".join(map(show_passage, passages)))  # noqa: S308 - all of it is escaped


def show_passage(passage: Passage) -> str:
    match passage:
        case Heading():
            return f'<p class="bring__heading">{write_text(passage.text)}</p>'
        case Paragraph():
            return f"<p>{write_text(passage.text)}</p>"
        case Items():
            return write_items(passage)
        case Quotation():
            return f"<blockquote>{''.join(f'<p>{write_text(text)}</p>' for text in passage.paragraphs)}</blockquote>"
        case Table():
            rows = (f"<tr>{''.join(f'<td>{write_text(cell)}</td>' for cell in row)}</tr>" for row in passage.rows)
            return f"<table>{''.join(rows)}</table>"
        case Picture():
            caption = f"<figcaption>{escape(passage.caption)}</figcaption>" if passage.caption else ""
            return f"<figure>{show_picture(passage)}{caption}</figure>"


def show_picture(picture: Picture) -> str:
    """Return a small version of a picture; one of another site is not fetched yet."""
    if picture.data is None:
        return f"<p>{escape(picture.address)}</p>"
    try:
        with PillowImage.open(io.BytesIO(picture.data)) as image:
            if image.width * image.height > settings.WAGTAILIMAGES_MAX_IMAGE_PIXELS:
                raise ValueError
            image.draft("RGB", THUMBNAIL)
            image.thumbnail(THUMBNAIL)
            shown = PillowImage.new("RGBA", image.size, "white")  # behind what is transparent
            shown.alpha_composite(image.convert("RGBA"))
            file = io.BytesIO()
            shown.convert("RGB").save(file, "JPEG", quality=70)
    except (OSError, SyntaxError, ValueError, PillowImage.DecompressionBombError):
        return f"<p>{escape(_('This picture cannot be shown.'))}</p>"
    data = base64.b64encode(file.getvalue()).decode("ascii")
    return f'<img src="data:image/jpeg;base64,{data}" alt="{escape(picture.alt)}">'


def show_block(block: Block, stream: Any) -> SafeString:
    """Return the fields of a block that are filled in, with their labels; of running text just the text."""
    return show_value(stream.child_blocks[block.type], block.value)


def show_value(block: Any, value: Any) -> SafeString:
    if isinstance(value, Picture):
        return mark_safe(show_picture(value))  # noqa: S308 - all of it is escaped
    match block:
        case blocks.StructBlock():
            return show_struct(block, value)
        case blocks.StreamBlock():
            return show_list(show_value(block.child_blocks[item["type"]], item["value"]) for item in value)
        case blocks.ListBlock():
            return show_list(show_value(block.child_block, item["value"]) for item in value)
        case blocks.RichTextBlock():
            return mark_safe(value)  # noqa: S308 - made by this app
        case blocks.ChooserBlock():
            return format_html("{}", block.to_python(value))
        case blocks.BooleanBlock():
            return format_html("{}", _("Yes"))
        case blocks.DateTimeBlock():
            return format_html("{}", date_format(localtime(datetime.fromisoformat(value)), "l j F Y, H:i"))
        case blocks.ChoiceBlock():
            return format_html("{}", dict(block.field.choices).get(value, value))
        case _:
            return format_html_join("<br>", "{}", ((line,) for line in str(value).split("\n")))


def show_list(items: Iterable[SafeString]) -> SafeString:
    return format_html("<ul>{}</ul>", format_html_join("", "<li>{}</li>", ((item,) for item in items)))


def show_struct(block: Any, value: Mapping[str, Any]) -> SafeString:
    rows = (
        (child.label, show_value(child, value[name])) for name, child in block.child_blocks.items() if value.get(name)
    )
    return format_html("<dl>{}</dl>", format_html_join("", "<div><dt>{}</dt><dd>{}</dd></div>", rows))

"""Slugs from titles, with the same letters in the browser as on the server."""

import re
from collections import defaultdict
from functools import cache
from typing import Any
from unicodedata import normalize

from anyascii import anyascii
from django.db import models
from django.utils.text import slugify
from django.utils.translation import override
from wagtail.admin.forms.models import register_form_field_override
from wagtail.admin.widgets import SlugInput
from wagtail.models import Page

from cms.upstream.wagtail import find_available_slug

# Latin, Greek and Cyrillic letters, with or without accents, and ligatures. Wagtail's script knows some of them and
# leaves out the others: of "Gŵyl" it makes "gyl".
LETTERS = (*range(0xC0, 0x250), *range(0x370, 0x482), *range(0x1E00, 0x1F00), *range(0xFB00, 0xFB07))
# What separates words where people leave out the spaces: "2025–26", "Mawrth/March".
SEPARATORS = r"[\u2010-\u2015/]"

MAX_LENGTH = 250  # leaves room for a number in the column


@cache
def list_letters() -> dict[str, str]:
    """Return the letters that are written with the same letters of the English alphabet, by these."""
    found: dict[str, str] = defaultdict(str)
    for letter in map(chr, LETTERS):
        plain = anyascii(letter).lower()
        if letter.isalpha() and re.fullmatch("[a-z]+", plain):
            found[plain] += letter
    return found


@cache
def map_letters() -> dict[int, str]:
    return {ord(letter): plain for plain, letters in list_letters().items() for letter in letters}


def make_slug(text: str) -> str:
    """Return a slug from any text, such as ``tyr-ffynnon`` from “Tŷ’r Ffynnon”; empty if it has nothing to read."""
    folded = re.sub(SEPARATORS, "-", normalize("NFC", text).translate(map_letters()))
    return slugify(folded) or slugify(anyascii(text))


def suggest_slug(page: Page, parent: Page) -> str:
    """Return a slug for a page, from its title or else from its type, that no other page of ``parent`` has."""
    slug = make_slug(page.title)
    if not slug:
        with override((page if page.locale_id else parent).locale.language_code):
            slug = make_slug(str(page._meta.verbose_name)) or "page"
    available: str = find_available_slug(parent, slug[:MAX_LENGTH], ignore_page_id=page.pk)
    return available


class FoldingSlugInput(SlugInput):
    """Wagtail's field for slugs, whose script folds letters as ``make_slug`` does."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        folding = [(f"[{letters}]", plain) for plain, letters in list_letters().items()]
        super().__init__(*args, **{"formatters": [(SEPARATORS, "-"), *folding], **kwargs})


register_form_field_override(models.SlugField, override={"widget": FoldingSlugInput})

"""The language of what a template shows."""

from typing import Any

from django import template
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, to_locale

from cms.represent.languages import Language, describe_language, find_text_language, write_attributes

register = template.Library()

# The Open Graph protocol wants a territory with a language. No other one is as likely for these.
TERRITORIES = {"cy": "GB", "en": "GB"}


@register.simple_tag
def lang(obj: Any) -> SafeString:
    """Return ``lang`` and ``dir`` for an element with the text of an object, if its language is not the page's.

    They begin with a space: ``<h1 class="title"{% lang page %}>``. Nothing for an object that is missing.
    """
    return write_attributes(find_text_language(obj)) if obj else mark_safe("")


@register.simple_tag
def other_language(obj: Any) -> Language | None:
    """Return the language of an object's text, if it is not the page's."""
    code = find_text_language(obj)
    return None if code == get_language() else describe_language(code)


@register.simple_tag
def territory_locale(language_code: str) -> str:
    """Return a language with its territory, such as ``cy_GB``; nothing if the territory is not known."""
    if language_code in TERRITORIES:
        return f"{language_code}_{TERRITORIES[language_code]}"
    locale = to_locale(language_code)
    return locale if "_" in locale else ""

"""The languages of the site: their names, their directions, and what stands in for them."""

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Any, Literal, NamedTuple

from django.conf import settings
from django.db.models import QuerySet
from django.utils import translation
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, get_language_info
from wagtail.models import Locale

from cms.freshness.reads import read_chosen, track_objects
from cms.represent.bulk import sort_rows

Direction = Literal["ltr", "rtl"]


class Language(NamedTuple):
    """A language by its code, with its name in itself."""

    code: str
    name: str
    direction: Direction


@cache
def describe_language(language_code: str) -> Language:
    """Return a language that Django knows."""
    info = get_language_info(language_code)
    name: str = info["name_local"]
    return Language(language_code, name[:1].upper() + name[1:], "rtl" if info["bidi"] else "ltr")


def list_fallbacks(language_code: str) -> list[str]:
    """Return the fallback languages for ``language_code``, the first choice first.

    They are in ``LANGUAGE_FALLBACKS``; for a language that is not there, it is the default language.
    """
    chain = settings.LANGUAGE_FALLBACKS.get(language_code, [settings.LANGUAGE_CODE])
    return [code for code in chain if code != language_code]


def choose_translations(found: QuerySet[Any] | list[Any], locale_id: int) -> list[Any]:
    """Return each thing once: in this language if it is there, else the first in this order."""
    chosen: dict[Any, Any] = {}
    for one in read_chosen(found.select_related("locale") if isinstance(found, QuerySet) else found):
        if one.translation_key not in chosen or one.locale_id == locale_id:
            chosen[one.translation_key] = one
    return list(chosen.values())


def choose_found(
    found: Iterable[Any], ordering: Sequence[str], locale_id: int, locales: Mapping[int, Locale]
) -> list[Any]:
    """Return the same of things that one statement has found with others, in this order, each with its language."""
    things = sort_rows(found, ordering)
    for one in things:
        one.locale = locales[one.locale_id]
    track_objects(things)
    return choose_translations(things, locale_id)


class Sentence(NamedTuple):
    text: str
    text_language: str


@cache
def say_missing(language_code: str) -> Sentence:
    """Return “This is not in Welsh yet” in Welsh; in English if the interface is not translated into the language."""
    with translation.override(language_code):
        # Welsh has its own name in the sentence, since it changes there. xgettext:no-python-format
        text = translation.gettext("This is not in %(language)s yet")
    with translation.override(None):
        is_english = text == translation.gettext("This is not in %(language)s yet")
    return Sentence(text % {"language": describe_language(language_code).name}, "en" if is_english else language_code)


# The language of a text


def find_text_language(obj: Any) -> str:
    """Return the language that an object is written in: its own, or for an alias that of its source.

    ``text_language`` is set by the loader. An object without a locale, such as a draft that is made, has the active
    language.
    """
    language = obj.get("text_language") if isinstance(obj, dict) else getattr(obj, "text_language", None)
    if language:
        return str(language)
    if getattr(obj, "alias_of_id", None) and obj.alias_of:
        obj = obj.alias_of
    locale = getattr(obj, "locale", None) if getattr(obj, "locale_id", None) else None
    return locale.language_code if locale else get_language() or settings.LANGUAGE_CODE


def write_attributes(language_code: str) -> SafeString:
    """Return ``lang``, and ``dir`` if it differs, for an element whose language is not the active one."""
    active = get_language() or settings.LANGUAGE_CODE
    if language_code == active:
        return mark_safe("")
    direction = describe_language(language_code).direction
    if direction == describe_language(active).direction:
        return format_html(' lang="{}"', language_code)
    return format_html(' lang="{}" dir="{}"', language_code, direction)

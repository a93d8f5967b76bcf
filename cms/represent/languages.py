"""The languages of the site: their names, their directions, and what stands in for them."""

from typing import Literal, NamedTuple

from django.conf import settings
from django.utils.translation import get_language_info

Direction = Literal["ltr", "rtl"]


class Language(NamedTuple):
    """A language by its code, with its name in itself."""

    code: str
    name: str
    direction: Direction


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

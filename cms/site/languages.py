"""The fallback languages of a language."""

from django.conf import settings


def list_fallbacks(language_code: str) -> list[str]:
    """Return the fallback languages for ``language_code``, the first choice first.

    They are in ``LANGUAGE_FALLBACKS``; for a language that is not there, it is the default language.
    """
    chain = settings.LANGUAGE_FALLBACKS.get(language_code, [settings.LANGUAGE_CODE])
    return [code for code in chain if code != language_code]

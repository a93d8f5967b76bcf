"""Which languages fill the gaps of another."""

from django.conf import settings


def list_fallbacks(language_code: str) -> list[str]:
    """Return the languages that stand in where ``language_code`` lacks something, the first choice first.

    ``LANGUAGE_FALLBACKS`` says which; a language that is not in it falls back on the default one.
    """
    chain = settings.LANGUAGE_FALLBACKS.get(language_code, [settings.LANGUAGE_CODE])
    return [code for code in chain if code != language_code]

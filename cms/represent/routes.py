"""Words in addresses below a page, each in its language: ``/cy/newyddion/pobl/mair/``.

Routes are declared with the English words, and named with them everywhere. ``translate_route`` writes the address,
``cms.models.routes`` reads it. Only the first word is translated: what follows is the slug of something.
"""

from django.utils.text import slugify
from django.utils.translation import get_language, override, pgettext_lazy

WORDS = {
    "past": pgettext_lazy("part of an address", "past"),
    "people": pgettext_lazy("part of an address", "people"),
    "topic": pgettext_lazy("part of an address", "topic"),
}


def translate_route(route: str, language_code: str | None = None) -> str:
    """Return a route such as ``topic/food/`` with its word in a language, by default the active one."""
    word, slash, rest = route.partition("/")
    if word not in WORDS:
        return route
    with override(language_code or get_language()):
        return f"{slugify(str(WORDS[word])) or word}{slash}{rest}"


def find_word(translated: str) -> str | None:
    """Return the English word of one in the active language; ``None`` if it is none of ours."""
    return next((word for word in WORDS if translate_route(word) == translated), None)

"""Words for comparison: without case and accents, and reduced to stems."""

import re
import unicodedata
from functools import lru_cache

import snowballstemmer

WORD = re.compile(r"[^\W_]+")

# The languages for which PostgreSQL has a configuration and Snowball a stemmer, with the same name.
STEMMERS = {
    "ar": "arabic",
    "da": "danish",
    "de": "german",
    "el": "greek",
    "en": "english",
    "es": "spanish",
    "fi": "finnish",
    "fr": "french",
    "ga": "irish",
    "hu": "hungarian",
    "id": "indonesian",
    "it": "italian",
    "lt": "lithuanian",
    "nb": "norwegian",
    "ne": "nepali",
    "nl": "dutch",
    "nn": "norwegian",
    "pt": "portuguese",
    "ro": "romanian",
    "ru": "russian",
    "sv": "swedish",
    "ta": "tamil",
    "tr": "turkish",
}


class FoldedCharacters(dict[int, str]):
    """Maps each character to its folded form. One character stays one, so positions stay the same."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        decomposed = unicodedata.normalize("NFKD", character)
        letters = "".join(part for part in decomposed if not unicodedata.combining(part)).lower()
        self[code] = letters if len(letters) == 1 else character
        return self[code]


FOLDED = FoldedCharacters()


def compose(text: str) -> str:
    """Return text in which every letter with its accents is one character, as ``fold`` requires."""
    return unicodedata.normalize("NFC", text)


def fold(text: str) -> str:
    """Return composed text without case and accents, of the same length."""
    return text.translate(FOLDED)


def split_words(text: str) -> list[str]:
    """Return the folded words of a text, in order."""
    return WORD.findall(fold(compose(text)))


def name_stemmer(language_code: str) -> str | None:
    """Return the name of a language's stemmer; ``None`` if there is none, as for Welsh."""
    return STEMMERS.get(language_code.split("-", maxsplit=1)[0])


@lru_cache(maxsize=20_000)
def stem(word: str, stemmer: str | None) -> str:
    """Return the stem of a folded word; the word itself if there is no stemmer."""
    return snowballstemmer.stemmer(stemmer).stemWord(word) if stemmer else word

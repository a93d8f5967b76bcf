"""Words as they are compared: without case and accents, and which of them belong to one stem."""

import re
import unicodedata
from functools import lru_cache

import snowballstemmer

WORD = re.compile(r"[^\W_]+")

# The languages that PostgreSQL has a configuration for, and Snowball a stemmer, under the same name.
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
    """For each character the one that it is compared as. One character stays one, so that positions stay."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        decomposed = unicodedata.normalize("NFKD", character)
        letters = "".join(part for part in decomposed if not unicodedata.combining(part)).lower()
        self[code] = letters if len(letters) == 1 else character
        return self[code]


FOLDED = FoldedCharacters()


def compose(text: str) -> str:
    """Return text with every letter and its accents as one character, as ``fold`` expects it."""
    return unicodedata.normalize("NFC", text)


def fold(text: str) -> str:
    """Return composed text without case and accents, as long as it was."""
    return text.translate(FOLDED)


def split_words(text: str) -> list[str]:
    """Return the folded words of a text, in order."""
    return WORD.findall(fold(compose(text)))


def name_stemmer(language_code: str) -> str | None:
    """Return which stemmer a language has; ``None`` for one without, such as Welsh."""
    return STEMMERS.get(language_code.split("-", maxsplit=1)[0])


@lru_cache(maxsize=20_000)
def stem(word: str, stemmer: str | None) -> str:
    """Return what the forms of a folded word have in common; the word itself where there is no stemmer."""
    return snowballstemmer.stemmer(stemmer).stemWord(word) if stemmer else word

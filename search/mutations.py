"""Welsh words change their first letters after some others: “gardd” (a garden) is also “ardd” and “ngardd”."""

from collections.abc import Iterator

# The letters that change, each with what they may be: by the soft, nasal and aspirate mutation.
MUTATIONS = {
    "p": ("b", "mh", "ph"),
    "t": ("d", "nh", "th"),
    "c": ("g", "ngh", "ch"),
    "b": ("f", "m"),
    "d": ("dd", "n"),
    "g": ("", "ng"),
    "ll": ("l",),
    "rh": ("r",),
    "m": ("f",),
}
# Letters of two characters are no other letter.
DIGRAPHS = ("ngh", "ch", "dd", "ff", "ll", "mh", "ng", "nh", "ph", "rh", "th")
AFTER_G = ("a", "e", "i", "o", "u", "w", "y", "l", "r", "n")
# Shorter words are mostly not nouns, and change into too many others.
MIN_LENGTH = 4


def list_forms(word: str, language_code: str | None) -> list[str]:
    """Return a folded word with its mutated forms and, if it may be one itself, those of the words it may come from.

    In other languages than Welsh, or of a short word, it is the word alone.
    """
    if (language_code or "").split("-", maxsplit=1)[0] != "cy" or len(word) < MIN_LENGTH:
        return [word]
    return list(dict.fromkeys(form for radical in (word, *list_radicals(word)) for form in mutate(radical)))


def mutate(radical: str) -> Iterator[str]:
    """Yield a word and its mutated forms."""
    yield radical
    letter = find_letter(radical)
    for other in MUTATIONS.get(letter, ()):
        yield other + radical[len(letter) :]


def list_radicals(word: str) -> Iterator[str]:
    """Yield the words of which this one may be a mutated form."""
    letter = find_letter(word)
    for radical, forms in MUTATIONS.items():
        if letter in forms:
            yield radical + word[len(letter) :]
    if letter in AFTER_G:
        yield f"g{word}"


def find_letter(word: str) -> str:
    """Return the first letter of a Welsh word, which may have two or three characters."""
    return next((letter for letter in DIGRAPHS if word.startswith(letter)), word[:1])

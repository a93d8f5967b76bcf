"""What somebody meant who has mistyped a word: words of the indexed texts that differ in a letter or two."""

from collections.abc import Iterable, Iterator
from itertools import islice, product

from django.db.models import Q
from django.db.models.functions import Length
from rapidfuzz.distance import OSA
from rapidfuzz.process import extract

from search.models import Word
from search.words import WORD, compose, fold

MIN_LENGTH, MAX_LENGTH = 4, 40
LONG = 8  # letters, from which on two may be wrong
MAX_GUESSES = 3
CHUNK = 500


def learn_words(texts: Iterable[tuple[str, str]]) -> None:
    """Add the words of texts, each with its language, to the vocabulary. Most texts have no new ones."""
    words: dict[tuple[str, str], str] = {}
    for language_code, text in texts:
        for word, written in find_words(text):
            words.setdefault((language_code, word), written)
    for language_code in {code for code, _word in words}:
        own = sorted(word for code, word in words if code == language_code)
        for start in range(0, len(own), CHUNK):
            part = own[start : start + CHUNK]
            known = set(Word.objects.filter(language_code=language_code, word__in=part).values_list("word", flat=True))
            new = [
                Word(language_code=language_code, word=word, written=words[language_code, word])
                for word in part
                if word not in known
            ]
            if new:
                Word.objects.bulk_create(new, ignore_conflicts=True)


def find_words(text: str) -> Iterator[tuple[str, str]]:
    """Yield the words of a composed text that are long enough to be guessed, folded and in small letters."""
    for match in WORD.finditer(fold(text)):
        word = match.group()
        if MIN_LENGTH <= len(word) <= MAX_LENGTH and word.isalpha():
            yield word, text[slice(*match.span())].lower()


def correct(query: str, language_code: str | None) -> list[str]:
    """Return what may have been meant by a query that nothing matches, the likeliest first, at most three."""
    text = compose(query)
    spans = {match.span(): match.group() for match in WORD.finditer(fold(text))}
    odd = [word for word in spans.values() if MIN_LENGTH <= len(word) <= MAX_LENGTH and word.isalpha()]
    guesses = find_similar(dict.fromkeys(odd), language_code)
    options = [guesses.get(word) or [text[slice(*span)]] for span, word in spans.items()]
    corrected = (replace(text, spans, chosen) for chosen in islice(product(*options), MAX_GUESSES + 1))
    return [guess for guess in corrected if guess != text][:MAX_GUESSES]


def replace(text: str, spans: Iterable[tuple[int, int]], words: Iterable[str]) -> str:
    """Return a text with these parts replaced by words."""
    parts, position = [], 0
    for (start, end), word in zip(spans, words, strict=True):
        parts += [text[position:start], word]
        position = end
    return "".join([*parts, text[position:]])


def find_similar(words: Iterable[str], language_code: str | None) -> dict[str, list[str]]:
    """Return for each folded word that is not in the vocabulary those that are nearly the same, the most similar first.

    The first letter is right, or the last three: this leaves few words to compare.
    """
    wanted = list(words)
    if not wanted:
        return {}
    near = Q()
    for word in wanted:
        most = allow_errors(word)
        same = Q(word__startswith=word[0]) | Q(word__endswith=word[-3:])
        near |= same & Q(length__range=(len(word) - most, len(word) + most))
    rows = Word.objects.annotate(length=Length("word")).filter(near)
    if language_code:
        rows = rows.filter(language_code=language_code)
    written = dict(rows.order_by("-pk").values_list("word", "written"))
    similar = {}
    for word in wanted:
        if word not in written:
            found = extract(word, written.keys(), scorer=OSA.distance, score_cutoff=allow_errors(word), limit=20)
            ranked = sorted(found, key=lambda one: (one[1], one[0][0] != word[0], abs(len(one[0]) - len(word)), one[0]))
            similar[word] = [written[other] for other, *_rest in ranked[:MAX_GUESSES]]
    return similar


def allow_errors(word: str) -> int:
    return 2 if len(word) >= LONG else 1

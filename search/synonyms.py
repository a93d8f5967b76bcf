"""Words that editors know to mean the same."""

from collections.abc import Iterable

from cms.represent.bulk import Table, made_once
from search.models import Synonym
from search.queries import Synonyms
from search.words import split_words


@made_once
def synonyms_table() -> Table:
    return Table(Synonym.objects.all())


def list_synonyms(rows: Iterable[Synonym], site_id: int | None, locale_id: int | None) -> list[Synonyms]:
    """Return the synonyms of a site, in one language or in all."""
    own = [row for row in rows if row.site_id == site_id and locale_id in {None, row.locale_id}]
    own.sort(key=lambda row: row.pk)
    return [(asked, split_all(row.wanted)) for row in own for asked in split_all(row.asked)]


def split_all(text: str) -> list[list[str]]:
    """Return the words of each part of a text with commas."""
    return [words for part in text.split(",") if (words := split_words(part))]

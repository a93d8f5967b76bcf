"""The search index: the text of everything that can be found, and the tables for full-text search."""

from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.contrib.postgres.search import SearchVectorField
from django.db import models

from cms.upstream.modelsearch import get_indexed_models

MAX_MODELS = 10_000


def make_entry_id(content_type_id: int, object_id: int) -> int:
    """Return the key of an object's entry. Within a model it rises with the object's own, so the newest come last.

    SQLite's full-text tables can only be scanned in the order of their row IDs. So this makes the cost of finding the
    newest matches depend on the number of rows read, not on the number of matches.
    """
    return object_id * MAX_MODELS + content_type_id


class Entry(models.Model):
    """The text of one object by weight. ``content_type`` is that of the root model: all pages have that of Page."""

    id = models.BigIntegerField(primary_key=True)
    content_type = models.ForeignKey(ContentType, on_delete=models.CASCADE, related_name="+")
    object_id = models.BigIntegerField()
    title = models.TextField(blank=True)
    introduction = models.TextField(blank=True)
    body = models.TextField(blank=True)

    wagtail_reference_index_ignore = True
    in_feed = False
    copied_from = staticmethod(get_indexed_models)

    class Meta:
        verbose_name = "search entry"
        verbose_name_plural = "search entries"
        constraints = [models.UniqueConstraint(fields=["content_type", "object_id"], name="one_entry_per_object")]

    def __str__(self) -> str:
        return self.title


class WordsTable(models.Model):
    """A table for full-text search, created by a migration: FTS5 on SQLite, an indexed vector on PostgreSQL.

    On SQLite, whose columns are the texts, only ``entry`` can be queried as a field.
    """

    entry: Any
    words = SearchVectorField()

    in_feed = False
    copied_from = staticmethod(get_indexed_models)

    class Meta:
        abstract = True


class TitleWords(WordsTable):
    """The words of titles as they are written, for prefixes of words."""

    entry = models.OneToOneField(
        Entry, on_delete=models.CASCADE, primary_key=True, db_column="rowid", related_name="title_words"
    )

    class Meta:
        managed = False
        db_table = "site_search_title"

    def __str__(self) -> str:
        return str(self.pk)


class TextWords(WordsTable):
    """The stems of the words in titles, introductions and bodies, weighted in this order."""

    entry = models.OneToOneField(
        Entry, on_delete=models.CASCADE, primary_key=True, db_column="rowid", related_name="text_words"
    )

    class Meta:
        managed = False
        db_table = "site_search_text"

    def __str__(self) -> str:
        return str(self.pk)

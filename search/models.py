"""The index: the text of everything that can be found, and the tables of the database's own full-text search."""

from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.contrib.postgres.search import SearchVectorField
from django.db import models

MOST_MODELS = 10_000


def make_entry_id(content_type_id: int, object_id: int) -> int:
    """Return the key of an object's entry. Among objects of one model it rises with theirs, so the newest are last.

    SQLite's full-text tables can only be walked in the order of their row ids, so this is what makes "the newest
    matches first" cost as much as the matches that are looked at, and not as much as all there are.
    """
    return object_id * MOST_MODELS + content_type_id


class Entry(models.Model):
    """The text of one object, by its weight. ``content_type`` is of the root model: all pages have that of Page."""

    id = models.BigIntegerField(primary_key=True)
    content_type = models.ForeignKey(ContentType, on_delete=models.CASCADE, related_name="+")
    object_id = models.BigIntegerField()
    title = models.TextField(blank=True)
    introduction = models.TextField(blank=True)
    body = models.TextField(blank=True)

    wagtail_reference_index_ignore = True
    in_feed = False  # it is derived from what is

    class Meta:
        verbose_name = "search entry"
        verbose_name_plural = "search entries"
        constraints = [models.UniqueConstraint(fields=["content_type", "object_id"], name="one_entry_per_object")]

    def __str__(self) -> str:
        return self.title


class WordsTable(models.Model):
    """A table of full-text search, made by a migration: FTS5 on SQLite, a vector with its index on PostgreSQL.

    On SQLite, whose columns are the texts, only ``entry`` is a field that can be asked for.
    """

    entry: Any
    words = SearchVectorField()

    in_feed = False

    class Meta:
        abstract = True


class TitleWords(WordsTable):
    """The words of titles as they are written, for what readers have begun to type."""

    entry = models.OneToOneField(
        Entry, on_delete=models.CASCADE, primary_key=True, db_column="rowid", related_name="title_words"
    )

    class Meta:
        managed = False
        db_table = "site_search_title"

    def __str__(self) -> str:
        return str(self.pk)


class TextWords(WordsTable):
    """The stems of the words of titles, introductions and bodies, weighted in this order."""

    entry = models.OneToOneField(
        Entry, on_delete=models.CASCADE, primary_key=True, db_column="rowid", related_name="text_words"
    )

    class Meta:
        managed = False
        db_table = "site_search_text"

    def __str__(self) -> str:
        return str(self.pk)

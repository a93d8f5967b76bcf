"""The search index: the text of everything that can be found, and the tables for full-text search."""

from collections.abc import Iterable
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.contrib.postgres.search import SearchVectorField
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, HelpPanel
from wagtail.models import Locale, Site

from cms.upstream.modelsearch import get_indexed_models
from search.words import split_words

MAX_MODELS = 10_000


def make_entry_id(content_type_id: int, object_id: int) -> int:
    """Return the key of an object's entry. Within a model it rises with the object's own, so the newest come last.

    SQLite's full-text tables can only be scanned in the order of their row IDs. So this makes the cost of finding the
    newest matches depend on the number of rows read, not on the number of matches.
    """
    return object_id * MAX_MODELS + content_type_id


def read_entry_id(entry_id: int) -> tuple[int, int]:
    """Return the keys of the content type and of the object of an entry with this key."""
    object_id, content_type_id = divmod(entry_id, MAX_MODELS)
    return content_type_id, object_id


def sort_keys(entries: Iterable[int]) -> dict[int, set[int]]:
    """Return the primary keys of the objects of some entries, by content type; 0 is no entry."""
    keys: dict[int, set[int]] = {}
    for kind, pk in map(read_entry_id, filter(None, entries)):
        keys.setdefault(kind, set()).add(pk)
    return keys


def type_of(model: type[models.Model]) -> int:
    """Return the key of a model's content type, as entries have it."""
    return ContentType.objects.get_for_model(model).pk


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


class Word(models.Model):
    """A word of the indexed texts of a language, folded and as ``written``, to guess what somebody meant."""

    language_code = models.CharField(max_length=100)
    word = models.CharField(max_length=40)
    written = models.CharField(max_length=40)

    wagtail_reference_index_ignore = True
    in_feed = False
    copied_from = staticmethod(get_indexed_models)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["language_code", "word"], name="one_entry_per_word")]

    def __str__(self) -> str:
        return self.written


class Synonym(models.Model):
    """Words that readers write, and those that our pages have for the same."""

    site = models.ForeignKey(Site, models.CASCADE, related_name="+", verbose_name=_("site"))
    locale = models.ForeignKey(Locale, models.CASCADE, related_name="+", verbose_name=_("language"))
    asked = models.CharField(
        _("readers write"), max_length=200, help_text=_("Separate several with commas, such as: donate, donation.")
    )
    wanted = models.CharField(
        _("our pages say"),
        max_length=200,
        help_text=_("What is found as well, such as: give, lend a hand. Separate several with commas."),
    )

    wagtail_reference_index_ignore = True

    panels = [
        HelpPanel(_("A search for what readers write also finds what our pages say.")),
        FieldPanel("asked"),
        FieldPanel("wanted"),
        FieldPanel("locale"),
        FieldPanel("site"),
    ]

    class Meta:
        verbose_name = _("other words for a search")
        verbose_name_plural = _("other words for a search")
        ordering = ["locale", "asked"]

    def __str__(self) -> str:
        return f"{self.asked} → {self.wanted}"

    def clean(self) -> None:
        for name in ("asked", "wanted"):
            if not any(split_words(part) for part in getattr(self, name).split(",")):
                raise ValidationError({name: _("Write at least one word.")})


class Fruitless(models.Model):
    """What readers searched for in vain, how often and when last; nothing of who they are."""

    site = models.ForeignKey(Site, models.CASCADE, related_name="+", verbose_name=_("site"))
    language_code = models.CharField(_("language"), max_length=100)
    query = models.CharField(_("searched for"), max_length=60)
    times = models.PositiveIntegerField(_("times"), default=1)
    last = models.DateField(_("last"))

    wagtail_reference_index_ignore = True
    in_feed = False

    class Meta:
        verbose_name = _("search without a result")
        verbose_name_plural = _("searches without a result")
        ordering = ["-times", "query"]
        constraints = [
            models.UniqueConstraint(fields=["site", "language_code", "query"], name="one_entry_per_fruitless_search")
        ]

    def __str__(self) -> str:
        return self.query

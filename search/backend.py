"""A search backend for Wagtail's admin and ``?search=``, whose cost does not grow with the number of matches.

Set as ``WAGTAILSEARCH_BACKENDS["default"]``. Filters of a queryset need no ``FilterField``: the database applies all of
them. At most the 500 newest matches are ranked.
"""

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.db.models import Count, Model, QuerySet
from wagtail.search.query import MatchAll, Not

from cms.upstream.django import list_ordering
from cms.upstream.modelsearch import (
    BaseIndex,
    BaseSearchBackend,
    BaseSearchQueryCompiler,
    SearchFieldError,
    SearchResults,
    get_indexed_models,
)
from search.indexing import find_root_model, find_root_type, make_entries
from search.matching import Matches, choose_database, find_matches
from search.models import Entry, Word, make_entry_id
from search.vocabulary import learn_words


class Index(BaseIndex):
    """The entries of all indexed models."""

    def add_items(self, model: type[Model], items: Iterable[Any]) -> None:
        entries, indexed = make_entries(model, items)
        with transaction.atomic():
            Entry.objects.bulk_create(
                entries, update_conflicts=True, unique_fields=["id"], update_fields=["title", "introduction", "body"]
            )
            choose_database().write_words(indexed)
        languages = {one.entry_id: one.language_code for one in indexed}
        texts = [(languages[entry.id], f"{entry.title} {entry.introduction} {entry.body}") for entry in entries]
        # Outside of the transaction, in which two that learn the same words could wait for each other.
        transaction.on_commit(lambda: learn_words(texts), robust=True)

    def delete_item(self, item: Any) -> None:
        Entry.objects.filter(pk=make_entry_id(find_root_type(type(item)).pk, item.pk)).delete()

    def delete_stale_items(self) -> None:
        """Delete the entries of deleted objects, and of models that are no longer indexed."""
        models = {find_root_model(model) for model in get_indexed_models()}
        for model in models:
            stale = Entry.objects.filter(content_type=find_root_type(model))
            stale.exclude(object_id__in=model._default_manager.values("pk")).delete()
        Entry.objects.exclude(content_type__in=map(find_root_type, models)).delete()

    def reset(self) -> None:
        Entry.objects.all().delete()


class Rebuilder:
    """Rewrites all entries while the old ones stay in use, and learns all words anew; called by ``update_index``."""

    def __init__(self, index: Index) -> None:
        self.index = index

    def start(self) -> Index:
        self.index.delete_stale_items()
        Word.objects.all().delete()
        return self.index

    def finish(self) -> None:
        """Nothing to do: each entry is complete when it is written."""


class QueryCompiler(BaseSearchQueryCompiler):
    DEFAULT_OPERATOR = "and"
    only_titles = False
    _matches: Matches | None = None

    def check(self) -> None:
        """Raise SearchFieldError for fields that are not searchable."""
        known = {field.field_name for field in self.queryset.model.get_searchable_search_fields()}
        for name in self.fields or []:
            if name not in known:
                model = self.queryset.model.__name__
                raise SearchFieldError(f"{model}.search_fields has no SearchField “{name}”.", field_name=name)

    @property
    def matches(self) -> Matches:
        """The matches, found once for all slices of the results."""
        if self._matches is None:
            titles = {field.field_name for field in self.queryset.model.get_autocomplete_search_fields()}
            only_titles = self.only_titles or bool(self.fields and set(self.fields) <= titles)
            self._matches = find_matches(self.queryset, self.query, only_titles=only_titles)
        return self._matches

    @property
    def queryset_found(self) -> QuerySet[Any]:
        """All matches, in the order of the queryset."""
        if isinstance(self.query, MatchAll):
            return self.queryset
        if isinstance(self.query, Not) and isinstance(self.query.subquery, MatchAll):
            return self.queryset.none()
        return self.queryset.filter(pk__in=self.matches.keys)

    @property
    def is_ranked(self) -> bool:
        return self.order_by_relevance and not isinstance(self.query, MatchAll | Not)


class AutocompleteQueryCompiler(QueryCompiler):
    """Searches only autocomplete fields, such as titles."""

    only_titles = True

    def check(self) -> None:
        """Accept ``fields``, which some views pass for searches without an index."""


class Results(SearchResults):
    supports_facet = True

    def find(self) -> list[Any]:
        found = self.query_compiler.queryset_found
        if not self.query_compiler.is_ranked:
            ordered = found if list_ordering(found) else found.order_by("-pk")
            return list(ordered[self.start : self.stop])
        keys = self.query_compiler.matches.keys[self.start : self.stop]
        objects = {obj.pk: obj for obj in self.query_compiler.queryset.filter(pk__in=keys)}
        ranked = [objects[key] for key in keys if key in objects]
        if self.score_field:
            for place, obj in enumerate(ranked, self.start):
                setattr(obj, self.score_field, 1 / (1 + place))
        return ranked

    def count_found(self) -> int:
        if self.query_compiler.is_ranked:
            return len(self.query_compiler.matches.keys[self.start : self.stop])
        return self.query_compiler.queryset_found[self.start : self.stop].count()

    def facet(self, field_name: str) -> dict[Any, int]:
        """Return the number of matches per value of a field, most frequent first."""
        counted = self.query_compiler.queryset_found.order_by().values_list(field_name).annotate(number=Count("pk"))
        return dict(sorted(counted, key=lambda row: -row[1]))


class SearchBackend(BaseSearchBackend):
    index_class = Index
    rebuilder_class = Rebuilder
    query_compiler_class = QueryCompiler
    autocomplete_query_compiler_class = AutocompleteQueryCompiler
    results_class = Results

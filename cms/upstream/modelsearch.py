"""modelsearch: what a search backend is made from, and how a query is stored."""

from typing import Any

from modelsearch.backends.base import (
    BaseIndex,
    BaseSearchBackend,
    BaseSearchQueryCompiler,
    BaseSearchResults,
    SearchFieldError,
)
from modelsearch.index import get_indexed_models
from modelsearch.utils import normalise_query_string

from cms.upstream.parts import Part

PARTS = [
    Part(
        "modelsearch.backends.base.BaseSearchBackend",
        "Wagtail searches through a backend, and ours has an index of its own.",
        (
            "autocomplete_query_compiler_class",
            "index_class",
            "query_compiler_class",
            "rebuilder_class",
            "results_class",
        ),
    ),
    Part(
        "modelsearch.backends.base.BaseIndex",
        "Wagtail writes to the index through these.",
        (
            "add_items(self, model, items)",
            "delete_item(self, item)",
            "reset(self)",
        ),
    ),
    Part(
        "modelsearch.backends.base.BaseSearchQueryCompiler",
        "It keeps the query and the queryset that our search reads.",
        ("DEFAULT_OPERATOR", "check(self)"),
    ),
    Part(
        "modelsearch.backends.base.BaseSearchResults",
        "Our search finds a slice of the results and counts them in its own way.",
        ("_do_count(self)", "_do_search(self)", "annotate_score(self, field_name)", "facet(self, field_name)"),
    ),
    Part("modelsearch.backends.base.SearchFieldError", "Wagtail's views expect it for a field that is not searched."),
    Part("modelsearch.index.get_indexed_models()", "Entries of models that are no longer indexed are deleted."),
    Part(
        "modelsearch.utils.normalise_query_string(query_string)",
        "Promotions are stored under queries that it has written.",
    ),
]

__all__ = [
    "BaseIndex",
    "BaseSearchBackend",
    "BaseSearchQueryCompiler",
    "SearchFieldError",
    "SearchResults",
    "get_indexed_models",
    "normalise_query_string",
]


class SearchResults(BaseSearchResults):
    """Results with public methods that find and count, between ``start`` and ``stop``."""

    def find(self) -> list[Any]:
        """Return the objects of this slice in order."""
        raise NotImplementedError

    def count_found(self) -> int:
        """Return the number of objects in this slice."""
        raise NotImplementedError

    @property
    def score_field(self) -> str | None:
        """The attribute of each object for its score, if scores were requested."""
        return self._score_field

    def _do_search(self) -> list[Any]:
        return self.find()

    def _do_count(self) -> int:
        return self.count_found()

"""modelsearch: the base classes of search backends, and stored queries."""

from typing import Any

from modelsearch.backends.base import (
    BaseIndex,
    BaseSearchBackend,
    BaseSearchQueryCompiler,
    BaseSearchResults,
    SearchFieldError,
)
from modelsearch.index import RelatedFields, get_indexed_models
from modelsearch.tasks import insert_or_update_object_task
from modelsearch.utils import normalise_query_string

from cms.upstream.parts import Part

PARTS = [
    Part(
        "modelsearch.backends.base.BaseSearchBackend",
        "Wagtail searches with a backend; ours has its own index.",
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
        "Wagtail writes to the index with these.",
        (
            "add_items(self, model, items)",
            "delete_item(self, item)",
            "reset(self)",
        ),
    ),
    Part(
        "modelsearch.backends.base.BaseSearchQueryCompiler",
        "It holds the query and the queryset that our search reads.",
        ("DEFAULT_OPERATOR", "check(self)"),
    ),
    Part(
        "modelsearch.backends.base.BaseSearchResults",
        "Our search has its own way of finding a slice and counting the results.",
        ("_do_count(self)", "_do_search(self)", "annotate_score(self, field_name)", "facet(self, field_name)"),
    ),
    Part("modelsearch.backends.base.SearchFieldError", "Wagtail's views expect it for a field that is not searched."),
    Part(
        "modelsearch.tasks.insert_or_update_object_task",
        "Wagtail indexes a page before its child rows are saved, so we do it once more.",
    ),
    Part("modelsearch.index.RelatedFields", "It says that a model is found by its child rows."),
    Part("modelsearch.index.get_indexed_models()", "Entries of models that are no longer indexed are deleted."),
    Part(
        "modelsearch.utils.normalise_query_string(query_string)",
        "Promotions are stored by queries that it has normalised.",
    ),
]

__all__ = [
    "BaseIndex",
    "BaseSearchBackend",
    "BaseSearchQueryCompiler",
    "SearchFieldError",
    "SearchResults",
    "get_indexed_models",
    "index_child_rows",
    "normalise_query_string",
]


def index_child_rows(obj: Any) -> None:
    """Write an object to the search index again if it is found by its child rows, which are saved after it."""
    if any(isinstance(field, RelatedFields) for field in obj.get_search_fields()):
        insert_or_update_object_task.enqueue(obj._meta.app_label, obj._meta.model_name, str(obj.pk))


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

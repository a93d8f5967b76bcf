"""modelcluster: the child rows that an instance holds in memory."""

from typing import Any

from django.db.models import Model
from modelcluster.models import get_all_child_relations, get_serializable_data_for_fields

from cms.upstream.parts import Part

PARTS = [
    Part("modelcluster.models.get_all_child_relations(model)", "Finds the child rows that a model shows."),
    Part(
        "modelcluster.models.get_serializable_data_for_fields(model)",
        "The facts of a date are compared and copied in the format of a revision.",
    ),
    Part(
        "modelcluster.models.ClusterableModel",
        "It stores child rows as `_cluster_related_objects`; our loader sets them after loading in bulk.",
        ("serializable_data(self)",),
    ),
]

__all__ = ["get_all_child_relations", "get_serializable_data_for_fields", "hold_rows", "list_held_rows"]


def list_held_rows(instance: Model) -> dict[str, list[Any]]:
    """Return the child rows that a clusterable instance holds in memory, by relation."""
    return instance.__dict__.get("_cluster_related_objects") or {}


def hold_rows(instance: Model, relation: str, rows: list[Any]) -> None:
    """Let an instance hold these child rows of a relation."""
    instance.__dict__.setdefault("_cluster_related_objects", {})[relation] = rows

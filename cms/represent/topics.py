"""The JSON representation of a topic on a page."""

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from typing_extensions import TypedDict

from cms.represent.types import column


class TopicReference(TypedDict):
    id: int
    type: Literal["cms.Topic"]
    name: Annotated[str, column("cms.Topic.name")]
    slug: Annotated[str, column("cms.Topic.slug")]


def represent_topic(topic: Any, context: Mapping[str, Any]) -> TopicReference:
    """Return a topic without its description."""
    return {"id": topic.pk, "type": "cms.Topic", "name": topic.name, "slug": topic.slug}

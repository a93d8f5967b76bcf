"""What a topic looks like where a page names it."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypedDict

if TYPE_CHECKING:
    from cms.models import Topic


class TopicReference(TypedDict):
    id: int
    type: str
    name: str
    slug: str


def represent_topic(topic: "Topic", context: Mapping[str, Any]) -> TopicReference:
    """Return a topic without its description."""
    return {"id": topic.pk, "type": "cms.Topic", "name": topic.name, "slug": topic.slug}

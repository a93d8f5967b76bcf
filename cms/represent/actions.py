"""The JSON representation of a shared call to action."""

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from typing_extensions import TypedDict

from cms.represent.links import LinkRepresentation, represent_link
from cms.represent.memoize import memoize
from cms.represent.types import column


class CallToActionRepresentation(TypedDict):
    id: int
    type: Literal["cms.CallToAction"]
    heading: Annotated[str, column("cms.CallToAction.heading")]
    text: str
    links: list[LinkRepresentation]


def represent_call_to_action(action: Any, context: Mapping[str, Any]) -> CallToActionRepresentation:
    """Return a loaded call to action with its links."""
    return memoize(action, "representation", lambda: make_representation(action, context))


def make_representation(action: Any, context: Mapping[str, Any]) -> CallToActionRepresentation:
    return {
        "id": action.pk,
        "type": "cms.CallToAction",
        "heading": action.heading,
        "text": action.text,
        "links": [represent_link(child.value, context) for child in action.links],
    }

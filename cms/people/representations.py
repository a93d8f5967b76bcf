"""The representation of a person on a page."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated, Any, Literal

from typing_extensions import TypedDict

from cms.represent.images import PORTRAIT, ImageRepresentation, represent_image
from cms.represent.memoize import memoize
from cms.represent.types import column

if TYPE_CHECKING:
    from cms.people.models import Person


class PersonReference(TypedDict):
    id: int
    type: Literal["people.Person"]
    name: Annotated[str, column("people.Person.name")]
    slug: Annotated[str, column("people.Person.slug")]
    pronouns: Annotated[str, column("people.Person.pronouns")]
    role: Annotated[str, column("people.Person.role")]
    group: Annotated[str, column("people.Person.group")]
    photo: ImageRepresentation | None


def represent_person(person: "Person", context: Mapping[str, Any]) -> PersonReference:
    """Return a loaded person without the biography. The photo's alt text is the person's name."""
    return memoize(person, "reference", lambda: make_reference(person, context))


def make_reference(person: "Person", context: Mapping[str, Any]) -> PersonReference:
    photo = person.photo
    return {
        "id": person.pk,
        "type": "people.Person",
        "name": person.name,
        "slug": person.slug,
        "pronouns": person.pronouns,
        "role": person.role,
        "group": person.group,
        "photo": represent_image(photo, alt=person.name, use=PORTRAIT, context=context) if photo else None,
    }

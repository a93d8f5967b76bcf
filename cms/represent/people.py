"""What a person looks like where a page names them."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypedDict

from cms.represent.images import PORTRAIT, ImageRepresentation, represent_image

if TYPE_CHECKING:
    from cms.people.models import Person


class PersonReference(TypedDict):
    id: int
    type: str
    name: str
    pronouns: str
    role: str
    group: str
    photo: ImageRepresentation | None


def represent_person(person: "Person", context: Mapping[str, Any]) -> PersonReference:
    """Return a loaded person without the biography. The photo's alternative text is the person's name."""
    photo = person.photo
    return {
        "id": person.pk,
        "type": "people.Person",
        "name": person.name,
        "pronouns": person.pronouns,
        "role": person.role,
        "group": person.group,
        "photo": represent_image(photo, alt=person.name, use=PORTRAIT, context=context) if photo else None,
    }

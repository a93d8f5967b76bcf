"""API fields that show loaded objects. ``loads`` lists what the loader must load for each."""

from collections.abc import Mapping
from types import GenericAlias
from typing import TYPE_CHECKING, Annotated, Any

from rest_framework.fields import DateField, Field
from typing_extensions import TypedDict

from cms.represent.content import list_rows
from cms.represent.documents import DocumentReference, refer_to
from cms.represent.images import BODY, HERO, ImageRepresentation, ImageUse, represent_image
from cms.represent.links import LinkRepresentation, represent_link
from cms.represent.pages import PageReference, represent_page
from cms.represent.topics import represent_topic
from cms.represent.types import keywords

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.db.models import Model


class LoadedField(Field):
    """A field for something that the loader has loaded: representing it takes no query.

    ``computed`` fields depend on the current time or on other pages, so the change feed leaves them out.
    ``detail_only`` fields take a query per object, so lists do not show them.
    """

    loads: tuple[str, ...] = ()
    computed = False
    detail_only = False

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(read_only=True, **kwargs)

    def get_attribute(self, instance: "Model") -> "Model":
        return instance


class HeroRepresentation(TypedDict):
    """A page's main image."""

    image: ImageRepresentation
    caption: str


class HeroField(LoadedField):
    """``{image, caption}``, or null if the page has no image."""

    loads = ("hero_image",)

    def to_representation(self, page: Any) -> HeroRepresentation | None:
        if page.hero_image is None:
            return None
        image = represent_image(page.hero_image, alt=page.hero_alt, use=HERO, context=self.context)
        return {"image": image, "caption": page.hero_caption}


class ImageField(LoadedField):
    """An image from a foreign key, or null. ``alt_from`` is the attribute with its alt text."""

    def __init__(self, name: str, *, alt_from: str, use: ImageUse = BODY) -> None:
        super().__init__()
        self.loads = (name,)
        self.name = name
        self.alt_from = alt_from
        self.use = use

    def to_representation(self, instance: Any) -> ImageRepresentation | None:
        image = getattr(instance, self.name)
        alt = getattr(instance, self.alt_from)
        return represent_image(image, alt=alt, use=self.use, context=self.context) if image else None


class LinksField(LoadedField):
    """A list of links from a stream of ``link`` blocks."""

    def __init__(self, name: str = "links") -> None:
        super().__init__()
        self.loads = (name,)
        self.name = name

    def to_representation(self, instance: Any) -> list[LinkRepresentation]:
        return [represent_link(child.value, self.context) for child in getattr(instance, self.name)]


class ChosenField(LoadedField):
    """A list of the objects in ordered child rows, such as authors, without those that are not public."""

    represent: "Callable[[Any, Mapping[str, Any]], Any]"

    def __init__(self, relation: str, chosen: str, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.loads = (relation,)
        self.relation = relation
        self.chosen = chosen

    @property
    def declared_type(self) -> Any:
        """A list of the return type of ``represent``."""
        return GenericAlias(list, type(self).represent.__annotations__["return"])

    def to_representation(self, instance: Any) -> list[Any]:
        chosen = (getattr(row, self.chosen) for row in list_rows(instance, self.relation))
        return [type(self).represent(obj, self.context) for obj in chosen if obj is not None]


class YearMonthField(DateField):
    """A month, as ``2026-10``."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(format="%Y-%m", read_only=True, **kwargs)

    def to_representation(self, value: Any) -> Annotated[str, keywords(pattern=r"^\d{4}-\d{2}$")]:
        return str(super().to_representation(value))


class TopicsField(ChosenField):
    represent = staticmethod(represent_topic)


class PagesField(ChosenField):
    represent = staticmethod(represent_page)


class ReferenceField(LoadedField):
    """What a foreign key leads to, or null."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.loads = (name,)
        self.name = name


class ChosenPageField(ReferenceField):
    """A reference to the page in a foreign key, or null."""

    def to_representation(self, instance: Any) -> PageReference | None:
        found = getattr(instance, self.name)
        return represent_page(found, self.context) if found else None


class ChosenDocumentField(ReferenceField):
    """A reference to the document in a foreign key, or null."""

    def to_representation(self, instance: Any) -> DocumentReference | None:
        found = getattr(instance, self.name)
        return refer_to(found, self.context.get("request")) if found else None


class FoundPagesField(LoadedField):
    """References to the pages that a method of a loaded page returns."""

    computed = True
    detail_only = True

    def __init__(self, find: str, *, loads: tuple[str, ...] = ()) -> None:
        super().__init__()
        self.find = find
        self.loads = loads

    def to_representation(self, page: Any) -> list[PageReference]:
        return [represent_page(found, self.context) for found in getattr(page, self.find)()]


class FoundPageField(LoadedField):
    """A reference to the page that a method of a page returns, or null."""

    computed = True
    detail_only = True

    def __init__(self, find: str, *, loads: tuple[str, ...] = ()) -> None:
        super().__init__()
        self.find = find
        self.loads = loads

    def to_representation(self, page: Any) -> PageReference | None:
        found = getattr(page, self.find)()
        return represent_page(found, self.context) if found else None

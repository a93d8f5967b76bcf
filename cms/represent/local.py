"""The loaded objects of a response, as content in one language shows them."""

from typing import TYPE_CHECKING, Any

from django.db.models import Model
from wagtail.blocks import StructValue
from wagtail.rich_text import RichText

from cms.represent.rich_text import Links, LoadedRichText

if TYPE_CHECKING:
    from cms.represent.loader import Loader


class LocalSource:
    """The loader for content in one language."""

    def __init__(self, loader: "Loader", locale_id: int | None) -> None:
        self.loader = loader
        self.locale_id = locale_id
        self.links = Links(self.resolve_link, loader.site_context.find_root)

    def find(self, model: type[Model], pk: Any) -> Model | None:
        return self.loader.find(model, pk, self.locale_id)

    def resolve_link(self, link_type: str, pk: int, absolute: bool) -> str | None:
        return self.loader.resolve_link(link_type, pk, self.locale_id, absolute=absolute)

    def load_rich_text(self, source: str) -> RichText:
        return LoadedRichText(source, self.links)

    def collect(self, struct: StructValue) -> None:
        self.loader.structs[type(struct.block)].append((struct, self.locale_id))

"""What a page looks like where another page names it."""

from collections.abc import Mapping
from typing import Annotated, Any

from typing_extensions import TypedDict
from wagtail.models import Page, get_page_models

from cms.represent.types import Url


def name_type(model: type) -> str:
    """Return the public name of a model: ``blog.UpdatePage``."""
    return f"{model._meta.app_label}.{model.__name__}"  # type: ignore[attr-defined]


def describe_page_types() -> dict[str, Any]:
    """Return what the schema tells of the type of a page: the names of all."""
    return {"title": "PageType", "enum": [name_type(model) for model in get_page_models() if model is not Page]}


class PageReference(TypedDict):
    id: int
    type: Annotated[str, describe_page_types]
    title: str
    url: Url | None
    path: str | None
    locale: str


def represent_page(page: Page, context: Mapping[str, Any]) -> PageReference:
    """Return the reference to a loaded page, with its absolute address and its path on its site."""
    parts = page.get_url_parts(context.get("request"))
    root_url, path = (parts[1], parts[2]) if parts else ("", None)
    return {
        "id": page.pk,
        "type": name_type(page.specific_class or type(page)),
        "title": page.title,
        "url": None if path is None else root_url + path,
        "path": path,
        "locale": page.locale.language_code,
    }

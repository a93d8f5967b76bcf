"""The JSON representation of a reference to a page."""

from collections.abc import Mapping
from functools import cache
from typing import Annotated, Any

from django.http import HttpRequest
from typing_extensions import TypedDict
from wagtail.models import Page, get_page_models

from cms.represent.memoize import memoize
from cms.represent.site_context import Address, SiteContext
from cms.represent.types import Url


def name_type(model: type) -> str:
    """Return the public name of a model: ``blog.UpdatePage``."""
    return f"{model._meta.app_label}.{model.__name__}"  # type: ignore[attr-defined]


def find_page_type(page: Page) -> type[Page]:
    """Return the type of a page, even if only its common fields are loaded."""
    kind: Any = type(page)
    return kind if is_leaf(kind) else page.specific_class or kind


@cache
def is_leaf(model: Any) -> bool:
    """Whether no page type derives from this one."""
    return not any(issubclass(other, model) for other in get_page_models() if other is not model)


def describe_page_types() -> dict[str, Any]:
    """Return the schema of a page's type: the names of all page types."""
    return {"title": "PageType", "enum": [name_type(model) for model in get_page_models() if model is not Page]}


class PageReference(TypedDict):
    id: int
    type: Annotated[str, describe_page_types]
    title: str
    url: Url | None
    path: str | None
    locale: str


def represent_page(page: Page, context: Mapping[str, Any]) -> PageReference:
    """Return a reference to a loaded page, with its absolute address and its path on its site."""
    return memoize(page, "reference", lambda: make_reference(page, context.get("request")))


def make_reference(page: Page, request: HttpRequest | None) -> PageReference:
    parts = find_url_parts(page, request)
    root_url, path = (parts[1], parts[2]) if parts else ("", None)
    return {
        "id": page.pk,
        "type": name_type(find_page_type(page)),
        "title": page.title,
        "url": None if path is None else f"{root_url}{path}",
        "path": path,
        "locale": page.locale.language_code,
    }


def find_url_parts(page: Page, request: HttpRequest | None) -> Address | None:
    """Return (site ID, root URL, path) from the request's site context.

    A page type with other addresses overrides ``get_url_parts``, as Wagtail documents.
    """
    if type(page) is Page and request is not None:
        return SiteContext.of(request).find_address(page)
    return page.get_url_parts(request)

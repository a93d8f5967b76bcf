from typing import Any

from django.urls import reverse
from wagtail import hooks

from search.api import SearchView, SuggestView


@hooks.register("register_api_endpoints")
def register_endpoints() -> list[tuple[str, Any]]:
    return [("search", SearchView), ("search/suggest", SuggestView)]


@hooks.register("register_robots_paths")
def keep_robots_from_searching() -> list[str]:
    """Crawlers find every page in the sitemap; search results would only be costly."""
    return [reverse("search")]


@hooks.register("register_stylesheets")
def register_stylesheets() -> list[str]:
    return ["search/css/search.css"]

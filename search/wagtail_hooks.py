from typing import Any

from wagtail import hooks

from search.api import SearchView, SuggestView


@hooks.register("register_api_endpoints")
def register_endpoints() -> list[tuple[str, Any]]:
    return [("search", SearchView), ("search/suggest", SuggestView)]

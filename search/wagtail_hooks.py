from typing import Any

from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.snippets.models import register_snippet

from search.admin import FruitlessReport, SynonymViewSet, may_see
from search.api import SearchView, SuggestView
from search.fruitless import gather

register_snippet(SynonymViewSet)
hooks.register("run_every_minute", gather)


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


class FruitlessMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return may_see(request.user)


@hooks.register("register_admin_urls")
def register_urls() -> list[URLPattern]:
    report = FruitlessReport
    return [
        path("reports/searches/", report.as_view(), name="fruitless_searches"),
        path("reports/searches/results/", report.as_view(results_only=True), name="fruitless_searches_results"),
    ]


@hooks.register("register_reports_menu_item")
def register_report() -> MenuItem:
    address = reverse("fruitless_searches")
    return FruitlessMenuItem(_("Searches without a result"), address, name="fruitless", icon_name="search", order=1150)

"""Admin listings: pages of one type, and what all pages share."""

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django_filters import ModelMultipleChoiceFilter
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import DateColumn
from wagtail.admin.ui.tables.pages import BulkActionsColumn, PageTitleColumn
from wagtail.admin.viewsets.pages import PageListingViewSet
from wagtail.models import Locale
from wagtail.permissions import policy_registry

from cms.models import DraftSnippet
from cms.upstream.wagtail_admin import PageFilterSet, PageStatusColumn

# Permissions for a listing of pages: without any of these, the menu item is hidden.
PAGE_ACTIONS = {"add", "change", "publish", "bulk_delete", "lock", "unlock"}

# The class of columns that are hidden on small screens.
WIDE_ONLY = "wide-only"


class TranslationsFilter(ModelMultipleChoiceFilter):
    """Filters pages by a snippet that a child row refers to, in whichever languages.

    ``TranslationsFilter(Person, "authors__person")`` offers the people that pages refer to, each once.
    """

    def __init__(self, snippet: type[DraftSnippet], lookup: str, **kwargs: Any) -> None:
        self.snippet = snippet
        self.lookup = f"{lookup}__translation_key"
        super().__init__(queryset=snippet.objects.none(), **kwargs)

    def get_queryset(self, request: HttpRequest) -> "QuerySet[Any]":
        return list_choices(self.snippet, self.pages, self.lookup)

    @property
    def pages(self) -> "QuerySet[Any]":
        return self.model.objects.all()

    def filter(self, queryset: "QuerySet[Any]", value: Iterable[DraftSnippet]) -> "QuerySet[Any]":
        """Return the pages that refer to one of the snippets, filtered by their IDs, which a search supports too."""
        keys = [snippet.translation_key for snippet in value or ()]
        return (
            queryset.filter(pk__in=self.pages.filter(**{f"{self.lookup}__in": keys}).values("pk")) if keys else queryset
        )


def list_choices(model: type[DraftSnippet], pages: "QuerySet[Any]", lookup: str) -> "QuerySet[Any]":
    """Return the snippets whose translation keys ``pages`` have at ``lookup``, each in the first language available."""
    keys = pages.order_by().values(lookup)
    chosen = model.objects.filter(translation_key__in=keys)
    default = chosen.filter(locale=Locale.get_default())
    return default | chosen.exclude(translation_key__in=default.values("translation_key"))


class PageFilters(PageFilterSet):
    """Wagtail's filters without those that are pointless in a listing of one page type."""

    owner = None
    site = None
    has_child_pages = None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in PageFilterSet.base_filters:  # the listing's own filters come first
            if name in self.filters:
                self.filters.move_to_end(name)


class PageListing(PageListingViewSet):
    """A listing of the pages of one type in the main menu, for editors with permission to work on them.

    Set ``model``, ``icon``, ``menu_label``, ``menu_order``, ``extra_columns`` and ``filterset_class``.
    """

    add_to_admin_menu = True
    extra_columns: list[Any] = []

    @property
    def columns(self) -> list[Any]:
        return [
            BulkActionsColumn("bulk_actions"),
            PageTitleColumn("title", label=_("Title"), sort_key="title", classname="title"),
            *self.extra_columns,
            DateColumn(
                "latest_revision_created_at",
                label=_("Edited"),
                sort_key="latest_revision_created_at",
                classname=WIDE_ONLY,
                width="12%",
            ),
            PageStatusColumn("status", label=_("Status"), sort_key="live", width="12%"),
        ]

    @cached_property
    def menu_item_class(self) -> type[MenuItem]:
        model = self.model

        class PageListingMenuItem(MenuItem):
            def is_shown(self, request: HttpRequest) -> bool:
                policy = policy_registry.get_by_type(model)
                return bool(policy.user_has_any_permission(request.user, PAGE_ACTIONS))

        return PageListingMenuItem

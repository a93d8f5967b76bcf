"""The page from which administrators see how the site does."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from cms.operations.overview import list_cards


class OperationsView(WagtailAdminTemplateMixin, TemplateView):
    """Each part of the site, what is wrong with it, and what to do. What does not work comes first."""

    page_title = _("Operations")
    header_icon = "cogs"
    template_name = "operations/admin/operations.html"
    _show_breadcrumbs = True

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.is_superuser:
            raise PermissionDenied
        response: Any = super().dispatch(request, *args, **kwargs)
        return response

    def get_breadcrumbs_items(self) -> list[Any]:
        return [*self.breadcrumbs_items, {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        cards = sorted(list_cards(), key=lambda card: card.is_right)
        return super().get_context_data(**kwargs) | {"cards": cards}

"""Redirects in the API, as in Wagtail's endpoint, without those to pages that are not public."""

from typing import Any

from django.db.models import Q, QuerySet
from rest_framework.fields import Field
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page

from cms.api.filters import ColumnsFilter, OrderingFilter
from cms.api.parameters import Parameter, html_path_parameter, site_parameter
from cms.api.serializers import TypedSerializer
from cms.api.sites import find_site
from cms.api.views import LoadedAPIViewSet
from cms.freshness.columns import OF_PAGES
from cms.represent.site_context import SiteContext
from cms.represent.types import Url
from cms.upstream.wagtail import find_redirect
from cms.upstream.wagtail_api import BaseAPIViewSet


class LocationField(Field):
    """The absolute target of a redirect."""

    loads = ()

    def get_attribute(self, redirect: Redirect) -> Redirect:
        return redirect

    def to_representation(self, redirect: Redirect) -> Url | None:
        return find_location(redirect, self.context["request"])


def find_location(redirect: Redirect, request: Any) -> Url | None:
    """Return the absolute target of a redirect, on the public site if that is elsewhere."""
    if redirect.redirect_page is None:
        link: str = redirect.redirect_link
        return SiteContext.of(request).find_root(link) + link if link.startswith("/") else link or None
    url = redirect.redirect_page.get_full_url(request)
    return url and url.rstrip("/") + (redirect.redirect_page_route_path or "/")


class RedirectSerializer(TypedSerializer):
    location = LocationField(read_only=True)


class RedirectsAPIViewSet(LoadedAPIViewSet):
    """The redirects of a site to addresses or live public pages. ``find/?html_path=`` finds the one for a path."""

    is_of_site = True
    base_serializer_class = RedirectSerializer
    filter_backends = [ColumnsFilter, OrderingFilter]
    find_query_parameters = BaseAPIViewSet.find_query_parameters | {"html_path"}
    body_fields = [*BaseAPIViewSet.body_fields, "old_path", "location", "is_permanent"]
    listing_default_fields = [*BaseAPIViewSet.listing_default_fields, "old_path", "location", "is_permanent"]
    name = "redirects"
    model = Redirect

    def list_parameters(self) -> list[Parameter]:
        return [*super().list_parameters(), site_parameter()]

    def list_find_parameters(self) -> list[Parameter]:
        return [
            *super().list_find_parameters(),
            html_path_parameter("The redirect of this path; a slash at its end makes no difference."),
        ]

    def get_queryset(self) -> QuerySet[Redirect]:
        public = Page.objects.filter(SiteContext.of(self.request).visibility.pages()).values("pk")
        shown = Redirect.objects.filter(Q(redirect_page__isnull=True) | Q(redirect_page__in=public))
        shown = shown.filter(Q(site__isnull=True) | Q(site=find_site(self.request)))
        unused = (f"redirect_page__{name}" for name in OF_PAGES)
        return shown.select_related("redirect_page").defer(*unused).order_by("id")

    def find_object(self, queryset: QuerySet[Redirect], request: object) -> Redirect | None:
        path = self.request.GET.get("html_path")
        if path is None:
            return super().find_object(queryset, request)
        found = find_redirect(self.request, Redirect.normalise_path(path))
        return found and queryset.filter(pk=found.pk).first()

"""The pages of the API: Wagtail's contract, typed."""

from typing import Annotated, Any

from django.db.models import Model
from django.utils.functional import cached_property
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response
from typing_extensions import TypedDict
from wagtail.api.utils import get_full_url
from wagtail.api.v2 import serializers, views
from wagtail.api.v2.utils import get_object_detail_url
from wagtail.contrib.redirects.middleware import get_redirect
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page, PageQuerySet, Site, get_page_models

from cms.api.errors import NotFoundRepresentation
from cms.api.filters import (
    AncestorOfFilter,
    ChildOfFilter,
    ColumnsFilter,
    DescendantOfFilter,
    LocaleFilter,
    OrderingFilter,
    ParametersFilter,
    SearchFilter,
    TranslationOfFilter,
)
from cms.api.find import PageFinder
from cms.api.parameters import (
    SWITCH,
    Parameter,
    choices,
    declare,
    fallback_parameter,
    html_path_parameter,
    is_on,
    list_of,
    locale_parameter,
    site_parameter,
)
from cms.api.sites import find_site
from cms.api.translations import FallbackFromField, TranslationsField
from cms.api.views import TranslatedAPIViewSet, TypedSerializer
from cms.api.visibility import list_public_pages
from cms.represent.pages import describe_page_types, name_type
from cms.represent.types import Url


class PageDetailUrlField(serializers.DetailUrlField):
    """The address of a page's own endpoint, also where only its common fields are loaded."""

    def get_attribute(self, page: Page) -> str:
        return get_object_detail_url(self.context["router"], self.context["request"], page.specific_class, page.pk)


class PageHtmlUrlField(serializers.PageHtmlUrlField):
    def to_representation(self, page: Page) -> Url:
        return page.get_full_url(self.context["request"])


class PageLinkMeta(TypedDict):
    type: Annotated[str, describe_page_types]
    detail_url: Url
    html_url: Url


class PageLink(TypedDict):
    """Another page as Wagtail shows it."""

    id: int
    type: Annotated[str, describe_page_types]
    meta: PageLinkMeta
    title: str


class ReferencedPageField(serializers.Field):
    """Another page as Wagtail shows it, and its ``type``; null where readers cannot see it."""

    def __init__(self, find: str) -> None:
        super().__init__(read_only=True)
        self.find = find

    def get_attribute(self, page: Page) -> Page | None:
        found = page.get_parent() if self.find == "parent" else page.alias_of
        return found if found and self.context["base_queryset"].filter(pk=found.pk).exists() else None

    def to_representation(self, page: Page) -> PageLink:
        request = self.context["request"]
        type_name = name_type(page.specific_class)
        detail_url = get_object_detail_url(self.context["router"], request, page.specific_class, page.pk)
        return {
            "id": page.pk,
            "type": type_name,
            "meta": {"type": type_name, "detail_url": detail_url, "html_url": page.get_full_url(request)},
            "title": page.title,
        }


class PageSerializer(TypedSerializer, serializers.PageSerializer):
    type = serializers.PageTypeField(read_only=True)
    detail_url = PageDetailUrlField(read_only=True)
    html_url = PageHtmlUrlField(read_only=True)
    parent = ReferencedPageField("parent")
    alias_of = ReferencedPageField("alias_of")
    fallback_from = FallbackFromField(read_only=True)
    translations = TranslationsField(read_only=True)

    def name_type(self, instance: Page) -> str:
        return name_type(instance.specific_class)


def list_page_types() -> dict[str, type[Page]]:
    """Return the types of pages by their public names."""
    return {name_type(model): model for model in get_page_models()}


class PagesAPIViewSet(TranslatedAPIViewSet, views.PagesAPIViewSet):
    """Every live public page, of any type."""

    base_serializer_class = PageSerializer
    filter_backends = [
        ParametersFilter,
        ColumnsFilter,
        ChildOfFilter,
        AncestorOfFilter,
        DescendantOfFilter,
        OrderingFilter,
        TranslationOfFilter,
        LocaleFilter,
        SearchFilter,  # the last, because what it returns cannot be narrowed
    ]
    # Fields that cost a query for each page.
    detail_only_fields = [
        *views.PagesAPIViewSet.detail_only_fields,
        *TranslatedAPIViewSet.detail_only_fields,
        "related",
        "previous",
        "next",
    ]
    find_shows_object = True
    find_answers = {404: NotFoundRepresentation}
    find_query_parameters = views.PagesAPIViewSet.find_query_parameters | {"redirect", "locale", "fallback"}
    meta_fields = [*views.PagesAPIViewSet.meta_fields, *TranslatedAPIViewSet.meta_fields[-2:]]
    listing_default_fields = [*views.PagesAPIViewSet.listing_default_fields, "fallback_from"]

    # Parameters

    def list_parameters(self) -> list[Parameter]:
        declared = [*super().list_parameters(), site_parameter()]
        if self.action == "listing_view" and self.model is Page:
            types = list_of(choices(list_page_types()))
            declared.append(declare("type", types, "Those of these types. With one, its fields are parameters too."))
        return declared

    def list_find_parameters(self) -> list[Parameter]:
        return [
            *super().list_find_parameters(),
            html_path_parameter("The page at this path of the public site; a language prefix chooses the language."),
            locale_parameter("The language to answer in. Default: that of the path or of the page."),
            fallback_parameter(),
            declare("redirect", SWITCH, "Answer with a redirect to the page's own endpoint."),
        ]

    def get_listed_model(self) -> type[Model]:
        request: Request | None = self.request  # none while the API is documented
        asked = request.GET.get("type", "") if request and self.model is Page else ""
        return list_page_types().get(asked) or self.model

    # Pages

    @cached_property
    def site(self) -> Site | None:
        return find_site(self.request)

    @cached_property
    def public_pages(self) -> PageQuerySet:
        """The pages of the requested site, in all languages, that everybody may read."""
        return list_public_pages(self.site) if self.site else Page.objects.none()

    def get_translations(self, instance: Page) -> PageQuerySet:
        others = self.public_pages.filter(translation_key=instance.translation_key, alias_of__isnull=True)
        return others.exclude(pk=instance.pk)

    def find_gap(self, instance: Page) -> str | None:
        """Return the language that lacks a page; an alias stands in for the one that it is in."""
        own = instance.locale.language_code
        is_alias = self.alias_languages.get(instance.alias_of_id, own) != own
        return super().find_gap(instance) or (own if is_alias else None)

    def get_serializer(self, instances: Any, many: bool = False, **kwargs: Any) -> Any:
        pages = list(instances) if many else [instances]
        sources = Page.objects.filter(pk__in=[page.alias_of_id for page in pages if page.alias_of_id])
        # The languages of the pages that aliases show, by key: where there is no alias, that is no query.
        self.alias_languages = dict(sources.values_list("pk", "locale__language_code"))
        return super().get_serializer(pages if many else instances, many=many, **kwargs)

    def get_root_page(self) -> Page | None:
        return self.site and self.site.root_page

    def get_base_queryset(self) -> PageQuerySet:
        return self.public_pages

    def get_queryset(self) -> PageQuerySet:
        return super().get_queryset().order_by("path")

    # find/

    def find_view(self, request: Request) -> Response:
        """Answer with the page itself; ``?redirect=1`` answers with Wagtail's 302 to its endpoint."""
        if is_on(request, "redirect"):
            return super().find_view(request)
        page = self.find_page(request)
        if page is None:
            return self.answer_not_found(request)
        self._cached_object = page.specific
        return self.detail_view(request, page.pk)

    def find_page(self, request: Request) -> Page | None:
        return self.find_object(self.get_queryset(), request)

    def find_object(self, queryset: PageQuerySet, request: Request) -> Page | None:
        finder = PageFinder(request, site=self.site, pages=queryset)
        page = finder.find()
        self.asked_locale = finder.asked_locale
        return page

    def answer_not_found(self, request: Request) -> Response:
        """Answer 404, with the redirect that covers the path where there is one."""
        data: dict[str, Any] = {"message": "not found"}
        path = request.GET.get("html_path")
        redirect = get_redirect(request, Redirect.normalise_path(path)) if path else None
        if redirect and (target := self.find_target(redirect)):
            data["redirect"] = {"to": target, "permanent": redirect.is_permanent}
        return Response(data, status=status.HTTP_404_NOT_FOUND)

    def find_target(self, redirect: Redirect) -> str | None:
        """Return where a redirect leads, absolute; ``None`` where readers cannot see the page it leads to."""
        if redirect.redirect_page_id:
            page = self.public_pages.filter(pk=redirect.redirect_page_id).first()
            return page and page.get_full_url(self.request)
        return get_full_url(self.request, redirect.redirect_link) if redirect.redirect_link else None

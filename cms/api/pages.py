"""The pages of the API: compatible with Wagtail's, and typed."""

from collections.abc import Hashable
from functools import cache
from inspect import getattr_static
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Model, Q
from django.http import Http404
from django.utils.functional import cached_property, classproperty
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response
from wagtail.api import APIField
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page, PageQuerySet, Site, get_page_models

from cms.api.drafts import find_drafts
from cms.api.facets import count_locales_of, count_topics_of, count_types_of
from cms.api.filters import (
    AncestorOfFilter,
    BlocksFilter,
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
from cms.api.lists import FoundList
from cms.api.parameters import (
    BOOLEAN,
    KEY,
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
from cms.api.problems import NotFoundRepresentation, respond_problem
from cms.api.redirects import find_location
from cms.api.serializers import BreadcrumbsField, PageSerializer
from cms.api.sites import find_site
from cms.api.views import TranslatedAPIViewSet
from cms.freshness.reads import Tables, find_tables, track_models, track_sets, track_tables, untracked
from cms.represent.loader import Loader
from cms.represent.pages import name_type
from cms.represent.site_context import SiteContext
from cms.upstream import wagtail_api
from cms.upstream.wagtail import find_redirect
from cms.upstream.wagtail_api import BaseAPIViewSet, page_models_from_string

# Parameters and order columns of a list that do not need the page type's own columns.
COMMON = {
    *("child_of", "descendant_of", "fields", "limit", "locale", "fallback", "offset", "order", "rich_text_format"),
    *("site", "type", "id", "title", "slug", "first_published_at"),
}
# Parameters that do not matter to the SQL of a list, and those of which it depends on nothing but their values.
SHOWING = {"fields", "limit", "offset", "rich_text_format", "site"}
CHOOSING = {"locale", "order", "type"}
# What decides with them which pages a list has.
DECIDING = ("filter_backends", "filter_queryset", "get_base_queryset", "get_queryset", "is_open", "public_pages")


def list_page_types() -> dict[str, type[Page]]:
    """Return the page types by their public names."""
    return {name_type(model): model for model in get_page_models()}


@cache
def list_detail_only() -> list[str]:
    """Return the names of the page types' fields that take a query per page; lists do not show them."""
    fields = [field for model in get_page_models() for field in getattr(model, "api_fields", ())]
    return [field.name for field in fields if getattr(field.serializer, "detail_only", False)]


class PagesAPIViewSet(TranslatedAPIViewSet, wagtail_api.PagesAPIViewSet):
    """All live public pages, of any type."""

    is_of_site = True
    base_serializer_class = PageSerializer
    filter_backends = [
        ParametersFilter,
        ColumnsFilter,
        BlocksFilter,
        ChildOfFilter,
        AncestorOfFilter,
        DescendantOfFilter,
        OrderingFilter,
        TranslationOfFilter,
        LocaleFilter,
        SearchFilter,  # last, because its result cannot be filtered
    ]
    facets = {"type": count_types_of, "topic": count_topics_of, "locale": count_locales_of}
    find_shows_object = True
    find_answers = {404: NotFoundRepresentation}
    find_query_parameters = wagtail_api.PagesAPIViewSet.find_query_parameters | {"redirect", "locale", "fallback"}
    own_meta_fields = ["last_published_at", "path", *TranslatedAPIViewSet.own_meta_fields]
    meta_fields = [
        *wagtail_api.PagesAPIViewSet.meta_fields,
        *own_meta_fields,
        APIField("breadcrumbs", serializer=BreadcrumbsField()),
    ]
    listing_default_fields = [
        *wagtail_api.PagesAPIViewSet.listing_default_fields,
        *("last_published_at", "path", "fallback_from"),
    ]

    @classproperty
    def detail_only_fields(cls) -> list[str]:  # noqa: N805 - a property of the class
        """The fields that lists do not show: Wagtail's, and those of the page types."""
        wagtails = wagtail_api.PagesAPIViewSet.detail_only_fields
        return [*wagtails, "breadcrumbs", *list_detail_only()]

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
            declare("redirect", BOOLEAN, "Answer with a redirect to the page's own endpoint."),
        ]

    def get_listed_model(self) -> type[Model]:
        request: Request | None = self.request  # None while the schema is generated
        requested = request.GET.get("type", "") if request and self.model is Page else ""
        return list_page_types().get(requested) or self.model

    # Pages

    @cached_property
    def site(self) -> Site | None:
        return find_site(self.request)

    @cached_property
    def is_open(self) -> Q:
        """The condition that a page belongs to the site, in any language, and is public."""
        if self.site is None:
            return Q(pk__in=[])
        site_context = SiteContext.of(self.request)
        return site_context.visibility.pages() & site_context.below(self.site)

    def covers(self, page: Page) -> bool:
        """Whether a page belongs to the site."""
        return self.site is not None and SiteContext.of(self.request).covers(self.site, page)

    @property
    def public_pages(self) -> PageQuerySet:
        """The public pages of the site."""
        return Page.objects.filter(self.is_open)

    def list_translations(self, instance: Page) -> list[Page]:
        return [page for page in instance.loaded_translations if self.covers(page)]

    def find_fallback_from(self, instance: Page) -> str | None:
        """Return the requested language if this page is a fallback for it; for an alias, the alias's language."""
        own = instance.locale.language_code
        is_alias = self.alias_languages.get(instance.alias_of_id, own) != own
        return super().find_fallback_from(instance) or (own if is_alias else None)

    def prepare(self, instances: list[Page]) -> None:
        super().prepare(instances)
        self.place_gaps(instances)
        keys = [page.alias_of_id for page in instances if page.alias_of_id]
        with untracked():
            sources = list(Page.objects.filter(pk__in=keys).select_related("locale")) if keys else []
        # The languages of the pages that aliases mirror, by primary key.
        self.alias_languages = {page.pk: page.locale.language_code for page in sources}

    def get_root_page(self) -> Page | None:
        return self.site and self.site.root_page

    def get_base_queryset(self) -> PageQuerySet:
        return self.public_pages

    def get_queryset(self) -> PageQuerySet:
        """Return the public pages of this endpoint's type, or of the requested types.

        If only columns of every page are needed, they are found by content type. That needs no join, so a list of
        100,000 is as fast as one of twenty.
        """
        models = self.list_models()
        if len(models) > 1 or self.needs_only_page_columns():
            pages = self.public_pages if models[0] is Page else self.public_pages.type(*models)
            return pages.order_by("path")
        return models[0].objects.filter(self.is_open).order_by("path")

    def needs_only_page_columns(self) -> bool:
        """Whether a list is filtered and ordered only by columns that every page has."""
        order = self.request.GET.get("order", "id").split(",")
        requested = {*self.request.GET, *(name.removeprefix("-") for name in order)}
        return self.action == "listing_view" and requested <= COMMON

    def list_models(self) -> tuple[type[Page], ...]:
        """Return the page types of a list."""
        requested = self.request.GET.get("type")
        return tuple(page_models_from_string(requested)) if requested else (self.model,)

    def key_list(self) -> Hashable:
        names = self.request.GET.keys() - SHOWING
        if not (names <= CHOOSING and self.needs_only_page_columns() and self.site and self.has_usual_lists()):
            return None
        context = SiteContext.of(self.request)
        return (
            self.model,
            frozenset((name, self.request.GET[name]) for name in names),
            tuple(ContentType.objects.get_for_model(model).pk for model in self.list_models()),
            tuple((pk, locale.language_code) for pk, locale in context.locales.items()),
            context.key_pages(self.site),
        )

    @classmethod
    @cache
    def has_usual_lists(cls) -> bool:
        """Whether nothing but the site and the parameters decides which pages a list has."""
        return all(getattr_static(cls, name) is getattr_static(PagesAPIViewSet, name) for name in DECIDING)

    def read(self, found: FoundList, loader: Loader) -> list[Page]:
        """Return the pages of a list: first it finds their keys, then the loader reads the columns to show."""
        model = found.statement.queryset.model
        with untracked():  # their dependencies were recorded with the count
            keys = found.list_keys()
        return loader.read(model if model is not Page else self.get_listed_model(), keys)

    def track_list(self, sql: str) -> None:
        """Record on which page types a list depends, even if it finds them by content type."""
        models = self.list_models()
        tables = find_tables(sql)
        if Page not in models and self.needs_only_page_columns():
            table = frozenset({Page._meta.db_table})
            track = track_models if tables.rows & table else track_sets
            track(*models)
            tables = Tables(tables.rows - table, tables.sets - table)
        track_tables(tables)

    def get_object(self) -> Page:
        """Return the page of a detail, in its specific type."""
        if self.shown_object is None:
            self.shown_object = self.read_page(self.kwargs["pk"])
        return self.shown_object

    def read_page(self, pk: int) -> Page:
        """Return a public page of this endpoint's type; raise 404 if there is none."""
        drafts = find_drafts(self.request)
        if drafts and (draft := drafts.find(self.model, pk)):
            return draft
        loader = Loader(self.request)
        page = next(iter(loader.read(self.model, [pk] if pk <= KEY["maximum"] else [])), None)
        if page is None or not loader.visibility.shows(page) or not self.covers(page):
            raise Http404("There is no such public page.")
        is_specific = page.specific_class in {None, type(page)}
        return page if is_specific else loader.read(page.specific_class, [pk])[0]

    def get_serializer_context(self) -> dict[str, Any]:
        """Return the context without Wagtail's ``base_queryset``, since visibility is already decided."""
        return BaseAPIViewSet.get_serializer_context(self)

    # find/

    def find_view(self, request: Request) -> Response:
        """Return the page itself; with ``?redirect=1``, Wagtail's 302 to its detail."""
        page = self.find_page(request)
        if page is None:
            return self.respond_not_found(request)
        if is_on(request, "redirect"):
            return super().find_view(request)
        self.shown_object = self.read_page(page.pk)
        return self.detail_view(request, page.pk)

    def find_page(self, request: Request) -> Page | None:
        if drafts := find_drafts(request):
            path = request.GET.get("html_path")
            draft = drafts.find(self.model, int(request.GET["id"])) if path is None else drafts.find_page(path)
            if draft and request.GET.get("locale", draft.locale.language_code) == draft.locale.language_code:
                return draft
        return self.find_object(self.get_queryset(), request)

    def find_object(self, queryset: PageQuerySet, request: Request) -> Page | None:
        finder = PageFinder(request, site=self.site, pages=queryset)
        page = finder.find()
        self.requested_locale = finder.requested_locale
        return page

    def respond_not_found(self, request: Request) -> Response:
        """Respond with 404, and with the redirect for the path if there is one."""
        path = request.GET.get("html_path")
        redirect = find_redirect(request, Redirect.normalise_path(path)) if path else None
        target = redirect and self.find_target(redirect)
        more = {"redirect": {"to": target, "permanent": redirect.is_permanent}} if redirect and target else {}
        return respond_problem(status.HTTP_404_NOT_FOUND, "There is no public page here.", **more)

    def find_target(self, redirect: Redirect) -> str | None:
        """Return the absolute target of a redirect; ``None`` if its page is not public."""
        if redirect.redirect_page_id and not self.public_pages.filter(pk=redirect.redirect_page_id).exists():
            return None
        return find_location(redirect, self.request)

"""The objects of the feed as their endpoints show them: which are public, and their representations."""

import copy
from collections.abc import Iterable
from typing import Any, Literal

from django.contrib.contenttypes.models import ContentType
from django.db.models import Model, QuerySet
from django.http import HttpRequest, QueryDict
from django.utils import translation
from django.utils.http import urlencode
from rest_framework.request import Request
from typing_extensions import TypedDict
from wagtail.models import Locale, Page, Site, TranslatableMixin, get_page_models

from cms.api.site import represent_site
from cms.api.snippets import make_viewset
from cms.changes.kinds import find_computed_blocks, list_kinds
from cms.changes.tokens import Filters
from cms.represent.pages import name_type
from cms.site.parts import load_site_parts
from cms.upstream.drf import find_django_request, open_view
from cms.upstream.wagtail_api import WagtailAPIRouter


class ChangeRow(TypedDict):
    op: Literal["upsert", "delete"]
    type: str
    id: int
    locale: str | None
    data: Any


Rows = dict[int, ChangeRow]
# Objects that exist, public or not, or existed: their type and language, "" if they have none.
KnownObjects = dict[int, tuple[type[Model], str]]


class FeedKind:
    """The public objects of one model that a client requested, on one site."""

    def __init__(self, model: type[Model], request: Request, filters: Filters, site: Site) -> None:
        self.model = model
        self.request = request
        self.filters = filters
        self.site = site
        self.has_languages = issubclass(model, TranslatableMixin)

    @property
    def models(self) -> list[type[Model]]:
        """The types of this kind."""
        return [self.model]

    @property
    def is_wanted(self) -> bool:
        """Whether the filters include anything of this kind."""
        named = not self.filters.types or any(self.name(model) in self.filters.types for model in self.models)
        return named and (self.has_languages or not self.filters.locales)

    def name(self, model: type[Model]) -> str:
        return name_type(model)

    def find(self) -> QuerySet[Any]:
        """Return the public objects that match the filters."""
        found = self.open_view(self.model).get_queryset().order_by("pk")
        return found.filter(locale__language_code__in=self.filters.locales) if self.filters.locales else found

    def list_keys(self, *, after: int, limit: int) -> list[int]:
        return list(self.find().filter(pk__gt=after).values_list("pk", flat=True)[:limit])

    def represent(self, pks: Iterable[int]) -> Rows:
        """Return the rows of those objects that are public and match the filters."""
        return self.represent_instances(list(self.find().filter(pk__in=pks)))

    def represent_instances(self, instances: list[Any]) -> Rows:
        """Return the rows of instances of one type, in a constant number of queries."""
        if not instances:
            return {}
        view = self.open_view(type(instances[0]))
        view.shown_object = instances[0]  # the viewset derives the type of a detail from it
        data = view.get_serializer(instances, many=True).data
        return {
            instance.pk: {
                "op": "upsert",
                "type": self.name(type(instance)),
                "id": instance.pk,
                "locale": instance.locale.language_code if self.has_languages else None,
                "data": empty_computed_blocks(shown),
            }
            for instance, shown in zip(instances, data, strict=True)
        }

    def find_public(self, pks: Iterable[int]) -> KnownObjects:
        """Return the type and language of those objects that are public and match the filters."""
        return self.describe(self.find().filter(pk__in=pks).values_list("pk", flat=True))

    def describe(self, pks: Iterable[int]) -> KnownObjects:
        """Return the type and language of those objects that exist, public or not."""
        found: Any = self.model._default_manager.filter(pk__in=pks)
        if not self.has_languages:
            return dict.fromkeys(found.values_list("pk", flat=True), (self.model, ""))
        return {pk: (self.model, locale) for pk, locale in found.values_list("pk", "locale__language_code")}

    def make_deletions(self, known: KnownObjects) -> Rows:
        """Return deletions for objects that are no longer public, if their type and language match the filters."""
        types, locales = self.filters.types, self.filters.locales
        return {
            pk: {"op": "delete", "type": self.name(model), "id": pk, "locale": code or None, "data": None}
            for pk, (model, code) in known.items()
            if model in self.models
            and (not types or self.name(model) in types)
            and (not locales or code in {"", *locales})
        }

    def open_view(self, model: type[Model]) -> Any:
        """Return the viewset of a model as for a detail, without computed fields."""
        request: Any = self.request
        view_class = find_viewset(request.wagtailapi_router, model)
        return open_view(view_class, self.make_request(list_computed(view_class, model)), "detail_view")

    def make_request(self, without: Iterable[str] = ()) -> HttpRequest:
        """Return a request for an object of this site, with all fields but the given ones."""
        request: HttpRequest = copy.copy(find_django_request(self.request))
        request.META = {**request.META}  # the validity of an object does not apply to the feed
        query = {"site": f"{self.site.hostname}:{self.site.port}"}
        if without:
            query["fields"] = ",".join(f"-{name}" for name in without)
        request.GET = QueryDict(urlencode(query))
        return request


class Pages(FeedKind):
    """All page types."""

    @property
    def models(self) -> list[type[Model]]:
        return [model for model in get_page_models() if model is not Page]

    def find(self) -> QuerySet[Any]:
        found = super().find()
        if not self.filters.types:
            return found
        models = [model for model in self.models if self.name(model) in self.filters.types]
        return found.filter(content_type__in=ContentType.objects.get_for_models(*models).values())

    def represent(self, pks: Iterable[int]) -> Rows:
        by_model: dict[type[Model], list[Page]] = {}
        found: Any = self.find().filter(pk__in=pks)
        for page in found.specific():
            by_model.setdefault(type(page), []).append(page)
        rows: Rows = {}
        for pages in by_model.values():
            rows |= self.represent_instances(pages)
        return rows

    def describe(self, pks: Iterable[int]) -> KnownObjects:
        found = Page.objects.filter(pk__in=pks).select_related("locale")
        return {page.pk: (page.specific_class or Page, page.locale.language_code) for page in found}


class SiteInLanguages(FeedKind):
    """The objects of `site`, one per language, whose key is that of the language."""

    def __init__(self, model: type[Model], request: Request, filters: Filters, site: Site) -> None:
        super().__init__(model, request, filters, site)
        self.has_languages = True

    def name(self, model: type[Model]) -> str:
        return "site"

    def find(self) -> QuerySet[Any]:
        locales = Locale.objects.order_by("pk")
        return locales.filter(language_code__in=self.filters.locales) if self.filters.locales else locales

    def represent(self, pks: Iterable[int]) -> Rows:
        return {locale.pk: self.represent_language(locale) for locale in self.find().filter(pk__in=pks)}

    def represent_language(self, locale: Locale) -> ChangeRow:
        request = self.make_request()
        code = locale.language_code
        with translation.override(code):
            parts = load_site_parts(request, self.site)
            data = represent_site(parts, self.site, locale, {"request": request})
        return {"op": "upsert", "type": "site", "id": self.site.pk, "locale": code, "data": data}

    def find_public(self, pks: Iterable[int]) -> KnownObjects:
        return {locale.pk: (Site, locale.language_code) for locale in self.find().filter(pk__in=pks)}

    def describe(self, pks: Iterable[int]) -> KnownObjects:
        return {}

    def make_deletions(self, known: KnownObjects) -> Rows:
        rows = super().make_deletions(known)
        return {pk: {**row, "id": self.site.pk} for pk, row in rows.items()}


def open_kinds(request: Request, filters: Filters, site: Site) -> list[FeedKind]:
    """Return all kinds, in order; check ``is_wanted`` of each."""
    special: dict[type[Model], type[FeedKind]] = {Page: Pages, Site: SiteInLanguages}
    return [special.get(model, FeedKind)(model, request, filters, site) for model in list_kinds()]


def list_models() -> list[type[Model]]:
    """Return the models of all types in the feed, without Site."""
    pages = [model for model in get_page_models() if model is not Page]
    return [*pages, *(model for model in list_kinds() if model not in {Page, Site})]


def list_type_names() -> list[str]:
    """Return the names of all types in the feed."""
    return [*sorted(map(name_type, list_models())), "site"]


def find_viewset(router: WagtailAPIRouter, model: type[Model]) -> Any:
    """Return the viewset class for a model: that of its endpoint, if there is one."""
    endpoint = router.get_model_endpoint(model)
    return endpoint[1] if endpoint else make_viewset(model)


def list_computed(view_class: Any, model: type[Model]) -> list[str]:
    """Return the names of the fields that depend on the current time or on other pages."""
    fields = [*view_class.get_body_fields(model), *view_class.get_meta_fields(model)]
    return [field.name for field in fields if getattr(field.serializer, "computed", False)]


def empty_computed_blocks(data: Any) -> Any:
    """Return a representation in which computed members of blocks are replaced as in the feed."""
    if isinstance(data, list):
        return [empty_computed_blocks(member) for member in data]
    if not isinstance(data, dict):
        return data
    computed = find_computed_blocks().get(data.get("type", ""))
    if computed and isinstance(data.get("value"), dict):
        return {**data, "value": {**data["value"], **computed}}
    return {name: empty_computed_blocks(member) for name, member in data.items()}

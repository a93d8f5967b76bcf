"""What the API shows of every object: its type and addresses, and for a page its related pages."""

from collections.abc import Callable
from functools import lru_cache
from operator import attrgetter
from typing import Annotated, Any, cast

from django.core.exceptions import FieldDoesNotExist
from django.db.models import Model
from django.utils import timezone
from django.utils.functional import cached_property
from rest_framework.fields import CharField, ChoiceField, DateTimeField, Field, IntegerField, SkipField
from typing_extensions import TypedDict
from wagtail.models import Page

from cms.api.fields import find_type, select
from cms.api.sites import find_detail_url
from cms.api.translations import FallbackFromField, TranslationsField
from cms.represent.fields import LoadedField
from cms.represent.pages import PageReference, describe_page_types, find_page_type, name_type, represent_page
from cms.represent.site_context import SiteContext
from cms.represent.types import Url
from cms.upstream import wagtail_api
from cms.upstream.drf import BindingDict, find_django_request

SERIALIZER_CACHE_SIZE = 256  # size of the cache of serializer classes
Represent = Callable[[Any], Any]


class DetailUrlField(wagtail_api.DetailUrlField):
    """The address of an object's endpoint; the prefix for each type is computed once per response."""

    def get_attribute(self, instance: Model) -> str:
        url = find_detail_url(self.context, type(instance), instance.pk)
        if url is None:
            raise SkipField
        return url


class TypedSerializer(wagtail_api.BaseSerializer):
    """Adds ``type`` at the top level, whatever ``fields`` says, as the discriminator for TypeScript."""

    detail_url = DetailUrlField(read_only=True)

    @cached_property
    def fields(self) -> BindingDict:
        """The fields of the first serializer of this class; those that have the context are copied, which is faster."""
        bound, own_class = BindingDict(self), cast("Any", type(self))
        columns = list_columns(own_class)
        for name, field in make_fields(own_class).items():
            bound.fields[name] = field if name in columns else copy_field(field, self)
        return bound

    @cached_property
    def shown_fields(self) -> tuple[dict[str, Represent], dict[str, Represent]]:
        """How the fields of ``meta`` and the others are represented, sorted once for all objects of a response."""
        shown: tuple[dict[str, Represent], dict[str, Represent]] = {}, {}
        columns = list_columns(cast("Any", type(self)))
        for name, field in self.fields.items():
            represent = columns[name](str(field.source)) if name in columns else represent_with(field)
            if not field.write_only:
                shown[name not in self.meta_fields][name] = represent
        return shown

    def to_representation(self, instance: Model) -> dict[str, Any]:
        in_meta, others = self.shown_fields
        data: dict[str, Any] = {"id": None} if "id" in others else {}
        data["type"] = self.name_type(instance)
        if meta := represent_fields(in_meta, instance):
            data["meta"] = meta
        data |= represent_fields(others, instance)
        for name, selection in self.context["view"].nested_fields.items():
            part = data["meta"] if name in in_meta else data
            if name in part:
                part[name] = select(part[name], selection, find_type(self.fields[name]))
        return data

    def name_type(self, instance: Model) -> str:
        return name_type(type(instance))


def represent_fields(fields: dict[str, Represent], instance: Model) -> dict[str, Any]:
    """Return the representation of an object by field."""
    data = {}
    for name, represent in fields.items():
        try:
            data[name] = represent(instance)
        except SkipField:
            continue
    return data


def represent_with(field: Any) -> Represent:
    """Return the function that represents an object's field as Wagtail's serializers do; ``None`` stays ``None``."""
    get_attribute, to_representation = field.get_attribute, field.to_representation

    def represent(instance: Model) -> Any:
        attribute = get_attribute(instance)
        return None if attribute is None else to_representation(attribute)

    return represent


def is_column(field: Any) -> bool:
    """Whether a field shows the value of a column, and as all of its kind do."""
    if FORMS & vars(field).keys():
        return False
    try:
        column = field.parent.Meta.model._meta.get_field(field.source)
    except FieldDoesNotExist:
        return False
    return column.concrete and not column.is_relation


def represent_moments(name: str) -> Represent:
    """Return the function that represents a datetime in the current time zone."""
    read, zone = attrgetter(name), timezone.get_current_timezone()

    def represent(instance: Model) -> str | None:
        moment = read(instance)
        written = moment and moment.astimezone(zone).isoformat()
        return f"{written[:-6]}Z" if written and written.endswith("+00:00") else written

    return represent


# The form of its own that a field for moments may have.
FORMS = {"format", "timezone"}
# What makes the function for a column, with the same result as that kind of field.
OF_COLUMNS: dict[type[Field], Callable[[str], Represent]] = {
    CharField: attrgetter,
    ChoiceField: attrgetter,
    IntegerField: attrgetter,
    DateTimeField: represent_moments,
}


@lru_cache(maxsize=SERIALIZER_CACHE_SIZE)
def list_columns(serializer_class: Any) -> dict[str, Callable[[str], Represent]]:
    """Return for each field of a serializer class that shows a column what makes its function."""
    return {
        name: OF_COLUMNS[type(field)]
        for name, field in make_fields(serializer_class).items()
        if type(field) in OF_COLUMNS and is_column(field)
    }


def copy_field(field: Any, serializer: Any) -> Any:
    """Return a field bound to another serializer."""
    copied = object.__new__(type(field))
    copied.__dict__.update(field.__dict__)
    copied.parent = serializer
    return copied


@lru_cache(maxsize=SERIALIZER_CACHE_SIZE)
def make_fields(serializer_class: Any) -> dict[str, Any]:
    """Return the fields of a serializer class by name, bound to a serializer without an object."""
    serializer = serializer_class()
    bound = BindingDict(serializer)
    for name, field in serializer.get_fields().items():
        bound[name] = field
    return bound.fields


# Pages


class PageTypeField(wagtail_api.PageTypeField):
    def to_representation(self, page: Page) -> str:
        return name_type(find_page_type(page))


class PageDetailUrlField(wagtail_api.DetailUrlField):
    """The address of a page's endpoint, even if only its common fields are loaded."""

    def get_attribute(self, page: Page) -> Any:
        return find_detail_url(self.context, find_page_type(page), page.pk)


class PageHtmlUrlField(wagtail_api.PageHtmlUrlField):
    def to_representation(self, page: Page) -> Url:
        url: Any = represent_page(page, self.context)["url"]  # every page in the response is on a site
        return url


class PagePathField(Field):
    """The path of a page on its site: ``/updates/the-keys/``."""

    loads = ()

    def get_attribute(self, page: Page) -> Page:
        return page

    def to_representation(self, page: Page) -> str:
        path: Any = represent_page(page, self.context)["path"]  # every page in the response is on a site
        return path


class BreadcrumbsField(LoadedField):
    """The pages above a page, from the home page on."""

    loads = ("breadcrumbs",)
    computed = True
    detail_only = True

    def to_representation(self, page: Any) -> list[PageReference]:
        request = find_django_request(self.context["request"])
        # Those above a draft may be closed to readers.
        shown = filter(SiteContext.of(request).visibility.shows, page.list_ancestors(request))
        return [represent_page(ancestor, self.context) for ancestor in shown]


class PageLinkMeta(TypedDict):
    type: Annotated[str, describe_page_types]
    detail_url: Url
    html_url: Url


class PageLink(TypedDict):
    """Another page as Wagtail's API shows it."""

    id: int
    type: Annotated[str, describe_page_types]
    meta: PageLinkMeta
    title: str


class ReferencedPageField(Field):
    """Another page as Wagtail's API shows it, with its ``type``; null if it is not public."""

    def __init__(self, find: str) -> None:
        super().__init__(read_only=True)
        self.find = find
        self.loads = (find,)

    def get_attribute(self, page: Any) -> Page | None:
        found = page.loaded_parent if self.find == "parent" else page.alias_of
        return found if found and self.context["view"].covers(found) else None

    def to_representation(self, page: Page) -> PageLink:
        reference: Any = represent_page(page, self.context)
        detail_url: Any = find_detail_url(self.context, page.specific_class, page.pk)
        return {
            "id": page.pk,
            "type": reference["type"],
            "meta": {"type": reference["type"], "detail_url": detail_url, "html_url": reference["url"]},
            "title": page.title,
        }


class PageSerializer(TypedSerializer, wagtail_api.PageSerializer):
    type = PageTypeField(read_only=True)
    detail_url = PageDetailUrlField(read_only=True)
    html_url = PageHtmlUrlField(read_only=True)
    path = PagePathField(read_only=True)
    parent = ReferencedPageField("parent")
    alias_of = ReferencedPageField("alias_of")
    fallback_from = FallbackFromField(read_only=True)
    outdated_since = DateTimeField(read_only=True, allow_null=True)
    translations = TranslationsField(read_only=True)

    def name_type(self, instance: Page) -> str:
        return name_type(find_page_type(instance))

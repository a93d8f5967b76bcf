"""What the public may see, defined once.

These are public:

- a page that is live, is not the root of the tree, and has no restriction on itself or an ancestor;
- an image or a document that is not in a private collection or below one;
- any other object that is live, or has no drafts.

There is one form for each of querysets, loaded objects, places in the tree, and parts of the loader's statements; tests
prove that they agree. Lists of snippets, images and documents show only those that an editor made public or a public
page uses: the loader loads only what is used, and lists are filtered with ``Visibility.filter``.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Any, NamedTuple

from django.apps import apps
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db.models import CharField, Exists, ExpressionWrapper, F, Model, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Cast, Length
from django.db.models.lookups import GreaterThan
from django.http import HttpRequest
from modelcluster.fields import ParentalKey
from wagtail.contrib.settings.models import BaseSiteSetting
from wagtail.models import (
    Collection,
    CollectionMember,
    CollectionViewRestriction,
    DraftStateMixin,
    Page,
    PageViewRestriction,
    ReferenceIndex,
    TranslatableMixin,
)

from cms.freshness.reads import USES, USES_END
from cms.represent.bulk import IsBelow, Table
from cms.represent.content import list_referenced_models

# The placeholder for the tree paths of restricted pages.
RESTRICTED = "restricted"
# The placeholder for the tree paths of the home pages of the response's site.
HOMES = "homes"
# The path of Wagtail's own root page. Trees beside it are not for readers.
SITE_TREE = "0001"


def live(via: str = "") -> Q:
    """Return the condition that an object is not a draft; ``via`` is its lookup, such as ``topic__``."""
    return Q((f"{via}live", True))


def is_open(via: str) -> Q:
    """Return the condition that a page is live and not the root of the tree."""
    return Q(live(via), GreaterThan(Length(f"{via}path"), Page.steplen))  # indexes contain paths, but no depths


def pages_in_part(via: str = "") -> Q:
    """Return the condition on pages in a part of the loader's statements, filled from ``Visibility.arguments``."""
    return is_open(via) & ~Q(IsBelow(f"{via}path", RESTRICTED))


def site_pages_in_part(is_shared: bool, via: str = "") -> Q:
    """Return the condition on pages of the response's site in such a part, filled from ``SiteContext.arguments``.

    Only if the sites are several (``is_shared``) is it more than that of ``pages_in_part``.
    """
    public = pages_in_part(via)
    return public & Q(IsBelow(f"{via}path", HOMES)) if is_shared else public


class Lock(NamedTuple):
    """The password of a page, and its place in the tree."""

    path: str
    password: str

    @classmethod
    def list_all(cls) -> list["Lock"]:
        locks = PageViewRestriction.objects.filter(restriction_type=PageViewRestriction.PASSWORD)
        return [cls(*row) for row in locks.values_list("page__path", "password")]


@dataclass(frozen=True)
class Visibility:
    """What readers may see, given the restrictions: ``SiteContext.of(request).visibility``.

    ``paths`` are the tree paths of pages with a restriction, ``collections`` the keys of private collections and those
    below.
    """

    paths: tuple[str, ...] = ()
    collections: frozenset[int] = frozenset()

    def pages(self, via: str = "") -> Q:
        """Return the condition that a page is public; ``via`` is its lookup, such as ``event__``."""
        condition = is_open(via)
        for path in self.paths:
            condition &= ~Q((f"{via}path__startswith", path))
        return condition

    def files(self) -> Q:
        """Return the condition that an image or a document is not in a private collection."""
        return ~Q(collection__in=self.collections)

    @property
    def arguments(self) -> Mapping[str, Any]:
        """The value of the placeholder in ``pages_in_part``."""
        return {RESTRICTED: set(self.paths)}

    def is_outside(self, path: str) -> bool:
        """Whether a page at this place in the tree is public once it is live."""
        return len(path) > Page.steplen and not path.startswith(self.paths)

    def shows(self, obj: Model, *, is_draft: bool = False) -> bool:
        """Whether a loaded object that something refers to is public, with ``is_draft`` once it is published."""
        is_live = is_draft or getattr(obj, "live", True)
        if isinstance(obj, Page):
            return is_live and self.is_outside(obj.path)
        if isinstance(obj, CollectionMember):
            return obj.collection_id not in self.collections
        return is_live

    def for_reader(self, request: HttpRequest) -> "Visibility":
        """Return what the user may see: restrictions on pages that they have passed do not count.

        A user without a session has passed none, so this is not checked: hidden and missing pages get the same
        response, header by header.
        """
        if not self.paths or settings.SESSION_COOKIE_NAME not in request.COOKIES:
            return self
        return self.without(lambda restriction: restriction.accept_request(request))

    def for_password(self, knows: Callable[["Lock"], bool]) -> "Visibility":
        """Return what somebody may see who knows some passwords."""
        return self.without(
            lambda one: (
                one.restriction_type == PageViewRestriction.PASSWORD and knows(Lock(one.page.path, one.password))
            )
        )

    def without(self, passes: Callable[[PageViewRestriction], bool]) -> "Visibility":
        """Return what is visible if some restrictions on pages do not count."""
        restrictions = PageViewRestriction.objects.select_related("page")
        closed = {one.page.path for one in restrictions if not passes(one)}
        return replace(self, paths=tuple(path for path in self.paths if path in closed))

    # Lists

    def filter(self, queryset: QuerySet[Any], *, carried: frozenset[type[Model]] = frozenset()) -> QuerySet[Any]:
        """Return the objects that a list may show; of snippets and files only those that are public or used."""
        shown = self.choose(queryset)
        if issubclass(queryset.model, DraftStateMixin | CollectionMember) and not issubclass(queryset.model, Page):
            return self.filter_used(shown, carried=carried)
        return shown

    def choose(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Return the objects that something public which refers to them shows."""
        if issubclass(queryset.model, Page):
            return queryset.filter(self.pages())
        if issubclass(queryset.model, CollectionMember):
            return queryset.filter(self.files())
        return queryset.filter(live()) if issubclass(queryset.model, DraftStateMixin) else queryset

    def filter_used(
        self, queryset: QuerySet[Any], *, carried: frozenset[type[Model]] = frozenset(), by_files: bool = True
    ) -> QuerySet[Any]:
        """Return the objects that an editor made public, or that a public page uses.

        Snippets and settings pass on a use: the photo of a person on a page is used. So do files ``by_files``: what
        replaces a document that is used. Uses are read from Wagtail's reference index, in the same statement.
        ``carried`` are the models on the path so far.
        """
        model: type[Model] = queryset.model
        if by_files and issubclass(model, CollectionMember) and model in list_referenced_models(model):
            files = self.filter_used(model._default_manager.filter(self.files()), carried=carried, by_files=False)
            by_others = self.filter_used(model._default_manager.all(), carried=carried, by_files=False).order_by()
            return queryset.annotate(pk_text=Cast("pk", CharField())).filter(
                Q(pk__in=by_others.values("pk")) | is_referenced(model, by=files)
            )
        carried |= {model}
        condition = is_referenced(model, by=self.filter(Page.objects.all()))
        for carrier in list_carriers(model):
            if carrier not in carried:
                condition |= is_referenced(model, by=self.filter(carrier._default_manager.all(), carried=carried))
        if hasattr(model, "public"):
            condition |= Q(public=True)
        return queryset.annotate(pk_text=Cast("pk", CharField())).filter(condition)


def is_referenced(model: type[Model], *, by: QuerySet[Any]) -> Q:
    """Return the condition that one of the objects ``by`` refers to the object with ``pk_text``."""
    types = ContentType.objects.get_for_models(model, by.model)
    # The reference index stores primary keys as text.
    namers = by.order_by().annotate(pk_as_text=Cast("pk", CharField())).values("pk_as_text")
    named = ReferenceIndex.objects.filter(
        to_content_type=types[model], base_content_type=types[by.model], object_id__in=namers
    )
    return Q(pk_text__in=Uses(named.values("to_object_id")))


class Uses(Subquery):
    """A part of a condition that does not count as a dependency: if a use changes, so does the set of what is used."""

    template = f"({USES} %(subquery)s {USES_END})"


@cache
def list_carriers(model: type[Model]) -> tuple[type[Model], ...]:
    """Return the models that the site shows next to pages, and whose content can refer to ``model``."""
    return tuple(
        carrier for carrier in apps.get_models() if is_shown(carrier) and model in list_referenced_models(carrier)
    )


def is_shown(model: type[Model]) -> bool:
    """Whether objects of a model are shown next to pages: snippets and settings, but not child rows."""
    is_kind = issubclass(model, BaseSiteSetting | DraftStateMixin | TranslatableMixin) and not issubclass(model, Page)
    is_content = getattr(model, "in_feed", True)
    return is_kind and is_content and not any(isinstance(field, ParentalKey) for field in model._meta.fields)


def restriction_tables() -> tuple[Table, Table]:
    """Return the parts of a statement that find restricted pages and private collections."""
    path = ExpressionWrapper(OuterRef("path"), CharField())
    above = CollectionViewRestriction.objects.alias(path=path).filter(path__startswith=F("collection__path"))
    return (
        Table(Page.objects.filter(pk__in=PageViewRestriction.objects.values("page")).only("path")),
        Table(Collection.objects.filter(Exists(above)).only("path")),
    )

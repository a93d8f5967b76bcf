"""What the public may see: one definition, which everything asks.

Everybody may see

- a page that is live, is not the root of the tree, and has no restriction on it or above it;
- a picture or a document that is in no private collection, nor below one;
- of anything else what is live, or knows no drafts.

That is asked of a queryset, of a loaded object, of a place in the tree and of a part of the loader's statements; each
way has its own form here, made of the same facts. The tests prove that all forms agree. Of snippets, pictures and
documents readers are shown only what an editor made public or a public page uses: what the loader loads is used by what
it is loaded for, and lists are narrowed down by ``Visibility.filter``.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from django.apps import apps
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db.models import CharField, Exists, ExpressionWrapper, F, Model, OuterRef, Q, QuerySet
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

from cms.represent.bulk import IsBelow, Table
from cms.represent.content import list_named

# The gap of a statement's part that the tree paths of restricted pages fill.
RESTRICTED = "restricted"


def live(via: str = "") -> Q:
    """Return the condition that an object is no draft; ``via`` leads to it, such as ``topic__``."""
    return Q((f"{via}live", True))


def is_open(via: str) -> Q:
    """Return the condition that a page is live and not the root of the tree."""
    return Q(live(via), GreaterThan(Length(f"{via}path"), Page.steplen))  # an index holds paths, but no depths


def pages_in_part(via: str = "") -> Q:
    """Return the condition on pages in a part of the loader's statements; ``Visibility.gaps`` fills its gap."""
    return is_open(via) & ~Q(IsBelow(f"{via}path", RESTRICTED))


@dataclass(frozen=True)
class Visibility:
    """What readers may see, given what is restricted: ``SiteContext.of(request).visibility``.

    ``paths`` are the tree paths of the pages that a restriction is set on, ``collections`` the keys of the collections
    that are private or below one that is.
    """

    paths: tuple[str, ...] = ()
    collections: frozenset[int] = frozenset()

    def pages(self, via: str = "") -> Q:
        """Return the condition that everybody may see a page; ``via`` leads to it, such as ``event__``."""
        condition = is_open(via)
        for path in self.paths:
            condition &= ~Q((f"{via}path__startswith", path))
        return condition

    def files(self) -> Q:
        """Return the condition that a picture or a document is in no private collection."""
        return ~Q(collection__in=self.collections)

    @property
    def gaps(self) -> Mapping[str, Any]:
        """What fills the gap of ``pages_in_part``."""
        return {RESTRICTED: set(self.paths)}

    def is_outside(self, path: str) -> bool:
        """Whether a page at this place in the tree can be seen by everybody once it is live."""
        return len(path) > Page.steplen and not path.startswith(self.paths)

    def shows(self, obj: Model) -> bool:
        """Whether everybody may see a loaded object where something names it."""
        if isinstance(obj, Page):
            return obj.live and self.is_outside(obj.path)
        if isinstance(obj, CollectionMember):
            return obj.collection_id not in self.collections
        return getattr(obj, "live", True)

    def for_reader(self, request: HttpRequest) -> "Visibility":
        """Return what whoever asks may see: restrictions on pages that they have passed do not count.

        Who has no session has passed none. It is not looked for then, so that what is hidden and what does not exist
        are answered alike, header by header.
        """
        if not self.paths or settings.SESSION_COOKIE_NAME not in request.COOKIES:
            return self
        restrictions = PageViewRestriction.objects.select_related("page")
        closed = {one.page.path for one in restrictions if not one.accept_request(request)}
        return replace(self, paths=tuple(closed))

    # Lists

    def filter(self, queryset: QuerySet[Any], *, carried: frozenset[type[Model]] = frozenset()) -> QuerySet[Any]:
        """Return those of the objects that a list may show: of snippets and files only what is public or used."""
        model = queryset.model
        if issubclass(model, Page):
            return queryset.filter(self.pages())
        if issubclass(model, CollectionMember):
            return self.filter_used(queryset.filter(self.files()), carried=carried)
        if issubclass(model, DraftStateMixin):
            return self.filter_used(queryset.filter(live()), carried=carried)
        return queryset

    def filter_used(self, queryset: QuerySet[Any], *, carried: frozenset[type[Model]] = frozenset()) -> QuerySet[Any]:
        """Return the objects that an editor made public, or that a page uses which everybody may see.

        Snippets and settings carry a use further: the picture of a person whom a page introduces is used. Uses are read
        from Wagtail's reference index, in the same statement. ``carried`` are the models that lead here.
        """
        model: type[Model] = queryset.model
        carried |= {model}
        condition = is_named(model, by=self.filter(Page.objects.all()))
        for carrier in list_carriers(model):
            if carrier not in carried:
                condition |= is_named(model, by=self.filter(carrier._default_manager.all(), carried=carried))
        if hasattr(model, "public"):
            condition |= Q(public=True)
        return queryset.annotate(pk_text=Cast("pk", CharField())).filter(condition)


def is_named(model: type[Model], *, by: QuerySet[Any]) -> Q:
    """Return the condition that an object's ``pk_text`` is named by one of the objects ``by``."""
    types = ContentType.objects.get_for_models(model, by.model)
    # The reference index stores primary keys as text.
    namers = by.order_by().annotate(pk_as_text=Cast("pk", CharField())).values("pk_as_text")
    named = ReferenceIndex.objects.filter(
        to_content_type=types[model], base_content_type=types[by.model], object_id__in=namers
    )
    return Q(pk_text__in=named.values("to_object_id"))


@cache
def list_carriers(model: type[Model]) -> tuple[type[Model], ...]:
    """Return the models beside pages that the site shows, and whose content can name objects of ``model``."""
    return tuple(carrier for carrier in apps.get_models() if is_shown(carrier) and model in list_named(carrier))


def is_shown(model: type[Model]) -> bool:
    """Whether objects of a model are shown beside pages: snippets and settings, but not the rows within others."""
    is_kind = issubclass(model, BaseSiteSetting | DraftStateMixin | TranslatableMixin) and not issubclass(model, Page)
    return is_kind and not any(isinstance(field, ParentalKey) for field in model._meta.fields)


def restriction_tables() -> tuple[Table, Table]:
    """Return the parts of a statement that find the restricted pages and the private collections."""
    path = ExpressionWrapper(OuterRef("path"), CharField())
    above = CollectionViewRestriction.objects.alias(path=path).filter(path__startswith=F("collection__path"))
    return (
        Table(Page.objects.filter(pk__in=PageViewRestriction.objects.values("page")).only("path")),
        Table(Collection.objects.filter(Exists(above)).only("path")),
    )

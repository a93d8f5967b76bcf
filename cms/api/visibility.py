"""What the public may see: live pages, and the snippets, pictures and documents that they use or an editor opened."""

from typing import Any

from django.apps import apps
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db.models import CharField, Model, Q, QuerySet
from django.db.models.functions import Cast
from django.http import HttpRequest
from wagtail.models import (
    CollectionViewRestriction,
    DraftStateMixin,
    Page,
    PageQuerySet,
    PageViewRestriction,
    ReferenceIndex,
    Site,
)


def list_public_pages(site: Site) -> PageQuerySet:
    """Return the pages of a site, in all languages, that everybody may read."""
    roots = Page.objects.filter(translation_key=site.root_page.translation_key).values_list("path", flat=True)
    below = Q()
    for path in roots:
        below |= Q(path__startswith=path)
    return Page.objects.live().public().filter(below)


def filter_used(
    queryset: QuerySet[Any], *, through: tuple[str, ...] = (), pages: QuerySet[Page] | None = None
) -> QuerySet[Any]:
    """Return the objects of ``queryset`` that are public, or that a page uses: one of ``pages``.

    By default these are all live pages without restriction. ``through`` names models that carry a use further: the
    picture of a person whom a page introduces is used. Uses are read from Wagtail's reference index, in one statement.
    """
    pages = Page.objects.live().public() if pages is None else pages
    used = references(queryset.model, from_model=Page, from_ids=as_text(pages))
    for model in map(apps.get_model, through):
        carriers = model._default_manager.all()
        if issubclass(model, DraftStateMixin):
            carriers = filter_used(carriers.filter(live=True), pages=pages)
        used |= references(queryset.model, from_model=model, from_ids=as_text(carriers))
    return queryset.annotate(pk_text=Cast("pk", CharField())).filter(
        used | Q(public=True) if hasattr(queryset.model, "public") else used
    )


def list_readable_pages(request: HttpRequest) -> QuerySet[Page]:
    """Return the live pages that whoever asks may read: restrictions that they have passed do not count.

    Who has no session has passed none. It is not looked for then, so that what is hidden and what does not exist are
    answered alike, header by header.
    """
    pages = Page.objects.live()
    if settings.SESSION_COOKIE_NAME not in request.COOKIES:
        return pages.public()
    for restriction in PageViewRestriction.objects.select_related("page"):
        if not restriction.accept_request(request):
            pages = pages.exclude(path__startswith=restriction.page.path)
    return pages


def filter_visible_collections(queryset: QuerySet[Any]) -> QuerySet[Any]:
    """Return the pictures or documents that are in no private collection, nor below one."""
    for path in CollectionViewRestriction.objects.values_list("collection__path", flat=True):
        queryset = queryset.exclude(collection__path__startswith=path)
    return queryset


def as_text(queryset: QuerySet[Any]) -> QuerySet[Any]:
    """Return the primary keys as the reference index stores them."""
    return queryset.order_by().annotate(pk_as_text=Cast("pk", CharField())).values("pk_as_text")


def references(model: type[Model], *, from_model: type[Model], from_ids: QuerySet[Any]) -> Q:
    """Return the condition that an object's ``pk_text`` is named by one of the objects of ``from_model``."""
    types = ContentType.objects.get_for_models(model, from_model)
    named = ReferenceIndex.objects.filter(
        to_content_type=types[model], base_content_type=types[from_model], object_id__in=from_ids
    )
    return Q(pk_text__in=named.values("to_object_id"))

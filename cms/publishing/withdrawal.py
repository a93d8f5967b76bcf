"""Withdrawing things together with their translations, and saying which public places show them."""

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from django.db.models import Model
from django.http import HttpRequest
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.models import Page, ReferenceIndex, TranslatableMixin
from wagtail.permissions import policy_registry

from cms.represent.site_context import SiteContext
from cms.upstream.wagtail_actions import UnpublishAction, UnpublishPageAction

# The name of the checkboxes.
TRANSLATIONS = "translations"


class Use(NamedTuple):
    title: str
    url: str | None


def list_translations(things: Iterable[Model]) -> list[Any]:
    """Return the translations of pages or snippets, without those given; aliases follow their source anyway."""
    given = list(things)
    found: dict[Any, Any] = {}
    for thing in given:
        if not isinstance(thing, TranslatableMixin):
            continue
        translations = thing.get_translations().select_related("locale").order_by("locale__language_code")
        if isinstance(thing, Page):
            translations = translations.filter(alias_of=None).specific()
        found |= {one.pk: one for one in translations}
    for thing in given:
        found.pop(thing.pk, None)
    return list(found.values())


def list_live_translations(things: Iterable[Model], user: Any) -> list[Any]:
    """Return the translations that a user could unpublish."""
    return [one for one in list_translations(things) if getattr(one, "live", False) and may_unpublish(one, user)]


def may_unpublish(thing: Any, user: Any) -> bool:
    if isinstance(thing, Page):
        return bool(thing.permissions_for_user(user).can_unpublish())
    return bool(policy_registry.get(thing).user_has_permission_for_instance(user, "publish", thing))


def list_chosen(request: HttpRequest, translations: list[Any]) -> list[Any]:
    """Return those of the ``translations`` whose checkboxes are ticked."""
    ticked = set(request.POST.getlist(TRANSLATIONS))
    return [one for one in translations if str(one.pk) in ticked]


def unpublish_translations(request: HttpRequest, thing: Model) -> None:
    unpublish_translations_of([thing], request)


def unpublish_translations_of_all(request: HttpRequest, action: str, objects: list[Model], view: Any) -> None:
    if action == "unpublish":
        unpublish_translations_of(objects, request)


def unpublish_translations_of(things: list[Model], request: HttpRequest) -> None:
    """Unpublish the ticked translations of what is about to be unpublished."""
    chosen = list_chosen(request, list_live_translations(things, request.user))
    for one in chosen:
        if isinstance(one, Page):
            include = bool(request.POST.get("include_descendants"))
            action = UnpublishPageAction(one, user=request.user, include_descendants=include)
        else:
            action = UnpublishAction(one, user=request.user)
        action.execute(skip_permission_checks=True)
    if chosen:
        names = ", ".join(f"“{one}” ({one.locale})" for one in chosen)
        messages.success(request, _("Also unpublished: %(names)s.") % {"names": names})


def list_deletable_translations(things: list[Model], user: Any) -> list[Any]:
    """Return the translations of snippets that a user could delete."""
    return [
        one
        for one in list_translations(things)
        if policy_registry.get(one).user_has_permission_for_instance(user, "delete", one)
    ]


def delete_translations(request: HttpRequest, things: list[Model]) -> None:
    """Delete the ticked translations of snippets that are about to be deleted."""
    if request.method != "POST":
        return
    chosen = list_chosen(request, list_deletable_translations(things, request.user))
    names = ", ".join(f"“{one}” ({one.locale})" for one in chosen)
    for one in chosen:
        one.delete()
    if chosen:
        messages.success(request, _("Also deleted: %(names)s.") % {"names": names})


def list_public_uses(things: list[Model], request: HttpRequest) -> list[Use]:
    """Return what readers can see that refers to pages or snippets in any language.

    Pages refer to the original, and readers of another language see its translation there.
    """
    same = [*things, *list_translations(things)]
    keys = {(one._meta.concrete_model, one.pk) for one in same}
    visibility = SiteContext.of(request).visibility
    finder = AdminURLFinder(request.user)
    found: dict[Any, Use] = {}
    for source in find_sources(same):
        key = (source._meta.concrete_model, source.pk)
        if visibility.shows(source) and key not in keys:
            found[key] = Use(describe(source), finder.get_edit_url(source))
    return sorted(found.values(), key=lambda use: use.title)


def find_sources(things: list[Any]) -> Iterator[Any]:
    for thing in things:
        for source, _references in ReferenceIndex.get_references_to(thing).group_by_source_object():
            yield source.specific_deferred if isinstance(source, Page) else source


def describe(source: Any) -> str:
    title = source.get_admin_display_title() if isinstance(source, Page) else str(source)
    return f"{title} ({source._meta.verbose_name})"

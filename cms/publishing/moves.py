"""Moves a page together with its translations, and lets aliases in other languages follow their source."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.http import HttpRequest
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.models import Page
from wagtail.signals import page_slug_changed, post_page_move

from cms.publishing.withdrawal import list_chosen, list_translations
from cms.represent.visibility import SITE_TREE
from cms.upstream.wagtail import find_available_slug
from cms.upstream.wagtail_actions import MovePageAction, MovePagePermissionError


def connect_signals() -> None:
    page_slug_changed.connect(rename_aliases, dispatch_uid="rename_aliases")
    post_page_move.connect(move_aliases, dispatch_uid="move_aliases")


# Translations, in the dialogs of the admin


def list_movable_translations(pages: Iterable[Page], user: Any) -> list[Any]:
    """Return the translations that stand at the same place in their language, and that the user may move."""
    pages = [page for page in pages if page.depth > 1]
    parents = {page.translation_key: page.get_parent().translation_key for page in pages}
    return [
        one
        for one in list_translations(pages)
        if is_in_site(one)
        and one.get_parent().translation_key == parents[one.translation_key]
        and one.permissions_for_user(user).can_move()
    ]


def describe_moves(translations: list[Any], destination: Page) -> tuple[list[Any], list[Any]]:
    """Return the translations that can follow to a destination, and those whose language does not have it."""
    found = [(one, find_destination(one, destination)) for one in translations]
    return [one for one, target in found if target], [one for one, target in found if not target]


def find_destination(translation: Page, destination: Page) -> Page | None:
    """Return the page in the language of a translation that is the same as a destination."""
    same = Page.objects.filter(translation_key=destination.translation_key, locale=translation.locale_id)
    return next(filter(is_in_site, same), None)


def is_in_site(page: Page) -> bool:
    return page.path.startswith(SITE_TREE)


def is_free(slug: str, parent: Page, page: Page) -> bool:
    """Whether a page can have this slug below a parent."""
    return bool(find_available_slug(parent, slug, ignore_page_id=page.pk) == slug)


def remember_translations(request: HttpRequest, page: Page, destination: Page) -> None:
    """Before a page is moved: find its ticked translations, which stand beside it still."""
    if request.method == "POST":
        request.moved_translations = list_chosen(  # type: ignore[attr-defined]
            request, list_movable_translations([page], request.user)
        )


def move_remembered_translations(request: HttpRequest, page: Page) -> None:
    chosen = getattr(request, "moved_translations", [])
    move_translations(request, chosen, Page.objects.get(pk=page.pk).get_parent())


def move_translations_of_all(request: HttpRequest, action: str, objects: list[Any], view: Any) -> None:
    """Before several pages are moved by a bulk action: move their ticked translations."""
    if action == "move":
        chosen = list_chosen(request, list_movable_translations(objects, request.user))
        move_translations(request, chosen, view.cleaned_form.cleaned_data["chooser"])


def move_translations(request: HttpRequest, translations: list[Any], destination: Page) -> None:
    """Move translations to where the destination is in their language, and say of each what became of it."""
    for one in translations:
        name = f"“{one}” ({one.locale})"
        target = find_destination(one, destination)
        if target is None:
            text = _("%(name)s stays where it is: there is no “%(title)s” in its language.")
            messages.warning(request, text % {"name": name, "title": destination.title})
        elif not is_free(one.slug, target, one):
            text = _("%(name)s stays where it is: another page in “%(title)s” has its address.")
            messages.warning(request, text % {"name": name, "title": target.title})
        else:
            try:
                MovePageAction(one, target, pos="last-child", user=request.user).execute()
                messages.success(request, _("Also moved: %(name)s.") % {"name": name})
            except MovePagePermissionError:
                messages.warning(request, _("%(name)s stays where it is: you may not move it there.") % {"name": name})


# Aliases in other languages


def list_aliases_elsewhere(page: Page) -> Iterable[Any]:
    """Return the aliases of a page in other languages, which stand for translations."""
    aliases = Page.objects.filter(alias_of=page.pk, translation_key=page.translation_key)
    return [one for one in aliases.exclude(locale=page.locale_id).specific() if is_in_site(one)]


@transaction.atomic
def rename_aliases(instance: Page, instance_before: Page, **kwargs: Any) -> None:
    """Give aliases that have the old slug of their source the new one, if it is free there."""
    for alias in list_aliases_elsewhere(instance):
        if alias.slug != instance_before.slug or not is_free(instance.slug, alias.get_parent(), alias):
            continue
        alias.slug = instance.slug
        alias.save(clean=False)  # which sends the signal for the alias


def move_aliases(instance: Page, parent_page_before: Page, parent_page_after: Page, **kwargs: Any) -> None:
    """Move aliases that stood at the place of their source to its new place, if their language has that.

    The bin takes aliases along itself.
    """
    is_inside = is_in_site(parent_page_before) and is_in_site(parent_page_after)
    if parent_page_before.pk == parent_page_after.pk or not is_inside:
        return
    for alias in list_aliases_elsewhere(instance):
        if alias.get_parent().translation_key != parent_page_before.translation_key:
            continue
        target = find_destination(alias, parent_page_after)
        if target is not None and is_free(alias.slug, target, alias):
            MovePageAction(alias, target, pos="last-child").execute(skip_permission_checks=True)

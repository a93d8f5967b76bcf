"""What waits to be translated: a page of the admin, and a panel of its dashboard."""

from typing import Any, NamedTuple

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.admin.ui.components import Component
from wagtail.models import Locale, Page

from cms.translation.creation import has_own_translation, lacks_parent, lead_to, send_for_translation
from cms.translation.models import TranslationNotice
from cms.translation.permissions import list_languages
from cms.translation.screen import make_url
from cms.translation.waiting import CURRENT, Item, list_items

ON_DASHBOARD = 5


class Language(NamedTuple):
    locale: Locale
    items: list[Item]
    waiting: int


def list_by_language(user: Any, *, only_waiting: bool) -> list[Language]:
    """Return what there is to translate, for each language of a user, with how much of it waits."""
    found = []
    for locale in list_languages(user):
        items = list_items(locale)
        waiting = [item for item in items if item.name != CURRENT]
        found.append(Language(locale, waiting if only_waiting else items, len(waiting)))
    return found


def show_overview(request: Any) -> HttpResponse:
    """List what waits in each language of the user, newest first; ``?all`` lists what is up to date too."""
    if not list_languages(request.user).exists():
        raise PermissionDenied
    only_waiting = "all" not in request.GET
    finder = AdminURLFinder(request.user)
    languages = list_by_language(request.user, only_waiting=only_waiting)
    context = {
        "header_title": _("Translations"),
        "page_title": _("Translations"),
        "header_icon": "wagtail-localize-language",
        "languages": [(one, [(item, link_to(item, finder)) for item in one.items]) for one in languages],
        "only_waiting": only_waiting,
        "is_notified": TranslationNotice.objects.filter(user=request.user).exists(),
    }
    return TemplateResponse(request, "translation/overview.html", context)


def link_to(item: Item, finder: AdminURLFinder) -> dict[str, Any]:
    """Return the addresses of the original, for those who may edit it, and of the translation's screen."""
    return {
        "source": finder.get_edit_url(item.source) or getattr(item.source, "full_url", None),
        "screen": make_url(item.state.translation) if item.state else None,
    }


@require_POST
def start(request: HttpRequest, page_id: int, locale_id: int) -> HttpResponse:
    """Make a draft translation of a public page, and lead to its screen."""
    locale = get_object_or_404(list_languages(request.user), pk=locale_id)
    page = get_object_or_404(Page.objects.live(), pk=page_id).specific
    if page.locale_id == locale.pk or has_own_translation(page, locale):
        messages.error(request, _("“%(title)s” is in this language already.") % {"title": page.title})
        return redirect("translation_waiting")
    if lacks_parent(page, locale, request.user):
        message = _("First translate the page above this one: %(title)s")
        messages.error(request, message % {"title": page.get_parent().get_admin_display_title()})
        return redirect("translation_waiting")
    creator = send_for_translation(page, [locale], user=request.user)
    if creator.counterparts:
        return redirect(lead_to(request, creator.counterparts) or "translation_waiting")
    [created] = [made for source, [made] in creator.mappings.items() if source.object_id == page.translation_key]
    return redirect(make_url(created))


@require_POST
def choose_notices(request: Any) -> HttpResponse:
    """Begin or stop sending a user e-mails about what waits."""
    if not list_languages(request.user).exists():
        raise PermissionDenied
    if "wanted" not in request.POST:
        TranslationNotice.objects.filter(user=request.user).delete()
        messages.success(request, _("You get no more e-mails about what waits."))
    elif not request.user.email:
        messages.error(request, _("Your account has no e-mail address. Add it in your account first."))
    else:
        TranslationNotice.objects.get_or_create(user=request.user)
        messages.success(request, _("You get an e-mail when something new waits, once a day at most."))
    return redirect("translation_waiting")


class WaitingPanel(Component):
    """On the dashboard: how much waits in each language, and the newest of it."""

    name = "translations"
    order = 250
    template_name = "translation/panel.html"

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        request = parent_context["request"]
        languages = [one for one in list_by_language(request.user, only_waiting=True) if one.waiting]
        return {
            "languages": [(one, one.items[:ON_DASHBOARD]) for one in languages],
            "csrf_token": get_token(request),
        }

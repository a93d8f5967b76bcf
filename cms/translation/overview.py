"""What waits to be translated: a page of the admin, and a panel of its dashboard."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.admin.ui.components import Component
from wagtail.models import Page

from cms.represent.site_context import SiteContext
from cms.represent.visibility import live
from cms.translation.creation import has_own_translation, lacks_parent, lead_to, send_for_translation
from cms.translation.models import TranslationNotice
from cms.translation.permissions import SUBMIT, list_languages
from cms.translation.screen import make_url
from cms.translation.waiting import Item, Items, count_waiting

ON_DASHBOARD, ON_PAGE = 5, 50


def show_overview(request: Any) -> HttpResponse:
    """List what waits in each language of the user, newest first; ``?all`` lists what is up to date too.

    The first 50 of each language; ``?language=cy`` shows one alone, in pages.
    """
    mine = list_languages(request.user)
    if not mine.exists():
        raise PermissionDenied
    if chosen := request.GET.get("language"):
        mine = mine.filter(language_code=chosen)
    only_waiting = "all" not in request.GET
    finder = AdminURLFinder(request.user)
    languages: list[Any] = []
    numbers: Any = ()
    for locale in mine:
        items: Any = Items(locale, only_waiting=only_waiting)
        pages = Paginator(items, ON_PAGE)
        part = pages.get_page(request.GET.get("p") if chosen else 1)
        languages.append((locale, part, [(item, link_to(item, finder)) for item in part]))
        numbers = pages.get_elided_page_range(part.number)
    context = {
        "header_title": _("Translations"),
        "page_title": _("Translations"),
        "header_icon": "wagtail-localize-language",
        "languages": languages,
        "chosen": chosen,
        "elided_page_range": numbers,
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
    page = get_object_or_404(Page.objects.filter(live()), pk=page_id).specific
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
    """Begin or stop sending a user emails about what waits."""
    if not list_languages(request.user).exists():
        raise PermissionDenied
    if "wanted" not in request.POST:
        TranslationNotice.objects.filter(user=request.user).delete()
        messages.success(request, _("You will get no more emails about what waits."))
    elif not request.user.email:
        messages.error(request, _("Your account has no email address. Add it in your account first."))
    else:
        TranslationNotice.objects.get_or_create(user=request.user)
        messages.success(request, _("You get an email when something new waits, once a day at most."))
    return redirect("translation_waiting")


class WaitingPanel(Component):
    """On the dashboard: how much waits in each language; for translators, who see little else, also the newest."""

    name = "translations"
    order = 250
    template_name = "translation/panel.html"

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        request = parent_context["request"]
        if request.user.has_perm(SUBMIT):
            every = SiteContext.of(None).locales.values()  # which other panels need, too
            locales = sorted(every, key=lambda locale: locale.language_code)
            numbers = count_waiting(locales)
            languages: list[Any] = [(locale, numbers[locale.pk], []) for locale in locales]
        else:
            locales = list(list_languages(request.user))
            waiting = [(locale, Items(locale, only_waiting=True)) for locale in locales]
            languages = [(locale, len(items), items[:ON_DASHBOARD]) for locale, items in waiting]
        return {
            "languages": [one for one in languages if one[1]],
            "has_languages": bool(locales),
            "csrf_token": get_token(request),
        }

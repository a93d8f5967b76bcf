"""Admin views of shared snippets and of a site's texts."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.utils.functional import cached_property
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import LiveStatusTagColumn, LocaleColumn
from wagtail.models import Locale, Site
from wagtail.snippets.views.snippets import CreateView, SnippetViewSet

from cms.admin.choosers import CallToActionChooserViewSet, TopicChooserViewSet
from cms.admin.drafts import DraftViewSet
from cms.models import CallToAction, Navigation, SiteText, Topic


class TopicViewSet(DraftViewSet):
    model = Topic
    icon = "tag"
    menu_label = _("Topics")
    add_to_admin_menu = True
    menu_order = 220
    list_display = ["name", "slug", "public", LocaleColumn(), LiveStatusTagColumn(label=_("Status"))]
    list_filter = ["public"]
    chooser_viewset_class = TopicChooserViewSet


class CallToActionViewSet(DraftViewSet):
    model = CallToAction
    icon = "pick"
    menu_label = _("Calls to action")
    add_to_admin_menu = True
    menu_order = 230
    list_display = ["heading", LocaleColumn(), LiveStatusTagColumn(label=_("Status"))]
    chooser_viewset_class = CallToActionChooserViewSet


def refuse_overwriting_copy(request: HttpRequest, model: type[Any]) -> HttpResponse | None:
    """Refuse a form that is sent to the address which shows the form of a copy.

    The button of that form sends it to the address for new snippets. Sent here, Wagtail would save it over the
    original, and withdraw that.
    """
    if request.method == "POST" and request.resolver_match and request.resolver_match.url_name == "copy":
        return HttpResponseNotAllowed(["GET"])
    return None


class SitePartCreateView(CreateView):
    """Preselects the site that the editor works on."""

    def get_initial_form_instance(self) -> Any:
        instance = super().get_initial_form_instance() or self.model()
        instance.site = Site.find_for_request(self.request)
        return instance


class SitePartViewSet(SnippetViewSet):
    """A snippet of which each site has one per language: the settings menu opens the right one."""

    add_to_settings_menu = True
    add_view_class = SitePartCreateView
    list_display = ["site", LocaleColumn()]

    def get_urlpatterns(self) -> list[URLPattern]:
        return [*super().get_urlpatterns(), path("current/", self.open_current, name="current")]

    @cached_property
    def menu_url(self) -> str:
        return reverse(self.get_url_name("current"))

    def open_current(self, request: HttpRequest) -> HttpResponseRedirect:
        """Redirect to this site's snippet in the editor's language, or to the form that creates it."""
        locale = find_content_locale()
        part = self.model.objects.filter(site=Site.find_for_request(request), locale=locale).first()
        if part is None:
            return redirect(f"{reverse(self.get_url_name('add'))}?locale={locale.language_code}")
        return redirect(self.get_url_name("edit"), part.pk)


def find_content_locale() -> Locale:
    """Return the locale of the admin's language, or else the default one."""
    wanted = (get_language() or settings.LANGUAGE_CODE).split("-")[0]
    return Locale.objects.filter(language_code=wanted).first() or Locale.get_default()


class SiteTextViewSet(SitePartViewSet):
    model = SiteText
    icon = "edit"
    menu_label = _("Site texts")


class NavigationViewSet(SitePartViewSet):
    model = Navigation
    icon = "list-ul"
    menu_label = _("Menus")

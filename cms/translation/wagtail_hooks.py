from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, URLResolver, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets import Button
from wagtail.models import Page, TranslatableMixin
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from cms.checking.checks import Check
from cms.translation import outdated, overview, screen, views
from cms.translation.adopting import adopt
from cms.translation.models import GlossaryTerm, TranslationState
from cms.translation.notices import send_notices
from cms.translation.permissions import has_languages, may_translate
from cms.translation.states import find_as_target
from cms.translation.waiting import LABELS, list_reviews, name_state

hooks.register("run_every_minute", send_notices)

# wagtail-localize's button that lets a translation follow its source again.
RESTART = "localize-restart-translation"

REPLACED = [
    "strings/<int:string_segment_id>/edit/",
    "overrides/<int:overridable_segment_id>/edit/",
    "pofile/download/",
    "pofile/upload/",
    "machine_translate/",
]


@hooks.register("register_admin_urls", order=-1)
def register_admin_urls() -> list[URLPattern | URLResolver]:
    """Take the place of wagtail-localize's views: these addresses, which its buttons lead to, are found first."""
    return [
        path("localize/submit/page/<int:page_id>/", views.TranslatePageView.as_view()),
        path(
            "localize/submit/snippet/<slug:app_label>/<slug:model_name>/<str:pk>/",
            views.TranslateSnippetView.as_view(),
        ),
        path("localize/update/<int:translation_source_id>/", views.SyncTranslationsView.as_view()),
        path("localize/page/<int:page_id>/convert_to_alias/", views.make_alias),
        path("localize/translate/<int:translation_id>/disable/", views.stop),
        *(path(f"localize/translate/<int:translation_id>/{rest}", views.open_screen_instead) for rest in REPLACED),
        path("translations/", overview.show_overview, name="translation_waiting"),
        path("translations/<int:pk>/", screen.ScreenView.as_view(), name="translation_screen"),
        path("translations/<int:pk>/preview/", screen.PreviewView.as_view(), name="translation_preview"),
        path("translations/<int:pk>/texts/<int:segment_pk>/", screen.TextView.as_view(), name="translation_text"),
        path(
            "translations/<int:pk>/values/<int:segment_pk>/", screen.OverrideView.as_view(), name="translation_override"
        ),
        path("translations/<int:pk>/texts.po", screen.ExportView.as_view(), name="translation_export"),
        path("translations/notices/", overview.choose_notices, name="translation_notices"),
        path("translations/start/<int:page_id>/<int:locale_id>/", overview.start, name="translation_start"),
    ]


@hooks.register("before_edit_page", order=-1)
@hooks.register("before_edit_snippet", order=-1)
def open_screen(request: HttpRequest, instance: Any) -> HttpResponse | None:
    """Lead to the screen of a translation instead of the form. One that follows its source again keeps its texts."""
    if not isinstance(instance, TranslatableMixin) or getattr(instance, "alias_of_id", None):
        return None
    translation = find_as_target(instance).first()
    if translation and not translation.enabled and request.method == "POST" and RESTART in request.POST:
        adopt(translation.source.get_source_instance(), instance)
        translation.refresh_from_db()
    return redirect(screen.make_url(translation)) if translation and translation.enabled else None


@hooks.register("register_page_header_buttons")
def add_buttons(page: Page, user: Any, view_name: str, next_url: str | None = None) -> Iterator[Button]:
    """Say in the form of an original how far each of its translations is."""
    states = TranslationState.objects.of(page).filter(translation__source__locale=page.locale_id)
    for state in states.select_related("translation__source", "translation__target_locale"):
        target = state.translation.get_target_instance()
        if may_translate(user, target):
            name = state.translation.target_locale.get_display_name()
            label = LABELS[name_state(target, list_reviews(type(target)), state)]
            text = f"{name}: {label}, {state.translated}/{state.total}"
            yield Button(text, screen.make_url(state.translation), icon_name="wagtail-localize-language", priority=62)


class GlossaryViewSet(SnippetViewSet):
    model = GlossaryTerm
    icon = "openquote"
    menu_label = _("Glossary")
    add_to_settings_menu = True
    list_display = ["term", "translation", "locale", "note"]
    list_filter = ["locale"]
    search_fields = ["term", "translation"]


register_snippet(GlossaryViewSet)


class TranslationsMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return has_languages(request.user)


@hooks.register("register_admin_menu_item")
def register_menu_item() -> MenuItem:
    return TranslationsMenuItem(
        _("Translations"),
        reverse("translation_waiting"),
        name="translations",
        icon_name="wagtail-localize-language",
        order=450,
    )


@hooks.register("construct_reports_menu")
def hide_report(request: HttpRequest, menu_items: list[MenuItem]) -> None:
    """wagtail-localize's report of translations knows less than the list of what waits."""
    address = reverse("wagtail_localize:translations_report")
    menu_items[:] = [item for item in menu_items if item.url != address]


@hooks.register("construct_homepage_panels")
def add_panel(request: HttpRequest, panels: list[Any]) -> None:
    if has_languages(request.user):
        panels.append(overview.WaitingPanel())


@hooks.register("register_guide_sections")
def register_guide_sections() -> dict[str, str]:
    return {"translation_waiting": "translate"}


@hooks.register("register_checks")
def register_checks() -> list[type[Check]]:
    return outdated.CHECKS

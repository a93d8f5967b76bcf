from django.urls import URLPattern, URLResolver, path
from wagtail import hooks

from cms.translation import views


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
    ]

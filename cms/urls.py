"""The composition root: every address of the project. Nothing imports it."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.conf.urls.static import static
from django.urls import URLPattern, URLResolver, include, path, re_path
from django.views.generic import RedirectView
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls
from wagtail.urls import serve_pattern
from wagtail.urls import urlpatterns as wagtail_urlpatterns

from cms.accounts import urls as accounts
from cms.accounts.demand import demand_second_factor
from cms.admin.bad_requests import View, refuse_unreadable_forms
from cms.api.endpoints import collect_endpoints
from cms.api.problems import ProblemsView
from cms.api.schema.views import DocsView, Document, SchemaView
from cms.api.views import UnknownPathView
from cms.bin import reports
from cms.bin.deleting import show_bin_instead
from cms.brand import stylesheet
from cms.media.documents import send_unencoded
from cms.publishing.transactions import write_in_one_transaction
from cms.setup import urls as setup
from cms.site.routing import serve_page
from cms.site.sitemaps import show_llms, show_robots, show_sitemap, show_sitemap_part
from cms.upstream.wagtail import decorate_urlpatterns
from search.views import show_results

api, endpoints = collect_endpoints()
handler500 = "cms.api.errors.handle_server_error"
document = Document(patterns=endpoints, router=api)


def decorate_admin_view(view: View) -> View:
    """Roll back before an unreadable form is refused."""
    return demand_second_factor(refuse_unreadable_forms(show_bin_instead(write_in_one_transaction(view))))


urlpatterns: list[URLPattern | URLResolver] = [
    path("api/v2/schema/", SchemaView.as_view(document=document), name="schema"),
    path("api/v2/docs/", DocsView.as_view(), name="docs"),
    path("api/v2/problems/", ProblemsView.as_view(), name="problems"),
    *endpoints,
    re_path(r"^api/v2/", UnknownPathView.as_view()),
    path("sitemap.xml", show_sitemap, name="sitemap"),
    path("sitemap-<str:section>.xml", show_sitemap_part, name="sitemap_part"),
    path("robots.txt", show_robots),
    path("llms.txt", show_llms),
    path("", include(stylesheet)),
    path("admin/", include(setup)),
    path("admin/reports/", include(decorate_urlpatterns(reports.urlpatterns, decorate_admin_view))),
    path("admin/", include(decorate_urlpatterns(accounts.urlpatterns, decorate_admin_view))),
    path("admin/", include(decorate_urlpatterns(wagtailadmin_urls.urlpatterns, decorate_admin_view))),
    path("documents/", include(decorate_urlpatterns(wagtaildocs_urls.urlpatterns, send_unencoded))),
]

if settings.DEBUG:
    urlpatterns += static(settings.MEDIA_URL + "images/", document_root=settings.MEDIA_ROOT / "images")

urlpatterns += i18n_patterns(
    path("search/", show_results, name="search"),
    # Wagtail's own pattern allows no dots: files such as feed.atom are routes of their page.
    re_path(r"^((?:[\w-]+/)*[\w-]+\.(?:atom|json|ics|html\.md))$", serve_page),
    # Wagtail's own form for readers knows no second factor.
    path(
        "_util/login/",
        RedirectView.as_view(pattern_name="wagtailadmin_login", query_string=True),
        name="wagtailcore_login",
    ),
    *(pattern for pattern in wagtail_urlpatterns if pattern.name not in {"wagtail_serve", "wagtailcore_login"}),
    re_path(serve_pattern, serve_page, name="wagtail_serve"),
    prefix_default_language=False,
)

"""The composition root: every address of the project. Nothing imports it."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.conf.urls.static import static
from django.urls import URLPattern, URLResolver, include, path, re_path
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.api.v2.router import WagtailAPIRouter
from wagtail.documents import urls as wagtaildocs_urls
from wagtail.urls import urlpatterns as wagtail_urlpatterns
from wagtail.utils.urlpatterns import decorate_urlpatterns
from wagtail.views import serve

from blog.api import UpdatesAPIViewSet
from cms.api.media import DocumentsAPIViewSet, ImagesAPIViewSet
from cms.api.pages import PagesAPIViewSet
from cms.api.redirects import RedirectsAPIViewSet
from cms.api.schema.views import DocsView, Document, SchemaView
from cms.api.site import SiteAPIView
from cms.api.snippets import TopicsAPIViewSet
from cms.api.views import UnknownPathView
from cms.changes.api import ChangesAPIView
from cms.people.api import PeopleAPIViewSet
from cms.publishing.transactions import write_in_one_transaction
from cms.site.sitemaps import show_llms, show_robots, show_sitemap, show_sitemap_part
from events.api import EventDatesAPIViewSet, EventsAPIViewSet
from search.api import SearchView, SuggestView
from search.views import show_results

api = WagtailAPIRouter("api")
# Typed endpoints come before `pages`, so that `detail_url` is the typed one everywhere.
api.register_endpoint("updates", UpdatesAPIViewSet)
api.register_endpoint("events", EventsAPIViewSet)
api.register_endpoint("event-dates", EventDatesAPIViewSet)
api.register_endpoint("pages", PagesAPIViewSet)
api.register_endpoint("images", ImagesAPIViewSet)
api.register_endpoint("documents", DocumentsAPIViewSet)
api.register_endpoint("people", PeopleAPIViewSet)
api.register_endpoint("topics", TopicsAPIViewSet)
api.register_endpoint("redirects", RedirectsAPIViewSet)
api.register_endpoint("changes", ChangesAPIView)

endpoints = [
    path("api/v2/site/", SiteAPIView.as_view(), name="site"),
    path("api/v2/search/", SearchView.as_view(), name="search_api"),
    path("api/v2/search/suggest/", SuggestView.as_view(), name="suggest_api"),
    path("api/v2/", api.urls),
]
handler500 = "cms.api.errors.show_failure"
document = Document(patterns=endpoints, router=api)

urlpatterns: list[URLPattern | URLResolver] = [
    path("api/v2/schema/", SchemaView.as_view(document=document), name="schema"),
    path("api/v2/docs/", DocsView.as_view(), name="docs"),
    *endpoints,
    re_path(r"^api/v2/", UnknownPathView.as_view()),
    path("sitemap.xml", show_sitemap, name="sitemap"),
    path("sitemap-<str:section>.xml", show_sitemap_part, name="sitemap_part"),
    path("robots.txt", show_robots),
    path("llms.txt", show_llms),
    path("admin/", include(decorate_urlpatterns(wagtailadmin_urls.urlpatterns, write_in_one_transaction))),
    path("documents/", include(wagtaildocs_urls)),
]

if settings.DEBUG:
    urlpatterns += static(settings.MEDIA_URL + "images/", document_root=settings.MEDIA_ROOT / "images")

urlpatterns += i18n_patterns(
    path("search/", show_results, name="search"),
    # Wagtail's own pattern has no dots: files such as feed.atom are routes of the page they belong to.
    re_path(r"^((?:[\w-]+/)*[\w-]+\.(?:atom|json|ics))$", serve),
    *wagtail_urlpatterns,
    prefix_default_language=False,
)

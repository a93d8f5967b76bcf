"""What the adapter of Wagtail keeps with a request is what Wagtail looks at."""

from django.test import RequestFactory
from wagtail.api.v2.views import BaseAPIViewSet
from wagtail.models import Page, Site

from cms.upstream.drf import open_view
from cms.upstream.wagtail import (
    PageSitemap,
    find_rich_text_format,
    has_site,
    make_markdown_converter,
    set_root_paths,
    set_site,
)
from cms.upstream.wagtail_admin import PageFilterSet


def test_wagtail_takes_the_site_that_is_kept_with_a_request():
    request, site = RequestFactory().get("/"), Site(hostname="cms.example.org")
    assert not has_site(request)

    set_site(request, site)

    assert has_site(request)
    assert Site.find_for_request(request) is site  # and asks no database, which this test may not use


def test_wagtail_takes_the_root_paths_that_are_kept_with_a_request():
    request, roots = RequestFactory().get("/"), [object()]

    set_root_paths(request, roots)

    assert Page._get_site_root_paths(None, request) is roots


def test_the_api_passes_on_which_format_of_rich_text_is_asked_for():
    request = RequestFactory().get("/", {"rich_text_format": "markdown"})
    request.wagtailapi_router = None

    view = open_view(BaseAPIViewSet, request, "listing_view")

    assert find_rich_text_format(view.get_serializer_context()) == "markdown"
    assert find_rich_text_format({}) == "html"


def test_a_sitemap_has_the_entries_of_its_part_and_the_latest_of_their_times():
    class Numbers(PageSitemap):
        limit = 2

        def items(self):
            return [3, 1, 2]

        def list_entries(self, pages):
            return [{"location": f"/{page}/", "lastmod": page} for page in pages]

    sitemap = Numbers()
    urls = sitemap._urls(1, "https", "cms.example.org")

    assert [entry["location"] for entry in urls] == ["/3/", "/1/"]
    assert sitemap.latest_lastmod == 3


def test_html_becomes_markdown_without_a_look_at_its_links():
    convert = make_markdown_converter()

    assert convert('<p>See <a href="/map/">the <b>map</b></a></p>').strip() == "See [the **map**](/map/)"


def test_a_list_of_pages_has_the_filters_that_ours_leave_out():
    assert {"owner", "site", "has_child_pages"} <= set(PageFilterSet.base_filters)

"""The search page."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from wagtail.models import Locale, Page

from cms.represent.loader import Loader

RESULTS_A_PAGE = 10
MOST_RESULTS = 200
LONGEST_QUERY = 100


def show_results(request: HttpRequest) -> HttpResponse:
    """Show the pages in the reader's language that match ``?q=``, the latest first."""
    query = request.GET.get("q", "").replace("\x00", "").strip()[:LONGEST_QUERY]
    paginator = Paginator(find_pages(query), RESULTS_A_PAGE)
    results = paginator.get_page(request.GET.get("page"))
    pages = Page.objects.filter(pk__in=[page.pk for page in results]).specific()
    specific = {page.pk: page for page in pages}
    Loader(request, fields={"hero_image"}).load(specific.values())
    results.object_list = [specific[page.pk] for page in results]
    context = {"query": query, "results": results, "total": paginator.count}
    return render(request, "search/results.html", context)


def find_pages(query: str) -> list[Page]:
    """Return at most 200 live public pages that match every word of ``query``; none for an empty one."""
    if not query:
        return []
    pages = Page.objects.live().public().filter(locale=Locale.get_active(), depth__gt=1)
    # Ranking costs a subquery for each hit on SQLite, so the latest come first.
    matches = pages.order_by("-first_published_at").search(query, operator="and", order_by_relevance=False)
    return list(matches[:MOST_RESULTS])

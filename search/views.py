"""The search page."""

from html import unescape
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import strip_tags
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from wagtail.models import Locale, Page, Site

from cms.api.facets import Facet
from cms.api.parameters import MAX_TEXT_LENGTH
from cms.people.models import Person
from cms.represent.alternates import list_views
from cms.represent.emails import obfuscate_emails
from cms.represent.site_context import SiteContext
from cms.site.pagination import find_part
from cms.upstream.django import capfirst
from search.fruitless import record
from search.matching import Scope
from search.results import Result, Search, read_advice
from search.scope import find_scope, list_types

RESULTS_PER_PAGE = 10
FILTERS = ("type", "topic")


@require_safe
def show_results(request: HttpRequest) -> HttpResponse:
    """Show what matches ``?q=`` in the reader's language, filtered by ``type`` and ``topic``."""
    query = read_parameter(request, "q")
    suggest_url = f"{reverse('api_search_suggest')}?locale={get_language()}"
    if not query:
        context: dict[str, Any] = {"query": "", "translations": list_views(request, "search")}
        return render(request, "search/results.html", {**context, "suggest_url": suggest_url})
    chosen = {name: value for name in FILTERS if (value := read_parameter(request, name))}
    advice, scope = read_advice(request, query), list_pages(request, chosen)
    is_exact = bool(request.GET.get("exact"))
    search: Any = Search(
        request, scope, query, advice, with_links=not chosen, locale=Locale.get_active(), is_exact=is_exact
    )
    results: Any = find_part(Paginator(search, RESULTS_PER_PAGE), request)
    site = Site.find_for_request(request)
    if site and not chosen and results.number == 1 and (search.is_partial or not search):
        record(site.pk, get_language() or "", query)
    results.object_list = [show_result(result, request) for result in results.object_list]
    context = {
        "query": query,
        "suggest_url": suggest_url,
        "results": results,
        "total": len(search),
        "is_complete": search.is_complete,
        "searched_for": search.searched_for,
        "is_partial": search.is_partial,
        "exactly": link_to(request, exact="1", page=None),
        "filters": list_filters(request, search, chosen),
        "everything": link_to(request, type=None, topic=None, page=None) if chosen else "",
        "parameters": link_to(request, page=None).removeprefix("?"),
        "translations": list_views(request, "search", link_to(request, type=None, topic=None, page=None)[1:]),
    }
    return render(request, "search/results.html", context)


def read_parameter(request: HttpRequest, name: str) -> str:
    """Return a parameter that can be searched for; an empty string if there is none."""
    return request.GET.get(name, "").replace("\x00", "").strip()[:MAX_TEXT_LENGTH]


def list_pages(request: HttpRequest, chosen: dict[str, str]) -> Scope:
    """Return the pages to search; an unknown type is ignored."""
    types = [name for name in (chosen.get("type"),) if name in list_types()]
    topics = [chosen["topic"]] if "topic" in chosen else []
    context, site = SiteContext.of(request), Site.find_for_request(request)
    return find_scope(context, site, locale=Locale.get_active(), types=types, topics=topics)


def show_result(result: Result, request: HttpRequest) -> dict[str, Any]:
    """Return a result for the template."""
    link: Any = result.promotion
    shown = {
        "excerpt": obfuscate_addresses(result.excerpt),
        "promoted": link is not None,
        "details": result.details,
        "thing": result.thing,
        "page": result.page,
    }
    match result.thing:
        case None:
            return {**shown, "title": link.external_link_text, "url": link.external_link_url, "kind": _("Another site")}
        case Page() as page:
            kind = capfirst(str((page.specific_class or Page)._meta.verbose_name))
            return {**shown, "title": page.title, "url": page.get_url(request), "kind": kind}
        case Person() as person:
            kind = person.role or capfirst(str(Person._meta.verbose_name))
            excerpt = "" if unescape(strip_tags(result.excerpt)) == person.role else shown["excerpt"]
            return {**shown, "title": person.name, "url": person.path, "kind": kind, "excerpt": excerpt}
        case document:
            kind = f"{capfirst(str(document._meta.verbose_name))}, {document.file_extension.upper()}"
            return {**shown, "title": document.title, "url": document.url, "kind": kind}


def obfuscate_addresses(excerpt: SafeString) -> SafeString:
    return mark_safe(obfuscate_emails(excerpt))  # noqa: S308 - excerpts are safe HTML


def list_filters(request: HttpRequest, search: Search, chosen: dict[str, str]) -> list[dict[str, Any]]:
    """Return the groups of links that set a filter or, if it is set, remove it."""
    groups = []
    for name, heading in (("type", _("Type")), ("topic", _("Topic"))):
        facets: list[Facet] = search.facets[name]  # type: ignore[literal-required]
        links = [
            {
                **facet,
                "url": link_to(request, **{name: None if is_chosen else facet["value"]}, page=None),
                "is_chosen": is_chosen,
            }
            for facet in facets
            if (is_chosen := chosen.get(name) == facet["value"]) or name not in chosen
        ]
        if name in chosen or len(links) > 1:
            groups.append({"heading": heading, "links": links})
    return groups


def link_to(request: HttpRequest, **changes: str | None) -> str:
    """Return the address of this page with changed parameters; ``None`` removes one."""
    parameters = request.GET.copy()
    for name, value in changes.items():
        parameters.pop(name, None)
        if value is not None:
            parameters[name] = value
    return f"?{parameters.urlencode()}"

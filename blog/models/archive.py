"""The archive of updates."""

from collections.abc import Callable
from datetime import UTC, datetime
from itertools import groupby
from typing import Any

from django.core.paginator import Paginator
from django.db import models
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.api import APIField
from wagtail.contrib.routable_page.models import path, re_path
from wagtail.models import Page
from wagtail.search import index

from blog.feeds import FEED_FORMATS, UPDATES_PER_FEED, UpdateFeed, make_entry
from blog.models.finding import (
    check_year,
    describe_person,
    find_person,
    find_topic,
    find_translation,
    list_mentions,
    list_public,
)
from blog.models.overview import Overview, read_overview
from blog.models.updates import UpdatePage, UpdateQuerySet
from blog.people import describe_topic, find_hosted, list_groups, show_dates
from cms.freshness.reads import read_chosen
from cms.models import BasePage, Organisation
from cms.models.local import Crumb
from cms.models.routes import LocalRoutes
from cms.represent.alternates import make_alternate
from cms.represent.languages import list_fallbacks
from cms.represent.loader import Loader
from cms.represent.routes import translate_route
from cms.represent.site_context import SiteContext
from cms.site.pagination import find_part
from cms.upstream.django import MONTHS

UPDATES_PER_PAGE = 12


class UpdateIndexPage(LocalRoutes, BasePage):
    """All updates, newest first; by year, month and topic; and people with what they wrote and what mentions them."""

    index_of = "updates"
    feeds = [("Atom", "application/atom+xml", "feed.atom"), ("JSON", "application/feed+json", "feed.json")]

    twin_template = "blog/update_index_twin.html"

    introduction = models.TextField(_("introduction"), blank=True, max_length=300)

    unlisted_fields = [*BasePage.unlisted_fields, "introduction"]
    content_panels = [*BasePage.content_panels, FieldPanel("introduction")]
    search_fields = [*BasePage.search_fields, index.SearchField("introduction", boost=2)]
    api_fields = [APIField("introduction")]
    parent_page_types = ["home.HomePage"]
    subpage_types = ["blog.UpdatePage"]

    class Meta:
        verbose_name = _("updates")

    @property
    def summary_text(self) -> str:
        return self.introduction

    def list_updates(self, request: HttpRequest) -> UpdateQuerySet:
        """Return the public updates, newest first."""
        return list_public(self, request)

    @path("")
    def show_all(self, request: HttpRequest) -> HttpResponse:
        return self.show_updates(request, title=self.title, kind=None)

    @path("<int:year>/")
    def show_year(self, request: HttpRequest, year: int) -> HttpResponse:
        check_year(year)
        return self.show_updates(
            request,
            lambda updates: updates.of_year(year),
            title=f"{self.title}: {year}",
            heading=str(year),
            kind="year",
            route=f"{year}/",
            year=year,
        )

    @path("<int:year>/<int:month>/")
    def show_month(self, request: HttpRequest, year: int, month: int) -> HttpResponse:
        if month not in MONTHS:
            raise Http404("There is no such month.")
        check_year(year)
        return self.show_updates(
            request,
            lambda updates: updates.of_month(year, month),
            title=f"{self.title}: {MONTHS[month]} {year}",
            heading=f"{MONTHS[month]} {year}",
            kind="month",
            route=f"{year}/{month}/",
            year=year,
            month=month,
        )

    @path("topic/<slug:slug>/")
    def show_topic(self, request: HttpRequest, slug: str) -> HttpResponse:
        topic, _updates = find_topic(self, request, slug)
        return self.show_updates(
            request,
            lambda updates: updates.about(topic),
            title=f"{self.title}: {topic.name}",
            heading=topic.name,
            kind="topic",
            route=f"topic/{topic.slug}/",
            name_route=lambda page: f"topic/{find_translation(topic, page).slug}/",
            topic=topic,
            more=describe_topic(self, request, topic),
        )

    @path("people/")
    def show_people(self, request: HttpRequest) -> HttpResponse:
        """Show the people whom editors marked as public, by group."""
        title, route = str(_("People")), "people/"
        described = self.describe_route(request, title=title, route=route, find_route=lambda page: route)
        groups = list_groups(self, request)
        return self.render(
            request, template="blog/people.html", context_overrides={**described, "title": title, "groups": groups}
        )

    @path("people/<slug:slug>/")
    @path("people/<int:pk>/")
    @path("author/<int:pk>/")
    def show_person(self, request: HttpRequest, pk: int | None = None, slug: str = "") -> HttpResponse:
        """Show a person whom updates mention, or whom an editor marked as public; redirect from former addresses."""
        person = find_person(self, pk=pk, slug=slug)
        route = f"people/{person.slug}/"
        updates = self.list_updates(request)
        written, mentions = read_chosen(updates.written_by(person)), list_mentions(person)
        mentioned = [page for page in read_chosen(updates.filter(pk__in=mentions)) if page not in written]
        hosted = show_dates(find_hosted(self, request, person), request)
        if not (written or mentioned or hosted or person.public):
            raise Http404("Nobody mentions this person.")
        if person.slug != slug:
            return HttpResponsePermanentRedirect(f"{self.get_url(request)}{translate_route(route)}")
        Loader(request, fields={"hero_image"}).load([*written, *mentioned])
        Loader(request).load([person])

        def find_route(page: Page) -> str | None:
            same = find_translation(person, page)
            there = list_public(page, request)
            is_shown = same.public or there.written_by(person).exists() or there.filter(pk__in=mentions).exists()
            is_shown = is_shown or find_hosted(page, request, person).exists()
            return f"people/{same.slug}/" if is_shown else None

        described = self.describe_route(request, title=person.name, route=route, find_route=find_route)
        people = f"{self.get_url(request)}{translate_route('people/')}"
        return self.render(
            request,
            template="blog/person.html",
            context_overrides={
                **described,
                "breadcrumbs": [*described["breadcrumbs"], Crumb(str(_("People")), people, get_language() or "")],
                "things": [describe_person(self, person, request)],
                "person": person,
                "written": written,
                "mentioned": mentioned,
                "hosted": hosted,
            },
        )

    @re_path(r"^(?:topic/(?P<slug>[-\w]+)/)?feed\.(?P<feed_format>atom|json)/?$")
    def show_feed(self, request: HttpRequest, feed_format: str, slug: str | None = None) -> HttpResponse:
        """Return the latest updates as a feed: all, or those on one topic."""
        updates, title, url = self.list_updates(request), self.title, self.get_full_url(request)
        if slug is not None:
            topic, updates = find_topic(self, request, slug)
            title, url = f"{title}: {topic.name}", f"{url}{translate_route(f'topic/{topic.slug}/')}"
        shown = read_chosen(updates[:UPDATES_PER_FEED])
        Loader(request, fields={"hero_image", "authors", "topics", "body"}).load(shown)
        feed = UpdateFeed(
            title=f"{Organisation.for_request(request).name} – {title}",
            description=self.introduction,
            language=self.locale.language_code,
            url=url,
            feed_url=f"{url}feed.{feed_format}",
            updated=self.last_published_at or datetime.fromtimestamp(0, UTC),
            entries=[make_entry(update, request) for update in shown],
        )
        write, content_type = FEED_FORMATS[feed_format]
        return HttpResponse(write(feed), content_type=content_type)

    def show_updates(
        self,
        request: HttpRequest,
        narrow: Callable[[UpdateQuerySet], UpdateQuerySet] = lambda updates: updates,
        *,
        title: str,
        heading: str = "",
        kind: str | None,
        route: str = "",
        name_route: Callable[[Page], str] | None = None,
        more: dict[str, Any] | None = None,
        **chosen: Any,
    ) -> HttpResponse:
        """Show the updates that ``narrow`` selects, at a route of this page.

        ``name_route`` returns the same route of a translation of this page, if it has another name there.
        """

        def find_route(page: Page) -> str | None:
            has_updates = narrow(list_public(page, request)).exists()
            return (name_route(page) if name_route else route) if has_updates else None

        self.load(request)
        overview, url = read_overview(self, request), self.get_url(request) or ""
        updates, source = narrow(self.list_updates(request)), self.find_source(request)
        missing = narrow(self.list_missing(source, request)) if source else UpdatePage.objects.none()
        is_filled = Organisation.for_request(request).show_untranslated
        if source and is_filled:
            keys = Q(pk__in=updates.order_by().values("pk")) | Q(pk__in=missing.order_by().values("pk"))
            updates = UpdatePage.objects.filter(keys).public_updates(SiteContext.of(request).visibility)
        paginator = Paginator(updates.defer_streamfields(), UPDATES_PER_PAGE)  # their bodies would be sorted, too
        if kind is None and not (source and is_filled):
            paginator.count = overview.total
        shown = find_part(paginator, request)
        Loader(request, fields={"hero_image", "topics", "authors"}).load(shown.object_list)
        return self.render(
            request,
            context_overrides={
                **(self.describe_route(request, title=title, route=route, find_route=find_route) if route else {}),
                "updates": shown,
                "part": shown,
                "missing": 0 if is_filled else missing.count(),
                "source": source and make_alternate(source, request, route=find_route(source)),
                "archive": {"title": heading or title, "kind": kind, **chosen},
                "years": self.list_years(overview, url),
                "topics": self.list_topics(overview, url),
                "authors": self.list_authors(overview, url),
                **(more or {}),
            },
        )

    def find_source(self, request: HttpRequest) -> Page | None:
        """Return the archive of the language that this one falls back on, if there is one."""
        same = [page for page in self.find_nearest(request) if page.translation_key == self.translation_key]
        found = {page.locale.language_code: page for page in same}
        languages = list_fallbacks(self.locale.language_code)
        return next((found[code] for code in languages if code in found), None)

    def list_missing(self, source: Page, request: HttpRequest) -> UpdateQuerySet:
        """Return the public updates of another archive that have no public translation in this one."""
        translated = self.list_updates(request).order_by().values("translation_key")
        return list_public(source, request).exclude(translation_key__in=translated)

    def list_years(self, overview: Overview, url: str) -> list[dict[str, Any]]:
        """Return the years with updates, newest first, each with its months and their counts."""
        years = []
        for year, group in groupby(overview.months, key=lambda row: row[0].year):
            counts = list(group)
            months = [
                {"label": date_format(month, "F"), "url": f"{url}{year}/{month.month}/", "count": count}
                for month, count in counts
            ]
            years.append(
                {
                    "year": year,
                    "url": f"{url}{year}/",
                    "months": months,
                    "count": sum(count for _month, count in counts),
                }
            )
        return years

    def list_topics(self, overview: Overview, url: str) -> list[dict[str, Any]]:
        """Return the topics with updates and their counts, in this page's language as far as they are translated."""
        return [
            {
                "name": topic.name,
                "url": f"{url}{translate_route(f'topic/{topic.slug}/')}",
                "count": count,
                "text_language": topic.locale.language_code,
            }
            for topic, count in sorted(overview.topics, key=lambda row: str(row[0].name).lower())
        ]

    def list_authors(self, overview: Overview, url: str) -> list[dict[str, Any]]:
        """Return the authors of updates, with their counts."""
        return [
            {
                "name": one.name,
                "url": f"{url}{translate_route(f'people/{one.slug}/')}",
                "count": count,
                "text_language": one.locale.language_code,
            }
            for one, count in sorted(overview.people, key=lambda row: row[0].name)
        ]

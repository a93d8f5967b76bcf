"""The archive of updates."""

from datetime import UTC, datetime
from itertools import groupby
from typing import Any

from django.core.paginator import Paginator
from django.db import models
from django.db.models import Count, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.api import APIField
from wagtail.contrib.routable_page.models import RoutablePageMixin, path, re_path
from wagtail.models import ReferenceIndex
from wagtail.search import index

from blog.feeds import FEED_FORMATS, UPDATES_PER_FEED, UpdateFeed, make_entry
from blog.models.updates import UpdatePage, UpdateQuerySet
from cms.models import BasePage, Organisation, Topic
from cms.people.models import Person
from cms.represent.loader import Loader
from cms.represent.site_context import SiteContext
from cms.upstream.django import MONTHS

UPDATES_PER_PAGE = 12


class UpdateIndexPage(RoutablePageMixin, BasePage):
    """All updates, newest first; by year, month, topic and author; and the updates that mention a person."""

    index_of = "updates"
    feeds = [("Atom", "application/atom+xml", "feed.atom"), ("JSON", "application/feed+json", "feed.json")]

    introduction = models.TextField(_("introduction"), blank=True, max_length=300)

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
        return UpdatePage.objects.child_of(self).public_updates(SiteContext.of(request).visibility)

    @path("")
    def show_all(self, request: HttpRequest) -> HttpResponse:
        return self.show_updates(request, self.list_updates(request), title=self.title, kind=None)

    @path("<int:year>/")
    def show_year(self, request: HttpRequest, year: int) -> HttpResponse:
        updates = self.list_updates(request).of_year(check_year(year))
        return self.show_updates(request, updates, title=str(year), kind="year", route=f"{year}/", year=year)

    @path("<int:year>/<int:month>/")
    def show_month(self, request: HttpRequest, year: int, month: int) -> HttpResponse:
        if month not in MONTHS:
            raise Http404("There is no such month.")
        updates = self.list_updates(request).of_month(check_year(year), month)
        title = f"{MONTHS[month]} {year}"
        route = f"{year}/{month}/"
        return self.show_updates(request, updates, title=title, kind="month", route=route, year=year, month=month)

    @path("topic/<slug:slug>/")
    def show_topic(self, request: HttpRequest, slug: str) -> HttpResponse:
        topic, updates = self.find_topic(request, slug)
        route = f"topic/{topic.slug}/"
        return self.show_updates(request, updates, title=topic.name, kind="topic", route=route, topic=topic)

    @path("author/<int:pk>/")
    def show_author(self, request: HttpRequest, pk: int) -> HttpResponse:
        person = get_object_or_404(Person.objects.live(), pk=pk)
        updates = self.list_updates(request).filter(authors__person__translation_key=person.translation_key).distinct()
        if not updates.exists():
            raise Http404("This person has written no update.")
        route = f"author/{person.pk}/"
        return self.show_updates(request, updates, title=person.name, kind="author", route=route, person=person)

    @path("people/<int:pk>/")
    def show_person(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show a person whom updates mention, or whom an editor marked as public."""
        person = get_object_or_404(Person.objects.live(), pk=pk)
        updates = self.list_updates(request)
        written = list(updates.filter(authors__person__translation_key=person.translation_key).distinct())
        mentioned = [page for page in updates.filter(pk__in=list_mentions(person)) if page not in written]
        if not (written or mentioned or person.public):
            raise Http404("Nobody mentions this person.")
        Loader(request, fields={"hero_image"}).load([*written, *mentioned])
        Loader(request).load([person])
        return self.render(
            request,
            template="blog/person.html",
            context_overrides={
                **self.describe_route(request, title=person.name, route=f"people/{person.pk}/"),
                "person": person,
                "written": written,
                "mentioned": mentioned,
            },
        )

    @re_path(r"^(?:topic/(?P<slug>[-\w]+)/)?feed\.(?P<feed_format>atom|json)/?$")
    def show_feed(self, request: HttpRequest, feed_format: str, slug: str | None = None) -> HttpResponse:
        """Return the latest updates as a feed: all, or those on one topic."""
        updates, title, url = self.list_updates(request), self.title, self.get_full_url(request)
        if slug is not None:
            topic, updates = self.find_topic(request, slug)
            title, url = f"{title}: {topic.name}", f"{url}topic/{topic.slug}/"
        shown = list(updates[:UPDATES_PER_FEED])
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
        updates: UpdateQuerySet,
        *,
        title: str,
        kind: str | None,
        route: str = "",
        **chosen: Any,
    ) -> HttpResponse:
        paginator = Paginator(updates, UPDATES_PER_PAGE)
        shown = paginator.get_page(request.GET.get("page"))
        Loader(request, fields={"hero_image", "topics", "authors"}).load(shown.object_list)
        return self.render(
            request,
            context_overrides={
                **(self.describe_route(request, title=title, route=route) if route else {}),
                "updates": shown,
                "archive": {"title": title, "kind": kind, **chosen},
                "years": self.list_years(request),
                "topics": self.list_topics(request),
                "authors": self.list_authors(request),
            },
        )

    def find_topic(self, request: HttpRequest, slug: str) -> tuple[Topic, UpdateQuerySet]:
        """Return a topic, in this language if it is translated, with its updates; 404 if it has no public ones."""
        named = Topic.objects.live().filter(slug=slug).values("translation_key")
        same = choose_translations(Topic.objects.live().filter(translation_key__in=named), self.locale_id)
        topic = next((one for one in same if one.slug == slug), None)
        if topic is None:
            raise Http404("There is no such topic.")
        updates = self.list_updates(request).filter(topics__topic__translation_key=topic.translation_key).distinct()
        if not (topic.public or updates.exists()):
            raise Http404("No update is about this topic.")
        return topic, updates

    def list_years(self, request: HttpRequest) -> list[dict[str, Any]]:
        """Return the years with updates, newest first, each with its months and their counts."""
        counted = (
            self.list_updates(request)
            .order_by()
            .with_month()
            .exclude(month=None)
            .values_list("month")
            .annotate(count=Count("pk"))
            .order_by("-month")
        )
        url = self.get_url(request)
        years = []
        for year, group in groupby(counted, key=lambda row: row[0].year):
            months = [
                {"label": date_format(month, "F"), "url": f"{url}{year}/{month.month}/", "count": count}
                for month, count in group
            ]
            years.append(
                {
                    "year": year,
                    "url": f"{url}{year}/",
                    "months": months,
                    "count": sum(m["count"] for m in months),
                }
            )
        return years

    def list_topics(self, request: HttpRequest) -> list[dict[str, Any]]:
        """Return the topics with updates and their counts, in this page's language as far as they are translated."""
        counts = count_by_key(self.list_updates(request), "topics__topic__translation_key")
        topics = choose_translations(Topic.objects.live().filter(translation_key__in=counts), self.locale_id)
        url = self.get_url(request)
        return [
            {"name": topic.name, "url": f"{url}topic/{topic.slug}/", "count": counts[topic.translation_key]}
            for topic in sorted(topics, key=lambda topic: topic.name.lower())
        ]

    def list_authors(self, request: HttpRequest) -> list[dict[str, Any]]:
        """Return the authors of updates, with their counts."""
        counts = count_by_key(self.list_updates(request), "authors__person__translation_key")
        people = choose_translations(Person.objects.live().filter(translation_key__in=counts), self.locale_id)
        url = self.get_url(request)
        return [
            {"name": one.name, "url": f"{url}author/{one.pk}/", "count": counts[one.translation_key]}
            for one in sorted(people, key=lambda one: one.name)
        ]


def choose_translations(found: QuerySet[Any], locale_id: int) -> list[Any]:
    """Return each thing once: in this language if it is there, else the oldest."""
    chosen: dict[Any, Any] = {}
    for one in found.order_by("pk"):
        if one.translation_key not in chosen or one.locale_id == locale_id:
            chosen[one.translation_key] = one
    return list(chosen.values())


def count_by_key(updates: UpdateQuerySet, key: str) -> dict[Any, int]:
    """Return the number of updates per value of ``key``, an expression over joined rows."""
    rows = updates.order_by().exclude(**{key: None}).values_list(key).annotate(Count("pk", distinct=True))
    return dict(rows)


def list_mentions(person: Person) -> list[int]:
    """Return the IDs of the pages whose content refers to a person, or to a translation of this person."""
    people = Person.objects.filter(translation_key=person.translation_key)
    mentions: set[int] = set()
    for translation in people:
        ids = ReferenceIndex.get_references_to(translation).values_list("object_id", flat=True)
        mentions.update(int(pk) for pk in ids if str(pk).isdigit())
    return sorted(mentions)


def check_year(year: int) -> int:
    """Return the year if dates can have it; otherwise raise 404."""
    if not 1 <= year <= 9998:
        raise Http404("There is no such year.")
    return year

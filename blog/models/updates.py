"""Updates: monthly updates, news and members' stories."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from functools import cached_property
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.db.models.functions import Cast, Coalesce, TruncMonth
from django.http import HttpRequest
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultipleChooserPanel, PageChooserPanel
from wagtail.api import APIField
from wagtail.models import Locale, Orderable, Page, PageManager, PageQuerySet, TranslatableMixin
from wagtail.search import index

from blog.blocks import UpdateBody
from blog.forms import UpdatePageForm
from blog.neighbours import NeighbouringUpdates
from blog.notes import MissingNotesField, MonthsNotesPanel, describe_missing
from cms.blocks.fields import StreamField
from cms.models import HeroPage
from cms.models.facts import declare_facts
from cms.people.fields import PeopleField
from cms.represent.content import list_rows
from cms.represent.fields import FoundPageField, FoundPagesField, PagesField, TopicsField, YearMonthField
from cms.represent.loader import Loader
from cms.represent.routes import translate_route
from cms.represent.structured_data import drop_empty
from cms.represent.values import Reference
from cms.represent.visibility import Visibility
from events.choosers import meeting_notes_chooser

WORDS_PER_MINUTE = 220


class UpdateQuerySet(PageQuerySet):
    def public_updates(self, visibility: Visibility) -> "UpdateQuerySet":
        """Return the public updates, newest first."""
        return self.filter(visibility.pages()).select_related("locale").order_by("-first_published_at", "-pk")

    def about(self, topic: Any) -> "UpdateQuerySet":
        """Return the updates on a topic, or on a translation of it."""
        rows = UpdateTopic.objects.filter(topic__translation_key=topic.translation_key)
        return self.filter(pk__in=rows.values("update_page"))

    def written_by(self, person: Any) -> "UpdateQuerySet":
        """Return the updates of an author, or of a translation of this person."""
        rows = UpdateAuthor.objects.filter(person__translation_key=person.translation_key)
        return self.filter(pk__in=rows.values("update_page"))

    def of_year(self, year: int) -> "UpdateQuerySet":
        """Return the updates that cover a month of this year, and others published in it."""
        return self.filter(Q(period__year=year) | Q(period=None, first_published_at__year=year))

    def of_month(self, year: int, month: int) -> "UpdateQuerySet":
        """Return the update that covers this month, and others published in it."""
        published = Q(period=None, first_published_at__year=year, first_published_at__month=month)
        return self.filter(Q(period__year=year, period__month=month) | published)

    def with_month(self) -> "UpdateQuerySet":
        """Annotate ``month``: the first day of the month that an update covers, or else was published in."""
        published = Cast(TruncMonth("first_published_at"), models.DateField())
        return self.annotate(month=Coalesce("period", published))


class UpdatePage(HeroPage):
    """A post: a monthly team update, news, or a community member's story."""

    twin_template = "blog/update_twin.html"

    class Kind(models.TextChoices):
        MONTHLY_UPDATE = "monthly_update", _("Monthly update")
        NEWS = "news", _("News")
        STORY = "story", _("Story")

    introduction = models.TextField(
        _("introduction"),
        max_length=300,
        blank=True,
        help_text=_("What the post is about, in one or two sentences. Shown in lists too."),
    )
    kind = models.CharField(_("kind"), max_length=20, choices=Kind, default=Kind.MONTHLY_UPDATE)
    period = models.DateField(_("month"), null=True, blank=True)
    body = StreamField(UpdateBody(), blank=True, verbose_name=_("body"))

    objects = PageManager.from_queryset(UpdateQuerySet)()

    import_into = "body"
    is_dated = True
    import_dates_near = "period"
    unlisted_fields = [*HeroPage.unlisted_fields, "introduction", "body"]
    base_form_class = UpdatePageForm
    find_edit_url: Callable[[Page], str | None] | None = None  # set by the edit form, to lead to other pages
    month_can_wait = False  # true while an editor saves or previews a draft
    new_parent: Page | None = None  # where the edit form will create a new update
    override_translatable_fields = declare_facts("kind", "period")
    exclude_fields_in_copy = [*HeroPage.exclude_fields_in_copy, "period"]
    content_panels = [
        *HeroPage.content_panels,
        FieldRowPanel([FieldPanel("kind"), FieldPanel("period")]),
        FieldPanel("introduction"),
        MultipleChooserPanel("authors", chooser_field_name="person", heading=_("Authors"), label=_("Author")),
        HeroPage.hero_panel,
        FieldPanel("body"),
        MonthsNotesPanel(),
        InlinePanel("meeting_notes", heading=_("Meeting notes"), label=_("Notes")),
    ]
    promote_panels = [
        MultipleChooserPanel("topics", chooser_field_name="topic", heading=_("Topics"), label=_("Topic")),
        InlinePanel(
            "related_updates",
            heading=_("Related updates"),
            label=_("Update"),
            help_text=_("Leave empty to show recent ones on the same topics."),
        ),
        *HeroPage.promote_panels,
    ]
    search_fields = [
        *HeroPage.search_fields,
        index.SearchField("introduction", boost=2),
        index.SearchField("body"),
        index.FilterField("kind"),
        index.FilterField("period"),
    ]
    api_fields = [
        APIField("introduction"),
        APIField("kind"),
        APIField("period", serializer=YearMonthField()),
        HeroPage.hero_api_field,
        APIField("authors", serializer=PeopleField("authors", "person")),
        APIField("topics", serializer=TopicsField("topics", "topic")),
        APIField("body"),
        APIField("meeting_notes", serializer=PagesField("meeting_notes", "notes")),
        APIField("meeting_notes_message", serializer=MissingNotesField()),
        APIField("related", serializer=FoundPagesField("find_related", loads=("related_updates", "related"))),
        APIField("previous", serializer=FoundPageField("find_previous", loads=("before",))),
        APIField("next", serializer=FoundPageField("find_next", loads=("after",))),
    ]
    parent_page_types = ["blog.UpdateIndexPage"]
    subpage_types: list[str] = []

    class Meta:
        verbose_name = _("update")
        verbose_name_plural = _("updates")

    def clean(self) -> None:
        super().clean()
        if self.period:
            self.period = self.period.replace(day=1)
        if self.kind != self.Kind.MONTHLY_UPDATE:
            self.period = None
        elif self.period is None:
            if self.month_can_wait:
                return
            raise ValidationError({"period": _("Choose the month that this update covers.")})
        elif other := self.find_same_month():
            raise ValidationError({"period": self.lead_to(other)})

    def lead_to(self, other: "UpdatePage") -> str:
        """Say that another update covers this month, with a link for those who may edit it."""
        text = _("“%(title)s” covers this month already.") % {"title": other.get_admin_display_title()}
        url = self.find_edit_url(other) if self.find_edit_url else None
        return format_html('{} <a href="{}">{}</a>', text, url, _("Edit that one")) if url else text

    def find_same_month(self) -> "UpdatePage | None":
        """Return another update with the same parent, language and month, if any. Aliases do not count.

        A database constraint cannot check this: parent, language and alias are columns of Wagtail's table.
        """
        parent = self.get_parent() if self.path else self.new_parent
        if parent is None or self.alias_of_id:
            return None
        same = UpdatePage.objects.child_of(parent).filter(period=self.period, locale_id=self.locale_id)
        return same.filter(alias_of__isnull=True).exclude(pk=self.pk).first()

    def find_counterpart(self, locale: Locale) -> Page | None:
        """Return the update that covers the same month in another language."""
        parent = self.get_parent().get_translation_or_none(locale)
        if parent is None or self.period is None:
            return None
        same = UpdatePage.objects.child_of(parent).filter(period=self.period, alias_of__isnull=True)
        return same.exclude(translation_key=self.translation_key).first()

    # Content for readers

    @property
    def summary_text(self) -> str:
        return self.introduction

    @property
    def period_label(self) -> str:
        """The month it covers, as text; empty for news and stories."""
        return date_format(self.period, "F Y") if self.period else ""

    @property
    def published_on(self) -> date:
        """The day of first publication; today when a draft is previewed."""
        return timezone.localdate(self.first_published_at) if self.first_published_at else timezone.localdate()

    @property
    def updated_on(self) -> date | None:
        """The day of the last change, if it was a day or more after publication."""
        first, last = self.first_published_at, self.last_published_at
        return timezone.localdate(last) if first and last and last - first >= timedelta(days=1) else None

    @cached_property
    def reading_minutes(self) -> int:
        text = self.body.stream_block.get_searchable_content(self.body)
        words = sum(len(part.split()) for part in [self.introduction, *map(str, text)])
        return max(1, round(words / WORDS_PER_MINUTE))

    @property
    def authors_list(self) -> list[Any]:
        return [row.person for row in list_rows(self, "authors") if row.person]

    @property
    def topics_list(self) -> list[Any]:
        return [row.topic for row in list_rows(self, "topics") if row.topic]

    @property
    def notes_list(self) -> list[Any]:
        return [row.notes for row in list_rows(self, "meeting_notes") if row.notes]

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        context["missing_notes"] = describe_missing(self, request)
        context["related"] = self.find_related()
        context["previous"] = self.find_previous()
        context["next"] = self.find_next()
        neighbours = [page for page in (context["previous"], context["next"]) if page]
        Loader(request, fields={"hero_image"}).load([*context["related"], *neighbours])
        return context

    def describe_for_search(self, request: HttpRequest) -> dict[str, Any]:
        moments = {"published": self.first_published_at, "modified": self.last_published_at}
        times = [{"name": name, "moment": moment.isoformat()} for name, moment in moments.items() if moment]
        return {**super().describe_for_search(request), "type": "article", "times": times}

    def describe_thing(self, request: HttpRequest, url: str) -> dict[str, Any]:
        """Return this update as an article, with its authors or else the organisation."""
        thing = super().describe_thing(request, url)
        archive = f"{url.rstrip('/').rpartition('/')[0]}/"
        authors = [
            {"@type": "Person", "name": person.name, "url": f"{archive}{translate_route(f'people/{person.slug}/')}"}
            for person in self.authors_list
        ]
        return drop_empty(
            {
                **thing,
                "@type": "NewsArticle" if self.kind == self.Kind.NEWS else "Article",
                "headline": thing.pop("name"),
                "mainEntityOfPage": url,
                "author": authors or thing["publisher"],
                "articleSection": str(self.get_kind_display()),
                "about": [{"@type": "Thing", "name": topic.name} for topic in self.topics_list],
            }
        )

    # Related and neighbouring updates, which the loader finds

    @cached_property
    def around(self) -> dict[str, list["UpdatePage"]]:
        return {}

    def find_more(self, loader: Loader) -> Iterator[Reference]:
        """Yield the sources of related and neighbouring updates; a draft that was never public has no neighbours."""
        wanted = ("related",) if self.first_published_at is None else ("related", "before", "after")
        for kind in wanted:
            if loader.shows(kind):
                yield NeighbouringUpdates(kind, self), self.pk

    def find_related(self) -> list["UpdatePage"]:
        """Return the related updates that an editor chose, or else recent ones that share a topic."""
        chosen = [row.update for row in list_rows(self, "related_updates") if row.update]
        return chosen or self.around.get("related", [])

    def find_previous(self) -> "UpdatePage | None":
        """Return the previous update of the same archive by publication, if any."""
        return next(iter(self.around.get("before", [])), None)

    def find_next(self) -> "UpdatePage | None":
        """Return the next update of the same archive by publication, if any."""
        return next(iter(self.around.get("after", [])), None)


class UpdateAuthor(TranslatableMixin, Orderable):
    update_page = ParentalKey(UpdatePage, on_delete=models.CASCADE, related_name="authors")
    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="+", verbose_name=_("person"))

    panels = [FieldPanel("person")]

    class Meta(TranslatableMixin.Meta, Orderable.Meta):
        pass


class UpdateTopic(TranslatableMixin, Orderable):
    update_page = ParentalKey(UpdatePage, on_delete=models.CASCADE, related_name="topics")
    topic = models.ForeignKey("cms.Topic", on_delete=models.CASCADE, related_name="+", verbose_name=_("topic"))

    panels = [FieldPanel("topic")]

    class Meta(TranslatableMixin.Meta, Orderable.Meta):
        pass


class UpdateMeetingNotes(TranslatableMixin, Orderable):
    update_page = ParentalKey(UpdatePage, on_delete=models.CASCADE, related_name="meeting_notes")
    notes = models.ForeignKey(
        "events.MeetingNotesPage", on_delete=models.CASCADE, related_name="+", verbose_name=_("notes")
    )

    # The chooser suggests the notes of the update's month first, from the field next to it.
    panels = [FieldPanel("notes", widget=meeting_notes_chooser.widget_class(linked_fields={"period": "#id_period"}))]

    class Meta(TranslatableMixin.Meta, Orderable.Meta):
        pass


class RelatedUpdate(TranslatableMixin, Orderable):
    update_page = ParentalKey(UpdatePage, on_delete=models.CASCADE, related_name="related_updates")
    update = models.ForeignKey(UpdatePage, on_delete=models.CASCADE, related_name="+", verbose_name=_("update"))

    panels = [PageChooserPanel("update")]

    class Meta(TranslatableMixin.Meta, Orderable.Meta):
        pass

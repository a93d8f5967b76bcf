"""The home page and information pages."""

from datetime import datetime, time, timedelta
from typing import Any

from django.db import models
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.api import APIField
from wagtail.search import index

from blog.models import UpdatePage
from cms.blocks.fields import StreamField
from cms.freshness.reads import read_chosen
from cms.freshness.validity import limit_validity
from cms.models import HeroPage
from cms.models.facts import declare_facts
from cms.represent.loader import Loader
from cms.streams import SharedBody
from events.models import EventDate
from events.models.dates import share_events

LATEST_UPDATES = 4
NEXT_DATES = 4


class HomePage(HeroPage):
    """The home page of a site in one language."""

    introduction = models.TextField(_("introduction"), max_length=300, blank=True)
    body = StreamField(SharedBody(), blank=True, verbose_name=_("body"))

    unlisted_fields = [*HeroPage.unlisted_fields, "introduction", "body"]
    content_panels = [
        *HeroPage.content_panels,
        FieldPanel("introduction", help_text=_("One or two sentences. Shown in lists and where the page is shared.")),
        HeroPage.hero_panel,
        FieldPanel("body"),
    ]
    search_fields = [*HeroPage.search_fields, index.SearchField("introduction", boost=2), index.SearchField("body")]
    api_fields = [APIField("introduction"), HeroPage.hero_api_field, APIField("body")]
    parent_page_types = ["wagtailcore.Page"]

    class Meta:
        verbose_name = _("home page")
        verbose_name_plural = _("home pages")

    @property
    def summary_text(self) -> str:
        return self.introduction

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        loader = Loader(request, fields={"hero_image", "topics"})
        updates = read_chosen(UpdatePage.objects.descendant_of(self).public_updates(loader.visibility)[:LATEST_UPDATES])
        upcoming = EventDate.objects.upcoming(loader.visibility)
        dates = list(upcoming.filter(event__path__startswith=self.path).select_related("event")[:NEXT_DATES])
        loader.load([*updates, *share_events(dates)])
        limit_validity(request, *(date.until for date in dates))
        context["latest_updates"] = updates
        context["next_dates"] = dates
        return context


class StandardPage(HeroPage):
    """A page such as “About us”, a policy, or a draft that is open for comments."""

    introduction = models.TextField(_("introduction"), max_length=300, blank=True)
    body = StreamField(SharedBody(), blank=True, verbose_name=_("body"))
    comments_until = models.DateField(
        _("open for comments until"),
        null=True,
        blank=True,
        help_text=_("The last day on which comments are welcome."),
    )

    unlisted_fields = [*HeroPage.unlisted_fields, "introduction", "body", "comments_until"]
    override_translatable_fields = declare_facts("comments_until")
    content_panels = [
        *HeroPage.content_panels,
        FieldPanel("introduction", help_text=_("One or two sentences. Shown in lists and where the page is shared.")),
        HeroPage.hero_panel,
        FieldPanel("body"),
        FieldPanel("comments_until"),
    ]
    search_fields = [*HeroPage.search_fields, index.SearchField("introduction", boost=2), index.SearchField("body")]
    api_fields = [
        APIField("introduction"),
        HeroPage.hero_api_field,
        APIField("body"),
        APIField("comments_until"),
    ]
    parent_page_types = ["home.HomePage", "home.StandardPage"]
    subpage_types = ["home.StandardPage"]

    class Meta:
        verbose_name = _("standard page")
        verbose_name_plural = _("standard pages")

    @property
    def summary_text(self) -> str:
        return self.introduction

    @property
    def is_open_for_comments(self) -> bool:
        return bool(self.comments_until and self.comments_until >= timezone.localdate())

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        if self.is_open_for_comments:
            midnight = datetime.combine(timezone.localdate() + timedelta(days=1), time.min)
            limit_validity(request, timezone.make_aware(midnight))
        return super().get_context(request, *args, **kwargs)

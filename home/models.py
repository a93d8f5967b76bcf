"""The home page and information pages."""

from collections.abc import Iterator
from functools import cached_property
from typing import Any

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.api import APIField
from wagtail.search import index

from blog.models import UpdatePage
from cms.blocks.fields import StreamField
from cms.freshness.reads import read_chosen
from cms.freshness.validity import limit_validity
from cms.models import HeroPage
from cms.models.facts import declare_facts
from cms.models.forms import PageForm
from cms.models.policies import DATES, POLICY_FIELDS, Policy, replacement_key
from cms.models.sections import choose_sections
from cms.represent.fields import ChosenPageField, FoundPagesField
from cms.represent.loader import Loader
from cms.represent.values import Reference
from cms.site.parts import site_parts
from cms.streams import SharedBody
from events.models import EventDate
from events.models.dates import share_events
from events.series import add_rest
from home.blocks import StandardBody
from home.policies import ReplacedPages

# The parts of the home page, and how many each shows, unless Settings, Appearance says otherwise.
SECTIONS = {"updates": 4, "events": 4, "body": 1}


class HomePage(HeroPage):
    """The home page of a site in one language."""

    twin_template = "home/home_twin.html"

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
        organisation = site_parts(request)["site_parts"].organisation
        sections = dict(choose_sections(organisation.home_sections, SECTIONS))
        loader = Loader(request, fields={"hero_image", "topics", "dates"})
        updates: list[UpdatePage] = []
        if number := sections.get("updates"):
            found = UpdatePage.objects.descendant_of(self).public_updates(loader.visibility)
            updates = read_chosen(found[:number])
        dates: list[EventDate] = []
        if number := sections.get("events"):
            upcoming = EventDate.objects.upcoming(loader.visibility)
            below = upcoming.filter(event__path__startswith=self.path).next_of_each_event()
            dates = list(below.select_related("event")[:number])
        loader.load([*updates, *share_events(dates)])
        limit_validity(request, *(one.until for date in dates for one in date.event.upcoming_dates))
        add_rest(dates)
        return {**context, "sections": list(sections), "latest_updates": updates, "next_dates": dates}


class StandardPageForm(PageForm):
    """The edit form of a page that may be a policy."""

    def clean(self) -> Any:
        """Check the policy when the page is submitted or published, not while it is a draft."""
        self.instance.policy_can_wait = self.is_deferred_validation
        return super().clean()


class StandardPage(Policy, HeroPage):  # type: ignore[django-manager-missing]
    """A page such as “About us”, or a policy: a draft that is open for comments, agreed, or replaced."""

    introduction = models.TextField(_("introduction"), max_length=300, blank=True)
    body = StreamField(StandardBody(), blank=True, verbose_name=_("body"))
    replaced_by = replacement_key("home.StandardPage")

    base_form_class = StandardPageForm
    unlisted_fields = [*HeroPage.unlisted_fields, "introduction", "body", *DATES]
    override_translatable_fields = declare_facts(*POLICY_FIELDS)
    exclude_fields_in_copy = [*HeroPage.exclude_fields_in_copy, *POLICY_FIELDS]
    policy_panel = MultiFieldPanel(
        [
            FieldPanel("policy_status"),
            FieldPanel("comments_until"),
            FieldRowPanel([FieldPanel("agreed_on"), FieldPanel("review_on")]),
            FieldPanel("replaced_by"),
        ],
        heading=_("Policy"),
    )
    content_panels = [
        *HeroPage.content_panels,
        FieldPanel("introduction", help_text=_("One or two sentences. Shown in lists and where the page is shared.")),
        HeroPage.hero_panel,
        FieldPanel("body"),
        policy_panel,
    ]
    search_fields = [
        *HeroPage.search_fields,
        index.SearchField("introduction", boost=2),
        index.SearchField("body"),
        index.FilterField("policy_status"),
    ]
    api_fields = [
        APIField("introduction"),
        HeroPage.hero_api_field,
        APIField("body"),
        APIField("policy_status"),
        *(APIField(name) for name in DATES),
        APIField("replaced_by", serializer=ChosenPageField("replaced_by")),
        APIField("replaces", serializer=FoundPagesField("list_replaced", loads=("replaces",))),
    ]
    parent_page_types = ["home.HomePage", "home.StandardPage"]
    subpage_types = ["home.StandardPage"]

    class Meta:
        verbose_name = _("information page")
        verbose_name_plural = _("information pages")

    @property
    def summary_text(self) -> str:
        return self.introduction

    # The pages that this one replaces, which the loader finds

    @cached_property
    def replaced_pages(self) -> list["StandardPage"]:
        return []

    def find_more(self, loader: Loader) -> Iterator[Reference]:
        if loader.shows("replaces") and self.pk and self.policy_status:
            yield ReplacedPages(self), self.pk

    def list_replaced(self) -> list["StandardPage"]:
        """Return the public pages that say that this policy replaces them, by title."""
        return self.replaced_pages

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        self.limit_to_comments(request)
        return super().get_context(request, *args, **kwargs)

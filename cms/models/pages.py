"""The base of all pages."""

from datetime import datetime
from typing import Any, NamedTuple

from django.db import models, transaction
from django.db.models import Min, Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import CommentPanel, FieldPanel, MultiFieldPanel, PublishingPanel
from wagtail.api import APIField
from wagtail.models import Locale, Page, PageViewRestriction, Revision, Site

from cms.models.copies import DraftCopyForm
from cms.models.expiry import refuse_expired
from cms.models.forms import PageForm
from cms.models.found import FoundPage
from cms.models.refusals import ask_before_publication
from cms.models.slugs import suggest_slug
from cms.releases.panels import ReleasePanel
from cms.releases.previews import DraftFinder
from cms.releases.revisions import Revisable
from cms.represent.fields import HeroField
from cms.represent.loader import Loader
from cms.represent.site_context import SiteContext
from cms.upstream.modelsearch import index_child_rows
from cms.upstream.wagtail import COMMENTS_RELATION_NAME, defer_reference_index, index_references

MIN_HEADINGS = 3
# What Wagtail saves of a page with a draft. None of it refers to anything that readers see.
OF_DRAFTS = {
    *("latest_revision", "latest_revision_created_at", "draft_title", "has_unpublished_changes"),
    COMMENTS_RELATION_NAME,
}


class Hero(NamedTuple):
    """A page's main image; ``image.contextual_alt_text`` is its alt text on this page."""

    image: Any
    caption: str


class BasePage(Revisable, FoundPage):
    """A page that is published in one transaction, and whose templates read only what the loader has loaded."""

    base_form_class = PageForm
    copy_form_class = DraftCopyForm
    # What an editor's copy does not take over. A translation does: it is the same page.
    exclude_fields_in_copy = ["first_published_at", "go_live_at", "expire_at", "outdated_since"]

    # See cms/freshness/columns.py.
    unlisted_fields = ["outdated_since"]
    content_panels = [ReleasePanel(), *Page.content_panels]
    promote_panels = [
        MultiFieldPanel(
            [
                FieldPanel("slug", heading=_("Address"), help_text=_("The last part of this page's web address.")),
                FieldPanel("seo_title", heading=_("Title elsewhere"), help_text=_("Leave empty to use the title.")),
                FieldPanel(
                    "search_description",
                    heading=_("Description elsewhere"),
                    help_text=_("Leave empty to use the introduction or summary."),
                ),
            ],
            heading=_("For search engines and sharing"),
        )
    ]
    settings_panels = [
        PublishingPanel(),
        FieldPanel(
            "first_published_at",
            heading=_("Published on"),
            help_text=_("The date that readers see. Change it if the page was published elsewhere before."),
        ),
        CommentPanel(),
    ]

    outdated_since = models.DateTimeField(
        _("outdated since"),
        null=True,
        editable=False,
        help_text=_("When the original of this translation changed; empty while the translation says the same."),
    )

    # Whether readers take it as of the day of its publication, as a post. Any other page speaks of today.
    is_dated = False
    # The request that this page was loaded for, set by the loader: it has the sites, so ``url`` needs no query.
    request: HttpRequest | None = None
    # The request that everything on this page was loaded for.
    loaded_for: HttpRequest | None = None

    class Meta:
        abstract = True

    @property
    def status_string(self) -> str:
        """Wagtail's word for the state of the page, with whether it is an outdated translation."""
        status = str(super().status_string)
        return f"{status}, {_('outdated')}" if self.outdated_since else status

    def copy(self, *args: Any, **kwargs: Any) -> Any:
        """Copy this page. A translation keeps what an editor's copy does not."""
        if kwargs.get("reset_translation_key") is not False:
            return super().copy(*args, **kwargs)
        own = {"first_published_at", "outdated_since"}
        kept = {name: getattr(self, name) for name in self.exclude_fields_in_copy if name not in own}
        kwargs["update_attrs"] = {**kept, **(kwargs.get("update_attrs") or {})}
        translation = super().copy(*args, **kwargs)
        # Wagtail sets them in the first revision, but does not copy excluded fields to the row.
        for name, value in kept.items():
            setattr(translation, name, value)
        type(self).objects.filter(pk=translation.pk).update(**kept)
        return translation

    def with_content_json(self, content: dict[str, Any]) -> Any:
        """Return the page as in a revision. A translation that was never published has the date of its source."""
        page = super().with_content_json(content)
        if page.first_published_at is None:
            page.first_published_at = self.find_first_publication()
        return page

    def find_counterpart(self, locale: Locale) -> Page | None:
        """Return the page that stands for this one in another language without being its translation, if there is one.

        Nobody translates this page into that language then.
        """
        return None

    def find_first_publication(self) -> datetime | None:
        """Return when this page was first published in any other language."""
        others = Page.objects.filter(translation_key=self.translation_key, alias_of__isnull=True).exclude(pk=self.pk)
        published = others.filter(last_published_at__isnull=False)
        return published.aggregate(first=Min("first_published_at"))["first"]

    def save(self, *args: Any, **kwargs: Any) -> Any:
        """Save this page and its child rows; with these it is indexed once, and not with a draft."""
        with defer_reference_index() as was_on:
            saved = super().save(*args, **kwargs)
        if not set(kwargs.get("update_fields") or ["title"]) <= OF_DRAFTS:
            if was_on:
                index_references(self)
            index_child_rows(self)
        return saved

    def refuse_publication(self, revision: Revision, user: Any) -> None:
        """Raise RefusedError for what keeps a revision from being published now, or scheduled."""
        refuse_expired(revision)
        ask_before_publication(revision, user)

    def publish(self, revision: Revision, user: Any = None, *args: Any, **kwargs: Any) -> Any:
        self.refuse_publication(revision, user)
        with transaction.atomic():
            return super().publish(revision, user, *args, **kwargs)

    def unpublish(self, *args: Any, **kwargs: Any) -> Any:
        with transaction.atomic():
            return super().unpublish(*args, **kwargs)

    def full_clean(self, *args: Any, **kwargs: Any) -> None:
        self.complete_slug()
        super().full_clean(*args, **kwargs)

    def minimal_clean(self) -> None:
        self.complete_slug()
        super().minimal_clean()

    def complete_slug(self) -> None:
        """Give a page of a known parent a slug if it has none. Wagtail drops letters, and may find nothing."""
        if self.title and not self.slug and self.path:  # type: ignore[has-type]
            self.slug = suggest_slug(self, self.get_parent())

    def get_url_parts(self, request: HttpRequest | None = None) -> Any:
        """Return Wagtail's (site ID, root URL, path), with the site's public address as the root if it has one."""
        return SiteContext.of(request or self.request).find_address(self)

    def get_url(self, request: HttpRequest | None = None, current_site: Site | None = None) -> str | None:
        """Return the path on this server; without a request, as in the admin, the public address if there is one."""
        request = request or self.request
        if request is not None or current_site is not None:
            return super().get_url(request, current_site)
        parts = self.get_url_parts()
        if parts is None or parts[1] is None or parts[2] is None:
            return None
        context = SiteContext.of(None)
        is_here = len(context.sites) == 1 and parts[0] not in context.front_ends
        return parts[2] if is_here else f"{parts[1]}{parts[2]}"

    url = property(get_url)

    def get_view_restrictions(self) -> QuerySet[PageViewRestriction]:
        """Return the restrictions on this page and its ancestors; an alias has those of its source.

        A page that is shown in the tree of another language has those of its place too. In a request it is known which
        parts of the tree have any.
        """
        places = [self, *filter(None, [self.shown_at])]
        if self.request is not None:
            visibility = SiteContext.of(self.request).visibility
            if all(visibility.is_outside(page.path) for page in places):
                return PageViewRestriction.objects.none()
        restricted = Q(page__in=self.get_ancestors(inclusive=True))
        if self.shown_at is not None:
            restricted |= Q(page__in=self.shown_at.get_ancestors(inclusive=True))
        return PageViewRestriction.objects.filter(restricted)

    def make_preview_request(
        self, original_request: Any = None, preview_mode: Any = None, extra_request_attrs: Any = None
    ) -> Any:
        """Preview this page with the drafts of what it names, as far as the user may see them."""
        drafts = DraftFinder(getattr(original_request, "user", None))
        attrs = {"find_draft": drafts.find, "shown_drafts": drafts.shown, **(extra_request_attrs or {})}
        return super().make_preview_request(original_request, preview_mode, attrs)

    # Context of all templates

    def load(self, request: HttpRequest) -> None:
        """Load all that this page shows, once for a request; afterwards it is read-only."""
        if self.loaded_for is not request:
            Loader(request).load([self])
            self.loaded_for = request

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Return the template's context; afterwards this page is read-only."""
        self.load(request)
        context = super().get_context(request, *args, **kwargs)
        context["breadcrumbs"] = self.list_breadcrumbs(request)
        context["translations"] = self.list_translations(request)
        context["gap"] = self.describe_gap(request)
        context["seo"] = self.describe_for_search(request)
        context["things"] = self.list_things(request)
        return context

    @property
    def summary_text(self) -> str:
        """The plain-text summary of this page in lists and search results."""
        return self.search_description

    @property
    def contents(self) -> list[dict[str, Any]]:
        """The headings of the body and of its blocks with their anchors, if there are at least three."""
        structs = [child.value for child in getattr(self, "body", ()) if getattr(child.value, "anchor", "")]
        headings = [
            {"text": text, "anchor": s.anchor, "level": int(s.get("level") or 2)}
            for s in structs
            if (text := s.get("text") or s.get("heading"))
        ]
        return headings if len(headings) >= MIN_HEADINGS else []


class HeroPage(BasePage):
    """A page with a main image."""

    hero_image = models.ForeignKey(
        "cms.Image",
        verbose_name=_("picture"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    hero_alt = models.CharField(
        _("alt text"),
        max_length=300,
        blank=True,
        help_text=_("For readers who cannot see it. Leave empty only if the picture adds nothing to the text."),
    )
    hero_caption = models.CharField(_("caption"), max_length=300, blank=True)

    unlisted_fields = [*BasePage.unlisted_fields, "hero_image", "hero_alt", "hero_caption"]
    hero_panel = MultiFieldPanel(
        [
            FieldPanel("hero_image"),
            FieldPanel(
                "hero_alt",
                help_text=_("For readers who cannot see it, also in lists and shared links: say what it shows."),
            ),
            FieldPanel("hero_caption"),
        ],
        heading=_("Main picture"),
    )
    hero_api_field = APIField("hero", serializer=HeroField())

    class Meta:
        abstract = True

    @property
    def hero(self) -> Hero | None:
        if self.hero_image is None:
            return None
        self.hero_image.contextual_alt_text = self.hero_alt
        return Hero(self.hero_image, self.hero_caption)

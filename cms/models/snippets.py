"""Snippets that several apps show."""

from typing import Any, ClassVar

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models.functions import Cast, Lower
from django.utils.translation import gettext_lazy as _
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, TitleFieldPanel
from wagtail.api import APIField
from wagtail.models import (
    DraftStateMixin,
    LockableMixin,
    PreviewableMixin,
    Revision,
    RevisionMixin,
    TranslatableMixin,
    WorkflowMixin,
)
from wagtail.search import index

from cms.blocks import LinkBlock
from cms.blocks.fields import StreamField
from cms.models.expiry import refuse_expired
from cms.models.facts import declare_facts, declare_own
from cms.models.forms import ScheduledForm, TopicForm
from cms.models.media import PUBLIC_HELP
from cms.releases.revisions import Revisable
from cms.represent.fields import ImageField, LinksField
from cms.upstream.wagtail import prefetch_workflow_states


class DraftSnippetQuerySet(models.QuerySet["DraftSnippet"]):
    def with_status(self) -> "DraftSnippetQuerySet":
        """Load what the status of each needs, as Wagtail does for pages, in one query for all."""
        scheduled = models.Exists(self.list_scheduled_revisions())
        return self.prefetch_related(prefetch_workflow_states()).annotate(is_scheduled=scheduled)

    def list_scheduled_revisions(self) -> "models.QuerySet[Revision]":
        return Revision.objects.filter(
            content_type=ContentType.objects.get_for_model(self.model),
            object_id=Cast(models.OuterRef("pk"), models.CharField()),
            approved_go_live_at__isnull=False,
        )


class DraftSnippet(
    Revisable,
    PreviewableMixin,
    WorkflowMixin,
    DraftStateMixin,
    LockableMixin,
    RevisionMixin,
    TranslatableMixin,
    index.Indexed,
    ClusterableModel,
):
    """A translatable snippet with drafts, revisions, moderation and a preview. Publishing is one transaction."""

    # Wagtail's column, with a default that the release before this one, which does not know it, can rely on.
    locked = models.BooleanField(_("locked"), default=False, db_default=False, editable=False)

    outdated_since = models.DateTimeField(
        _("outdated since"),
        null=True,
        editable=False,
        help_text=_("When the original of this translation changed; empty while the translation says the same."),
    )

    objects = DraftSnippetQuerySet.as_manager()

    base_form_class = ScheduledForm
    override_translatable_fields: ClassVar[list[Any]] = declare_own("first_published_at", "go_live_at", "expire_at")
    preview_template: ClassVar[str]

    @property
    def status_string(self) -> str:
        """Wagtail's word for the state of the snippet, with whether it is an outdated translation."""
        status = str(super().status_string)
        return f"{status}, {_('outdated')}" if self.outdated_since else status

    def publish(self, revision: Revision, *args: Any, **kwargs: Any) -> Any:
        refuse_expired(revision)
        with transaction.atomic():
            return super().publish(revision, *args, **kwargs)

    def unpublish(self, *args: Any, **kwargs: Any) -> Any:
        with transaction.atomic():
            return super().unpublish(*args, **kwargs)

    @property
    def approved_schedule(self) -> bool:
        """Whether a version waits for its time; known without a query if ``with_status`` has loaded it."""
        known = self.__dict__.get("is_scheduled")
        return bool(super().approved_schedule if known is None else known)

    def get_preview_template(self, request: Any, mode_name: str) -> str:
        return self.preview_template

    # See cms/freshness/columns.py.
    unlisted_fields = ["last_published_at", "outdated_since"]

    class Meta(TranslatableMixin.Meta):
        abstract = True


class Topic(DraftSnippet):
    name = models.CharField(_("name"), max_length=80)
    slug = models.SlugField(_("slug"), max_length=80, help_text=_("The topic's part of web addresses, such as “food”."))
    description = models.TextField(_("description"), blank=True, max_length=300)
    picture = models.ForeignKey(
        "cms.Image",
        verbose_name=_("picture"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("Shown on the topic's own page, beside the description."),
    )
    public = models.BooleanField(_("public"), default=False, help_text=PUBLIC_HELP)

    unlisted_fields = [*DraftSnippet.unlisted_fields, "description"]
    base_form_class = TopicForm
    override_translatable_fields = [*DraftSnippet.override_translatable_fields, *declare_facts("public")]
    panels = [
        TitleFieldPanel("name", placeholder=False),
        FieldPanel("slug"),
        FieldPanel("description"),
        FieldPanel("picture"),
        FieldPanel("public"),
    ]
    search_fields = [
        index.SearchField("name"),
        index.AutocompleteField("name"),
        index.SearchField("description"),
        index.FilterField("locale_id"),
    ]
    api_fields = [
        APIField("name"),
        APIField("slug"),
        APIField("description"),
        APIField("picture", serializer=ImageField("picture", alt_from="picture_alt")),
    ]
    preview_template = "cms/previews/topic.html"
    # The picture adds nothing to the name and the description that stand beside it.
    picture_alt = ""

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        super().clean()
        self.refuse_taken_slug()

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save the topic, and check its slug: publishing a revision or translation does not call ``clean``."""
        if "slug" in (kwargs.get("update_fields") or ["slug"]):
            self.refuse_taken_slug()
        super().save(*args, **kwargs)

    def refuse_taken_slug(self) -> None:
        """Raise ValidationError for the field, which a database constraint cannot do."""
        same = Topic.objects.filter(slug=self.slug, locale_id=self.locale_id).exclude(pk=self.pk)
        if self.slug and same.exists():
            raise ValidationError({"slug": _("Another topic in this language has this address already.")})

    class Meta(DraftSnippet.Meta):
        verbose_name = _("topic")
        verbose_name_plural = _("topics")
        ordering = [Lower("name")]
        constraints = [
            models.UniqueConstraint(
                fields=("slug", "locale"),
                condition=~models.Q(slug=""),  # drafts may have no slug yet
                name="one_topic_per_slug_and_locale",
            )
        ]


class CallToAction(DraftSnippet):
    heading = models.CharField(_("heading"), max_length=150)
    text = models.TextField(_("text"), blank=True)
    links = StreamField([("link", LinkBlock(label=_("Link")))], max_num=3, blank=True, verbose_name=_("links"))

    unlisted_fields = [*DraftSnippet.unlisted_fields, "heading", "text"]
    panels = [FieldPanel("heading"), FieldPanel("text"), FieldPanel("links")]
    search_fields = [
        index.SearchField("heading"),
        index.AutocompleteField("heading"),
        index.SearchField("text"),
        index.FilterField("locale_id"),
    ]
    api_fields = [APIField("heading"), APIField("text"), APIField("links", serializer=LinksField())]
    preview_template = "cms/previews/call_to_action.html"

    def __str__(self) -> str:
        return self.heading

    class Meta(DraftSnippet.Meta):
        verbose_name = _("call to action")
        verbose_name_plural = _("calls to action")
        ordering = [Lower("heading")]

"""People who appear on the site."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.api import APIField
from wagtail.search import index

from cms.blocks import LinkBlock
from cms.blocks.fields import StreamField
from cms.models import DraftSnippet
from cms.models.facts import declare_facts, declare_own
from cms.models.media import PUBLIC_HELP
from cms.people.addresses import FormerAddress, suggest_slug
from cms.represent.fields import ImageField, LinksField
from cms.represent.images import PORTRAIT


class Person(DraftSnippet):
    class Group(models.TextChoices):
        TEAM = "team", _("Team")
        CO_PRODUCER = "co_producer", _("Co-producer")
        MEMBER = "member", _("Member")
        PARTNER = "partner", _("Partner")

    name = models.CharField(_("name"), max_length=100)
    slug = models.SlugField(
        _("address"),
        max_length=120,
        blank=True,
        default="",
        db_default="",
        help_text=_("The last part of this person's web address. Leave empty to make it from the name."),
    )
    pronouns = models.CharField(
        _("pronouns"), max_length=30, blank=True, help_text=_("For example she/her, they/them.")
    )
    role = models.CharField(_("role"), max_length=100, blank=True)
    group = models.CharField(_("group"), max_length=20, choices=Group, default=Group.TEAM)
    position = models.PositiveSmallIntegerField(
        _("place in the group"),
        null=True,
        blank=True,
        help_text=_("1 comes first. Those without a number follow, by name."),
    )
    biography = models.TextField(_("biography"), blank=True, help_text=_("A few sentences."))
    own_words = models.TextField(
        _("own words"),
        blank=True,
        default="",
        db_default="",
        help_text=_("What they say themselves. Shown as a quotation on their page."),
    )
    photo = models.ForeignKey(
        "cms.Image", null=True, blank=True, on_delete=models.SET_NULL, related_name="+", verbose_name=_("photo")
    )
    links = StreamField([("link", LinkBlock(label=_("Link")))], blank=True, max_num=5, verbose_name=_("links"))
    joined = models.DateField(_("joined"), null=True, blank=True)
    public = models.BooleanField(_("public"), default=False, help_text=PUBLIC_HELP)

    unlisted_fields = [*DraftSnippet.unlisted_fields, "pronouns", "role", "biography", "own_words", "joined"]
    override_translatable_fields = [
        *DraftSnippet.override_translatable_fields,
        *declare_facts("group", "position", "joined", "public"),
        *declare_own("slug"),
    ]
    panels = [
        MultiFieldPanel([FieldPanel("name"), FieldPanel("pronouns"), FieldPanel("photo")], heading=_("Who")),
        MultiFieldPanel(
            [FieldPanel("role"), FieldRowPanel([FieldPanel("group"), FieldPanel("position")]), FieldPanel("joined")],
            heading=_("With us"),
        ),
        FieldPanel("biography"),
        FieldPanel("own_words"),
        FieldPanel("links"),
        FieldPanel("public"),
        FieldPanel("slug"),
    ]
    search_fields = [
        index.SearchField("name", boost=4),
        index.AutocompleteField("name"),
        index.SearchField("role", boost=2),
        index.SearchField("biography"),
        index.SearchField("own_words"),
        index.FilterField("locale_id"),
        index.FilterField("group"),
    ]
    api_fields = [
        APIField("name"),
        APIField("slug"),
        APIField("pronouns"),
        APIField("role"),
        APIField("group"),
        APIField("position"),
        APIField("biography"),
        APIField("own_words"),
        APIField("photo", serializer=ImageField("photo", alt_from="name", use=PORTRAIT)),
        APIField("links", serializer=LinksField()),
        APIField("joined"),
    ]
    preview_template = "people/preview.html"

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        super().clean()
        if self.slug and suggest_slug(self) != self.slug:
            raise ValidationError({"slug": _("Somebody else has or had this address. Choose another one.")})

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save the person with an address, and remember the one before it."""
        if "slug" not in (kwargs.get("update_fields") or ["slug"]):
            super().save(*args, **kwargs)
            return
        with transaction.atomic():
            before = Person.objects.filter(pk=self.pk).values_list("slug", flat=True).first() if self.pk else ""
            # A version from before there were addresses has none.
            self.slug = self.slug or before or ""
            if not before or self.slug != before:
                self.slug = suggest_slug(self)
            super().save(*args, **kwargs)
            if before and before != self.slug:
                FormerAddress.objects.get_or_create(person=self, slug=before)

    class Meta(DraftSnippet.Meta):
        verbose_name = _("person")
        verbose_name_plural = _("people")
        ordering = ["name"]

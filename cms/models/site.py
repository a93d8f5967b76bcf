"""Settings, texts and menus of a whole site."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.blocks import CharBlock, StructBlock, URLBlock
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting
from wagtail.models import Site, TranslatableMixin

from cms.blocks import LinkBlock, LinksBlock
from cms.blocks.fields import StreamField
from cms.freshness.reads import track_models
from cms.models.addresses import check_preview_url
from cms.models.brand import Brand
from cms.models.sections import OwnNameBlock, refuse_repeated

# Where the rows about a site are kept on a request, by model, once they have been read with a page.
ROWS = "site_rows"


def find_site_rows(request: Any, site: Site | None) -> dict[Any, list[Any]] | None:
    """Return the rows about a site that were read with the page that answers a request."""
    return site and request.__dict__.get(ROWS, {}).get(site.pk)


class ProfileBlock(StructBlock):
    label = CharBlock(max_length=60, help_text=_("The name of the network, such as Mastodon."), label=_("Label"))
    url = URLBlock(label=_("Web address"))

    class Meta:
        icon = "link-external"
        label_format = "{label}"


class MenuItemBlock(LinkBlock):
    """A link, with links below it."""

    children = LinksBlock(LinkBlock(), help_text=_("Shown below this item. One level only."), label=_("Children"))


class FooterMenuBlock(StructBlock):
    heading = CharBlock(max_length=60, label=_("Heading"))
    items = LinksBlock(LinkBlock(), min_num=1, label=_("Items"))

    class Meta:
        icon = "list-ul"
        label_format = "{heading}"


@register_setting(icon="home")
class Organisation(Brand, BaseSiteSetting):
    """What is the same in every language: names, images and addresses."""

    private_fields = ["preview_url"]

    name = models.CharField(_("name"), max_length=100)
    logo = models.ForeignKey(
        "cms.Image", null=True, blank=True, on_delete=models.SET_NULL, related_name="+", verbose_name=_("logo")
    )
    social_image = models.ForeignKey(
        "cms.Image",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("Shown where a page without a picture of its own is shared. At least 1200 pixels wide."),
        verbose_name=_("social image"),
    )
    contact_email = models.EmailField(_("contact email"), blank=True)
    contact_telephone = models.CharField(_("contact telephone"), max_length=30, blank=True)
    contact_address = models.TextField(_("contact address"), blank=True)
    social_profiles = StreamField(
        [("profile", ProfileBlock(label=_("Profile")))], blank=True, verbose_name=_("social profiles")
    )
    front_end_url = models.URLField(
        _("public address"),
        blank=True,
        help_text=_("Public website address, if your site is built elsewhere."),
    )
    # Not a URLField: it would refuse names without a dot, such as localhost.
    preview_url = models.CharField(
        _("preview address"),
        max_length=500,
        blank=True,
        default="",
        db_default="",
        validators=[check_preview_url],
        help_text=_("Where that site shows drafts, if it can. Editors then see it in the preview panel."),
    )

    show_untranslated = models.BooleanField(
        _("show what is not translated"),
        default=False,
        db_default=False,
        help_text=_(
            "The archive of a language then lists posts that are not translated into it, marked. Otherwise it says how"
            " many there are."
        ),
    )

    mention_missing_notes = models.BooleanField(
        _("say when a month has no meeting notes"),
        default=False,
        db_default=False,
        help_text=_("A monthly update without meeting notes then says that there are none."),
    )

    panels = [
        FieldPanel("name"),
        FieldPanel("social_image"),
        MultiFieldPanel(
            [
                FieldPanel("contact_email", heading=_("Email address")),
                FieldPanel("contact_telephone", heading=_("Telephone")),
                FieldPanel("contact_address", heading=_("Address")),
            ],
            heading=_("Contact"),
        ),
        FieldPanel("social_profiles"),
        FieldPanel("front_end_url"),
        FieldPanel("preview_url"),
        FieldPanel("show_untranslated"),
        FieldPanel("mention_missing_notes"),
    ]

    def __str__(self) -> str:
        return self.name

    class Meta:
        verbose_name = _("organisation")
        # Of the proxy `Appearance`: Wagtail looks for it beside the model that has the table.
        permissions = [("change_appearance", "Can change appearance")]

    @classmethod
    def for_request(cls, request: Any) -> "Organisation":
        """Return the organisation of the request's site, which may have been read with the page that answers."""
        known = find_site_rows(request, Site.find_for_request(request))
        if known and known[cls]:
            track_models(cls)
            return known[cls][0]
        return super().for_request(request)


class SitePart(TranslatableMixin):
    """A snippet of which a site has one per language."""

    site = models.ForeignKey(Site, on_delete=models.CASCADE, related_name="+", verbose_name=_("site"))

    def clean(self) -> None:
        super().clean()
        same = type(self).objects.filter(site_id=self.site_id, locale_id=self.locale_id).exclude(pk=self.pk)
        if self.site_id and same.exists():
            raise ValidationError({"site": _("This site has one in this language already: edit that one.")})

    class Meta(TranslatableMixin.Meta):
        abstract = True


class SiteText(SitePart):
    strapline = models.CharField(_("strapline"), max_length=150, blank=True, help_text=_("A few words below the name."))
    newsletter_label = models.CharField(_("newsletter label"), max_length=60, blank=True)
    newsletter_url = models.URLField(_("newsletter address"), blank=True)
    footer_text = models.TextField(_("footer text"), blank=True)
    names = StreamField(
        [("name", OwnNameBlock(label=_("Name")))],
        blank=True,
        default=list,
        db_default=[],
        help_text=_("What you call things on your site, such as “Newsletter” instead of “Monthly update”."),
        verbose_name=_("names"),
    )

    panels = [
        FieldPanel("strapline"),
        MultiFieldPanel(
            [
                FieldPanel("newsletter_label", heading=_("What the link says")),
                FieldPanel("newsletter_url", heading=_("Web address")),
            ],
            heading=_("Newsletter"),
        ),
        FieldPanel("footer_text", help_text=_("Shown at the foot of every page.")),
        FieldPanel("names"),
        FieldPanel("site"),
    ]

    def __str__(self) -> str:
        return f"{self.site} ({self.locale})"

    def clean(self) -> None:
        super().clean()
        refuse_repeated("names", (child.value["name"] for child in self.names))

    @cached_property
    def own_names(self) -> dict[str, str]:
        """What this organisation calls things, by their names in ``register_names``."""
        return {child.value["name"]: child.value["text"] for child in self.names}

    class Meta(SitePart.Meta):
        verbose_name = _("site text")
        verbose_name_plural = _("site texts")
        constraints = [models.UniqueConstraint(fields=("site", "locale"), name="one_site_text_per_site_and_locale")]


class Navigation(SitePart):
    main_menu = StreamField(
        [("item", MenuItemBlock(label=_("Item")))], blank=True, max_num=8, collapsed=True, verbose_name=_("main menu")
    )
    footer_menus = StreamField(
        [("menu", FooterMenuBlock(label=_("Menu")))],
        blank=True,
        max_num=4,
        collapsed=True,
        verbose_name=_("footer menus"),
    )

    panels = [FieldPanel("main_menu"), FieldPanel("footer_menus"), FieldPanel("site")]

    def __str__(self) -> str:
        return f"{self.site} ({self.locale})"

    class Meta(SitePart.Meta):
        verbose_name = _("navigation")
        verbose_name_plural = _("navigation")
        constraints = [models.UniqueConstraint(fields=("site", "locale"), name="one_navigation_per_site_and_locale")]

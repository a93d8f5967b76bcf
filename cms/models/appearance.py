"""The screen on which administrators choose how a site looks."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.contrib.settings.models import register_setting
from wagtail.models import Page, PreviewableMixin

from cms.models.colour_input import ColourInput
from cms.models.site import Organisation
from cms.represent.visibility import live


@register_setting(icon="view")
class Appearance(PreviewableMixin, Organisation):
    """The same row as the organisation's, so that pages read it with the name and need no statement of its own."""

    preview_modes = [("home", _("Home page")), ("page", _("The page published last"))]
    default_preview_mode = "home"

    panels = [
        MultiFieldPanel(
            [
                FieldPanel("accent", widget=ColourInput("accent")),
                FieldPanel("second_colour", widget=ColourInput("second")),
            ],
            heading=_("Colours"),
        ),
        FieldPanel("typeface"),
        MultiFieldPanel([FieldPanel("logo"), FieldPanel("dark_logo"), FieldPanel("icon")], heading=_("Pictures")),
        FieldPanel("home_sections"),
        FieldPanel("time_format"),
    ]

    class Meta:
        proxy = True
        default_permissions = ()  # see `Organisation`
        verbose_name = _("appearance")
        verbose_name_plural = _("appearance")

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        """Show a page of the site, as readers see it, with what is in the form."""
        page = self.find_page(mode_name)
        response: HttpResponse = page.make_preview_request(request, "", {"unsaved_organisation": self})
        return response

    def find_page(self, mode: str) -> Any:
        home = self.site.root_page
        latest = Page.objects.descendant_of(home).filter(live(), locale=home.locale).order_by("-first_published_at")
        return ((mode == "page" and latest.first()) or home).specific

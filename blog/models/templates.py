"""What an update of a month begins with."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.blocks import StaticBlock

from blog.blocks import UpdateBody
from cms.blocks.fields import StreamField
from cms.models.site import SitePart

MOST_WEEKS = 26


class ComingEventsPlace(StaticBlock):
    class Meta:
        icon = "date"
        group = _("Filled in automatically")
        label = _("Coming events")
        admin_text = _("The events of the coming weeks.")


class NewcomersPlace(StaticBlock):
    class Meta:
        icon = "user"
        group = _("Filled in automatically")
        label = _("New people")
        admin_text = _("An introduction for everybody who joined since the last update.")


class TemplateBody(UpdateBody):
    """The blocks of an update, and the places of what is filled in by itself."""

    coming_events = ComingEventsPlace()
    newcomers = NewcomersPlace()


class UpdateTemplate(SitePart):
    """What this month's update begins with, in one language of a site. Readers never see it."""

    body = StreamField(
        TemplateBody(),
        blank=True,
        verbose_name=_("sections"),
        help_text=_("Copied into each new update of a month, where all of it can be changed."),
    )
    weeks = models.PositiveSmallIntegerField(
        _("weeks of events"), default=6, help_text=_("How far ahead the coming events reach.")
    )

    in_feed = False

    panels = [FieldPanel("body"), FieldPanel("weeks"), FieldPanel("site")]

    def __str__(self) -> str:
        return f"{self.site} ({self.locale})"

    class Meta(SitePart.Meta):
        verbose_name = _("template of updates")
        verbose_name_plural = _("templates of updates")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(weeks__gte=1, weeks__lte=MOST_WEEKS),
                name="update_template_weeks",
                violation_error_message=_("Choose from 1 to 26 weeks."),
            )
        ]

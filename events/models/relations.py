"""Who hosts an event, and what it is about."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel
from wagtail.models import Orderable, TranslatableMixin

from cms.models import Topic
from cms.represent.visibility import live


class EventHost(TranslatableMixin, Orderable):
    event = ParentalKey("events.EventPage", on_delete=models.CASCADE, related_name="hosts")
    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="+", verbose_name=_("person"))

    panels = [FieldPanel("person")]

    class Meta(TranslatableMixin.Meta, Orderable.Meta):
        pass


class EventTopicQuerySet(models.QuerySet["EventTopic"]):
    def about(self, *slugs: str) -> "EventTopicQuerySet":
        """Return the rows of events on one of some topics, given by their slugs in any language.

        A translated event refers to the topics of its source, so they are compared by translation key.
        """
        topics = Topic.objects.filter(live(), slug__in=slugs).values("translation_key")
        return self.filter(topic__translation_key__in=topics)


class EventTopic(TranslatableMixin, Orderable):
    event = ParentalKey("events.EventPage", on_delete=models.CASCADE, related_name="topics")
    topic = models.ForeignKey("cms.Topic", on_delete=models.CASCADE, related_name="+", verbose_name=_("topic"))

    objects = EventTopicQuerySet.as_manager()

    panels = [FieldPanel("topic")]

    class Meta(TranslatableMixin.Meta, Orderable.Meta):
        pass

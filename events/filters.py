"""Filters of the pages that list dates: a form whose choices are parts of the address, and links for the usual ones."""

from collections.abc import Mapping
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

from django import forms
from django.db.models import Q
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from cms.represent.languages import find_text_language
from events.models.relations import EventTopic

if TYPE_CHECKING:
    from wagtail.models import PageQuerySet

    from cms.models import Topic
    from events.models import EventPage
    from events.models.dates import EventDateQuerySet

# Who can take part online, and who on the spot: a mixed event is for both.
SUITS = {"in_person": ("in_person", "mixed"), "online": ("online", "mixed"), "mixed": ("mixed",)}


def find_end_of_week(now: datetime) -> datetime:
    """Return the end of Sunday in the site's time zone."""
    today = timezone.localtime(now).date()
    monday = today + timedelta(days=7 - today.weekday())
    return datetime.combine(monday, time.min, tzinfo=timezone.get_current_timezone())


class TopicSelect(forms.Select):
    """Says the language of each option; ``languages`` are those of the values."""

    languages: Mapping[str, str] = {}

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        option = super().create_option(name, value, *args, **kwargs)
        if (language := self.languages.get(str(value), get_language())) != get_language():
            option["attrs"]["lang"] = language
        return option


class DatesForm(forms.Form):
    """Filters of the list. ``topic`` is a slug, ``place`` the name of a venue."""

    q = forms.CharField(required=False, max_length=200, label=gettext_lazy("Search events"), widget=forms.SearchInput)
    topic = forms.ChoiceField(required=False, label=gettext_lazy("Topic"), widget=TopicSelect)
    place = forms.ChoiceField(required=False, label=gettext_lazy("Place"))
    attendance = forms.ChoiceField(required=False, label=gettext_lazy("How to take part"))
    when = forms.ChoiceField(required=False, choices=[("week", gettext_lazy("This week"))], widget=forms.HiddenInput)
    cost = forms.ChoiceField(required=False, choices=[("free", gettext_lazy("Free"))], widget=forms.HiddenInput)

    def __init__(
        self, data: Any, *, topics: "list[Topic]", places: list[str], attendances: list[tuple[str, Any]]
    ) -> None:
        super().__init__(data, label_suffix="")
        every_topic, either, anywhere = _("All topics"), _("In person or online"), _("Anywhere")
        self.fields["topic"].choices = [("", every_topic), *((topic.slug, topic.name) for topic in topics)]  # type: ignore[attr-defined]
        self.fields["topic"].widget.languages = {topic.slug: find_text_language(topic) for topic in topics}
        self.fields["place"].choices = [("", anywhere), *((place, place) for place in places)]  # type: ignore[attr-defined]
        self.fields["attendance"].choices = [("", either), *attendances]  # type: ignore[attr-defined]

    @property
    def is_of_this_week(self) -> bool:
        return self.cleaned_data.get("when") == "week"

    def narrow(self, dates: "EventDateQuerySet", *, now: datetime) -> "EventDateQuerySet":
        """Return the matching dates, once the form is cleaned; it ignores invalid filters, and shows their errors."""
        chosen = self.cleaned_data
        if chosen.get("q"):
            dates = dates.mentioning(chosen["q"])
        if chosen.get("topic"):
            dates = dates.about(chosen["topic"])
        if chosen.get("place"):
            dates = dates.at(chosen["place"])
        if chosen.get("attendance"):
            dates = dates.filter(event__attendance__in=SUITS[chosen["attendance"]])
        if chosen.get("cost"):
            dates = dates.filter(event__is_free=True)
        if self.is_of_this_week:
            dates = dates.filter(start__lt=find_end_of_week(now))
        return dates

    def narrow_events(self, events: "PageQuerySet[EventPage]") -> "PageQuerySet[EventPage]":
        """Return the matching events without dates, once the form is cleaned."""
        chosen = self.cleaned_data
        if self.is_of_this_week:
            return events.none()
        for word in chosen.get("q", "").split():
            events = events.filter(
                Q(title__icontains=word) | Q(summary__icontains=word) | Q(venue_name__icontains=word)
            )
        if chosen.get("topic"):
            events = events.filter(pk__in=EventTopic.objects.about(chosen["topic"]).values("event"))
        if chosen.get("place"):
            events = events.filter(venue_name=chosen["place"]).exclude(attendance="online")
        if chosen.get("attendance"):
            events = events.filter(attendance__in=SUITS[chosen["attendance"]])
        if chosen.get("cost"):
            events = events.filter(is_free=True)
        return events


class Shortcut(NamedTuple):
    """A link that sets one filter, or that removes it if it is set; the others stay as they are."""

    label: str
    url: str
    is_set: bool


SHORTCUTS = [
    ("when", "week", gettext_lazy("This week")),
    ("cost", "free", gettext_lazy("Free")),
    ("attendance", "online", gettext_lazy("Online")),
]


def list_shortcuts(form: DatesForm, url: str, *, is_upcoming: bool) -> list[Shortcut]:
    """Return the usual filters of a cleaned form at an address; those of the time only where the list is of now."""
    chosen = {name: value for name, value in form.cleaned_data.items() if value}
    shortcuts = []
    for name, value, label in SHORTCUTS:
        if name == "when" and not is_upcoming:
            continue
        is_set = chosen.get(name) == value
        others = {key: text for key, text in chosen.items() if key != name}
        parameters = QueryDict(mutable=True)
        parameters.update(others if is_set else {**others, name: value})
        query = parameters.urlencode()
        shortcuts.append(Shortcut(str(label), f"{url}?{query}" if query else url, is_set))
    return shortcuts

"""What editors type about events: local times, zones, whole days, rules, and notes of meetings."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from wagtail.test.utils.form_data import inline_formset, nested_form_data, streamfield

from events.models import EventDate, EventPage
from tests.cms.languages import welsh
from tests.factories import make_date, make_event, make_event_index, make_person, make_topic
from tests.previews import read_preview

pytestmark = pytest.mark.django_db

LONDON = ZoneInfo("Europe/London")
NEW_YORK = "America/New_York"


def read_form(*dates: dict, event: EventPage | None = None, **values):
    """Return the bound form of an event, new or there already, with these dates."""
    event = event or EventPage()
    form_class = EventPage.get_edit_handler().get_form_class()
    parent = event.get_parent() if event.pk else make_event_index()
    return form_class(data=fill_form(*dates, **values), instance=event, parent_page=parent)


def fill_form(*dates: dict, **values) -> dict[str, str]:
    """Return what the editor's browser sends."""
    rows = [{"status": "scheduled", "place": "", "note": "", "end": "", **row} for row in dates]
    return nested_form_data(
        {
            "title": "Seed swap",
            "slug": "seed-swap",
            "summary": "Bring seeds.",
            "attendance": "in_person",
            "time_zone": "Europe/London",
            "body": streamfield([]),
            "dates": inline_formset(rows, initial=sum("id" in row for row in rows)),
            "hosts": inline_formset([]),
            "topics": inline_formset([]),
            "comments": inline_formset([]),
            **values,
        }
    )


def list_errors(form) -> dict[str, list[str]]:
    """Return the errors of the page and of its dates, by field."""
    assert not form.is_valid()
    return {**form.errors, **{name: texts for row in form.formsets["dates"].errors for name, texts in row.items()}}


def list_times(form) -> list[tuple]:
    assert form.is_valid(), (form.errors, form.formsets["dates"].errors)
    return [(row.start, row.end) for row in form.save(commit=False).dates.all()]


def shown(event: EventPage, name: str = "start") -> list[str]:
    """Return what the edit form of an event shows in a field of its dates."""
    form = EventPage.get_edit_handler().get_form_class()(instance=event, parent_page=event.get_parent())
    rows = form.formsets["dates"].forms
    return [row[name].field.widget.format_value(row[name].value()) for row in rows]


class TestLocalTimes:
    def test_a_time_is_what_clocks_show_at_the_event(self):
        form = read_form({"start": "2027-07-01 10:00", "end": "2027-07-01 12:30"}, time_zone=NEW_YORK)

        assert list_times(form) == [(datetime(2027, 7, 1, 14, tzinfo=UTC), datetime(2027, 7, 1, 16, 30, tzinfo=UTC))]

    def test_the_form_shows_it_as_it_was_typed(self):
        start = datetime(2027, 7, 1, 14, tzinfo=UTC)
        event = make_event(time_zone=NEW_YORK, dates=[make_date(start=start)])

        assert shown(event) == ["01/07/2027 10:00"]

    def test_ten_stays_ten_when_clocks_change(self):
        form = read_form({"start": "2027-03-27 10:00"}, {"start": "2027-03-28 10:00"})

        assert [start.astimezone(UTC).hour for start, _end in list_times(form)] == [10, 9]

    def test_another_zone_keeps_the_times_as_written(self):
        event = make_event(dates=[make_date(start=datetime(2027, 7, 1, 10, tzinfo=LONDON))])
        row = {"id": str(event.dates.get().pk), "start": "2027-07-01 10:00", "end": "2027-07-01 12:00"}

        form = read_form(row, event=event, time_zone=NEW_YORK)

        assert list_times(form)[0][0] == datetime(2027, 7, 1, 14, tzinfo=UTC)

    @pytest.mark.parametrize(
        ("values", "field", "words"),
        [
            ({"start": "2027-03-28 01:30"}, "start", "there is no 01:30. Did you mean 02:30?"),
            ({"start": "2027-10-31 01:30"}, "start", "01:30 comes twice"),
            ({"start": "2027-10-30 20:00", "end": "2027-10-31 01:30"}, "end", "01:30 comes twice"),
            ({"start": "2027-05-01 10:00", "end": "2027-05-01 09:00"}, "end", "after the start"),
            ({"start": "2027-05-01 10:00", "end": "2027-05-01 10:00"}, "end", "after the start"),
            ({"start": "2027-05-01"}, "start", "Add the time"),
            ({"start": "01/05/2027"}, "start", "Add the time"),
            ({"start": "1 May 2027"}, "start", "Add the time"),
            ({"start": "on Friday"}, "start", "date and time that exist"),
            ({"start": "2027-02-30 10:00"}, "start", "date and time that exist"),
            ({"start": ""}, "start", "Enter when it starts."),
            ({"start": "0001-01-01 00:00"}, "start", "between 1900 and 2999"),
            ({"start": "2027-05-01 10:00", "end": "9999-12-31", "all_day": "on"}, "end", "between 1900 and 2999"),
            ({"start": "2027-05-01 10:00", "status": "perhaps"}, "status", "valid choice"),
        ],
    )
    def test_what_cannot_be_is_refused_at_its_field(self, values, field, words):
        errors = list_errors(read_form(values))

        assert words in errors[field][0]

    def test_an_unknown_zone_is_refused_at_its_field(self):
        errors = list_errors(read_form({"start": "2027-05-01 10:00"}, time_zone="Europe/Atlantis"))

        assert errors == {"time_zone": ["There is no time zone called “Europe/Atlantis”."]}

    def test_a_zone_by_an_old_name_is_offered_where_it_is_used(self):
        event = make_event(time_zone="GB")
        form = EventPage.get_edit_handler().get_form_class()(instance=event, parent_page=event.get_parent())

        assert '<option value="GB" selected>GB</option>' in str(form["time_zone"])

    @pytest.mark.parametrize("name", ["start", "end"])
    def test_a_time_without_a_zone_is_not_stored(self, name):
        row = make_date(days=1)
        setattr(row, name, datetime(2100, 5, 1, 10))  # noqa: DTZ001
        event = make_event()
        row.event, row.locale = event, event.locale

        with pytest.raises(ValidationError) as caught:
            row.save()

        assert list(caught.value.message_dict) == [name]


class TestWholeDays:
    def test_only_the_days_count(self):
        form = read_form({"start": "2027-05-01 10:00", "end": "2027-05-03 09:00", "all_day": "on"})

        midnights = (datetime(2027, 5, 1, tzinfo=LONDON), datetime(2027, 5, 3, tzinfo=LONDON))
        assert list_times(form) == [midnights]

    @pytest.mark.parametrize("end", ["", "2027-05-01"])
    def test_one_day_needs_no_end(self, end):
        form = read_form({"start": "2027-05-01", "end": end, "all_day": "on"})

        assert list_times(form) == [(datetime(2027, 5, 1, tzinfo=LONDON), None)]

    def test_the_last_day_is_one_of_them(self):
        form = read_form({"start": "2027-05-01", "end": "2027-05-03", "all_day": "on"})
        form.is_valid()

        row = form.save(commit=False).dates.all()[0]

        assert row.find_until() == datetime(2027, 5, 4, tzinfo=LONDON)

    def test_the_form_shows_days_without_times(self):
        start = datetime(2027, 5, 1, tzinfo=LONDON)
        event = make_event(dates=[EventDate(start=start, end=start + timedelta(days=2), all_day=True)])

        assert (shown(event), shown(event, "end")) == (["01/05/2027"], ["03/05/2027"])

    def test_a_day_whose_midnight_is_skipped_can_be_chosen(self):
        form = read_form({"start": "2027-03-28", "all_day": "on"}, time_zone="Asia/Beirut")

        start = list_times(form)[0][0].astimezone(ZoneInfo("Asia/Beirut"))
        assert f"{start:%Y-%m-%d %H:%M}" == "2027-03-28 01:00"


class TestTranslation:
    @pytest.fixture
    def translation(self) -> EventPage:
        event = make_event(dates=[make_date(start=datetime(2027, 5, 1, 10, tzinfo=LONDON))])
        page = event.copy_for_translation(welsh(), copy_parents=True)
        page.save_revision().publish()
        return EventPage.objects.get(pk=page.pk)

    def test_only_the_place_and_the_note_can_be_changed(self, translation):
        row = {
            "id": str(translation.dates.get().pk),
            "start": "2030-01-01 10:00",
            "status": "cancelled",
            "place": "Y capel",
            "note": "Dewch â hadau",
        }
        form = read_form(row, event=translation, time_zone=NEW_YORK)
        assert form.is_valid(), (form.errors, form.formsets["dates"].errors)

        form.save(commit=False).save_revision().publish()

        date = EventPage.objects.get(pk=translation.pk).dates.get()
        assert (date.start, date.status, date.place, date.event.time_zone) == (
            datetime(2027, 5, 1, 10, tzinfo=LONDON),
            "scheduled",
            "Y capel",
            "Europe/London",
        )
        assert date.note == "Dewch â hadau"

    def test_its_form_says_where_dates_are_changed(self, translation, admin_client):
        answer = admin_client.get(reverse("wagtailadmin_pages:edit", args=[translation.pk]))

        html = answer.content.decode()
        assert "Dates and times are the same in every language" in html
        assert "data-event-rule" not in html
        assert 'id="id_dates-ADD"' not in html

    def test_the_source_has_all_its_fields(self, translation, admin_client):
        source = EventPage.objects.get(locale__language_code="en")

        html = admin_client.get(reverse("wagtailadmin_pages:edit", args=[source.pk])).content.decode()

        assert "data-event-rule" in html
        assert 'id="id_dates-ADD"' in html


@pytest.mark.parametrize("view", ["preview_on_add", "preview_on_edit"])
def test_what_was_added_and_not_saved_yet_is_previewed(admin_client, view):
    event = make_event(make_event_index())
    where = ["events", "eventpage", event.get_parent().pk] if view == "preview_on_add" else [event.pk]
    path = reverse(f"wagtailadmin_pages:{view}", args=where)
    host, topic = make_person("Mair Owen"), make_topic("Food")
    added = {"hosts": inline_formset([{"person": host.pk}]), "topics": inline_formset([{"topic": topic.pk}])}

    html = read_preview(admin_client, path, fill_form({"start": "2031-05-06 18:00"}, slug="swap", **added))

    for text in ("2031", "Mair Owen", "Food"):
        assert text in html

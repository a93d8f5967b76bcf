"""An editor makes a series of dates by a rule and corrects it; a reader finds it and takes it into a calendar."""

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse
from icalendar import Calendar
from playwright.sync_api import expect

from events.models import EventPage
from tests.browser.admin import rest, start_session
from tests.factories import make_date, make_event, make_event_index, make_person

if TYPE_CHECKING:
    from django.contrib.auth.models import User
    from playwright.sync_api import Locator, Page

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

LONDON = ZoneInfo("Europe/London")
YEAR = date.today().year + 1  # noqa: DTZ011
SECONDS = 60


@pytest.fixture
def editor(page: "Page", admin_user: "User") -> "Page":
    """A window in which an editor has signed in."""
    page.set_default_timeout(SECONDS * 1000)
    start_session(page, admin_user)
    return page


def list_rows(page: "Page") -> "Locator":
    return page.locator("#id_dates-FORMS > [data-inline-panel-child]")


def write(row: "Locator", name: str, text: str) -> None:
    field = row.locator(f"[name$='-{name}']")
    field.fill(text)
    field.blur()  # closes the calendar


def publish(page: "Page") -> None:
    rest(page)  # people do not publish in the moment in which autosave makes the page
    with page.expect_navigation(timeout=SECONDS * 1000):
        page.evaluate("document.querySelector('[name=action-publish]').click()")


def fill_rule(page: "Page", **values: str) -> None:
    for name, value in values.items():
        field = page.locator(f"[name='rule-{name}']")
        if field.evaluate("field => field.tagName") == "SELECT":
            field.select_option(value)
        else:
            field.fill(value)


def make_series(page: "Page", parent: int) -> None:
    """Write an event whose ten dates are every second Tuesday of the month but one, which is a Thursday."""
    page.goto(reverse("wagtailadmin_pages:add", args=["events", "eventpage", parent]))
    page.locator("#id_title").fill("River supper")
    page.locator("#id_summary").fill("Eat together.")
    page.locator("#id_access_notes").fill("Two steps at the door.")
    page.locator("#id_cost").fill("£3, children free")
    page.get_by_text("Add many dates by a rule").click()
    fill_rule(page, first=f"{YEAR}-01-01", starts="19:00", ends="21:00")
    fill_rule(page, repeat="months", ordinal="2", weekday="1", count="10")
    page.get_by_role("button", name="Show dates").click()
    expect(page.locator("[data-dates] > li")).to_have_count(10)
    page.get_by_role("button", name="Add these 10 dates").click()
    expect(list_rows(page)).to_have_count(10)
    expect(page.locator(".xdsoft_datetimepicker:visible")).to_have_count(0)
    third = list_rows(page).nth(2)
    expect(third).to_contain_text("Tuesday, 2 hours")
    thursday = find_start(third).replace(day=find_start(third).day + 2)
    write(third, "start", f"{thursday:%Y-%m-%d} 18:30")
    write(third, "end", f"{thursday:%Y-%m-%d} 21:00")
    expect(third).to_contain_text("Thursday, 2 hours 30 minutes")
    publish(page)


def find_start(row: "Locator") -> datetime:
    text = row.locator("[name$='-start']").input_value()
    return datetime.strptime(text, "%d/%m/%Y %H:%M").replace(tzinfo=LONDON)


def change_series(page: "Page", event: EventPage) -> None:
    """Cancel the fifth date and move the seventh by a day."""
    page.goto(reverse("wagtailadmin_pages:edit", args=[event.pk]))
    list_rows(page).nth(4).locator("[name$='-status']").select_option("cancelled")
    seventh = list_rows(page).nth(6)
    seventh.locator("[name$='-status']").select_option("moved")
    day = find_start(seventh)
    write(seventh, "start", f"{day.replace(day=day.day + 1):%Y-%m-%d} 19:00")
    write(seventh, "end", f"{day.replace(day=day.day + 1):%Y-%m-%d} 21:00")
    publish(page)


def test_a_series_is_made_changed_found_and_downloaded(editor):
    index = make_event_index()
    make_event(title="Online evening", attendance="online")

    make_series(editor, index.pk)
    event = EventPage.objects.get(title="River supper")
    change_series(editor, event)

    dates = list(event.dates.all())
    starts = [date.local_start for date in dates]
    assert len(dates) == 10
    assert [f"{start:%a %H:%M}" for start in starts] == [
        *["Tue 19:00"] * 2,
        "Thu 18:30",
        *["Tue 19:00"] * 3,
        "Wed 19:00",
        *["Tue 19:00"] * 3,
    ]
    assert [(n, date.status, date.sequence) for n, date in enumerate(dates) if date.status != "scheduled"] == [
        (4, "cancelled", 1),
        (6, "moved", 1),
    ]
    assert dates[6].moved_from.astimezone(LONDON).day == starts[6].day - 1
    read_series(editor, dates)


def read_series(page: "Page", dates: list) -> None:
    """Find the series among events, by a filter and by words, and take it away as a calendar."""
    page.context.clear_cookies()
    page.goto("/events/")
    page.get_by_label("How to take part").select_option("in_person")
    page.get_by_label("Search events").fill("river")
    page.get_by_role("button", name="Show events").click()
    main = page.locator("main")
    expect(main.get_by_text("Online evening")).to_have_count(0)
    page.get_by_role("link", name="River supper").first.click()
    expect(page.locator("main .event-status--cancelled").first).to_be_visible()
    expect(page.locator("main .event-status--moved").first).to_be_visible()
    for words in ("Two steps at the door.", "£3, children free"):
        expect(page.locator("main .event-facts")).to_contain_text(words)
    with page.expect_download() as download:
        page.get_by_role("link", name="All dates (.ics)").first.click()
    calendar: Any = Calendar.from_ical(download.value.path().read_bytes())
    events = {str(each["UID"]).split("@")[0]: each for each in calendar.walk("VEVENT")}
    assert {uid: each["DTSTART"].dt for uid, each in events.items()} == {
        str(date.translation_key): date.start for date in dates
    }
    assert str(events[str(dates[4].translation_key)]["STATUS"]) == "CANCELLED"


def test_a_rule_that_makes_no_date_says_why_at_its_field(editor):
    event = make_event()
    editor.goto(reverse("wagtailadmin_pages:edit", args=[event.pk]))
    editor.get_by_text("Add many dates by a rule").click()
    fill_rule(editor, first=f"{YEAR}-05-01", starts="19:00", ends="18:00", count="3")

    editor.locator("[name='rule-ends']").press("Enter")

    ends = editor.locator("[name='rule-ends']")
    expect(ends).to_have_attribute("aria-invalid", "true")
    expect(ends).to_be_focused()
    expect(editor.locator(f"#{ends.get_attribute('aria-describedby')}")).to_have_text(
        "The end must be after the start."
    )
    expect(list_rows(editor)).to_have_count(1)


@pytest.mark.proof
def test_whole_days_lose_their_times_and_keep_their_days(editor):
    event = make_event()
    editor.goto(reverse("wagtailadmin_pages:edit", args=[event.pk]))
    row = list_rows(editor).first
    row.locator("[name$='-all_day']").check()
    write(row, "start", f"{YEAR}-05-01")
    write(row, "end", f"{YEAR}-05-03")

    expect(row).to_contain_text("3 days")
    publish(editor)

    saved = EventPage.objects.get(pk=event.pk).dates.get()
    assert saved.all_day
    assert [saved.local_start.date(), saved.local_end.date()] == [date(YEAR, 5, 1), date(YEAR, 5, 3)]


@pytest.mark.proof
def test_an_event_elsewhere_with_a_host_says_whose_clock_it_goes_by(editor):
    event = make_event(slug="call", dates=[make_date(start=datetime(YEAR, 7, 1, 18, tzinfo=LONDON))])
    make_person("Mair")
    editor.goto(reverse("wagtailadmin_pages:edit", args=[event.pk]))
    editor.locator("#id_time_zone").select_option("America/New_York")
    editor.get_by_role("button", name="Add host").click()
    editor.locator(".modal-body").get_by_role("checkbox", name="Mair").check()
    editor.locator(".modal-body").get_by_role("button", name="Confirm selection").click()
    expect(editor.locator("#id_hosts-FORMS")).to_contain_text("Mair")
    publish(editor)

    for path in ("/events/", "/events/call/"):
        editor.goto(path)
        expect(editor.locator("main")).to_contain_text(f"1 July {YEAR}, 18:00 to 20:00 (New York time)")
    expect(editor.locator("main .event-facts")).to_contain_text("Mair")
    assert EventPage.objects.get(pk=event.pk).dates.get().start.astimezone(UTC).hour == 22


@pytest.mark.proof
def test_the_form_and_its_calendar_fit_a_telephone(editor):
    event = make_event()
    editor.set_viewport_size({"width": 360, "height": 800})
    editor.goto(reverse("wagtailadmin_pages:edit", args=[event.pk]))
    list_rows(editor).first.locator("[name$='-start']").click()

    for part in ("#id_time_zone", ".xdsoft_datetimepicker:visible"):
        expect(editor.locator(part)).to_be_visible()
        box = editor.locator(part).bounding_box()
        assert box["x"] >= 0, part
        assert box["x"] + box["width"] <= 360, part

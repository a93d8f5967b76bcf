"""Editors type dates, copy an update for the next month, and save what has expired."""

import os
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from blog.models import UpdatePage
from events.models import EventPage
from home.models import StandardPage
from tests import factories
from tests.browser.admin import Admin, rest, start_session

if TYPE_CHECKING:
    from django.contrib.auth.models import User
    from playwright.sync_api import Locator, Page

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def publisher(page: "Page", admin_user: "User", script_errors: list[str]) -> Admin:
    """The admin in front of somebody who may publish."""
    admin = Admin(page)
    start_session(page, admin_user)
    return admin


def shoot(page: "Page", name: str) -> None:
    if directory := os.environ.get("SHOTS"):
        page.screenshot(path=f"{directory}/{name}.png", full_page=True)


def find_line(field: "Locator") -> "Locator":
    """Return what the form says below a date."""
    return field.page.locator(f"#{field.get_attribute('id')}-date")


def type_date(field: "Locator", text: str) -> None:
    field.fill(text)
    field.blur()


def test_a_date_is_read_as_people_write_it(publisher: Admin, page: "Page") -> None:
    made = factories.make_standard_page()
    publisher.open_editor(reverse("wagtailadmin_pages:edit", args=[made.pk]))
    page.get_by_role("tab", name="Settings").click()
    field = page.locator("#id_first_published_at")
    type_date(field, "")
    expect(find_line(field)).to_have_text("Day/month/year and time, such as 31/10/2022 19:30")

    for text in ("31/10/2022 10:15", "31 Oct 2022 10:15", "2022-10-31 10:15", "31 october 2022, 10:15"):
        type_date(field, text)
        expect(field).to_have_value("31/10/2022 10:15")
        expect(find_line(field)).to_have_text("Monday")
    shoot(page, "typed-date")

    for text in ("2022-02-30 10:00", "10/31/2022 10:00", "soon"):
        type_date(field, text)
        expect(field).to_have_value(text)
        expect(find_line(field)).to_have_text("This is no date. Type one such as 31/10/2022, or choose it.")


def test_what_is_no_date_is_refused_kept_and_linked_from_the_summary(publisher: Admin, page: "Page") -> None:
    made = factories.make_standard_page()
    publisher.open_editor(reverse("wagtailadmin_pages:edit", args=[made.pk]))
    page.get_by_role("tab", name="Settings").click()
    type_date(page.locator("#id_first_published_at"), "2022-02-30 10:00")

    publisher.save_draft()

    summary = page.locator(".error-summary")
    expect(summary).to_be_focused()
    shoot(page, "error-summary")
    summary.get_by_role("link", name="Published on: Enter a date and time that exist").click()
    expect(page.locator("#id_first_published_at")).to_be_focused()
    expect(page.locator("#id_first_published_at")).to_have_value("2022-02-30 10:00")


def test_the_calendar_offers_quarters_of_an_hour(publisher: Admin, page: "Page") -> None:
    made = factories.make_standard_page()
    publisher.open_editor(reverse("wagtailadmin_pages:edit", args=[made.pk]))
    page.get_by_role("tab", name="Settings").click()
    field = page.locator("#id_first_published_at")
    type_date(field, "31/10/2022 10:00")
    field.click()

    calendar = page.locator(".xdsoft_datetimepicker:visible")
    shoot(page, "calendar")
    calendar.locator(".xdsoft_time[data-hour='10'][data-minute='15']").click()

    expect(field).to_have_value("31/10/2022 10:15")


def test_a_schedule_is_typed_and_its_errors_are_shown_in_its_dialog(publisher: Admin, page: "Page") -> None:
    made = factories.make_standard_page()
    publisher.open_editor(reverse("wagtailadmin_pages:edit", args=[made.pk]))
    page.get_by_role("button", name="Toggle status").click()
    page.get_by_role("button", name="Set schedule").click()
    field = page.locator("#id_expire_at")
    type_date(field, "31 Oct 2022 10:00")
    expect(find_line(field)).to_have_text("Monday")
    shoot(page, "schedule")
    with page.expect_navigation():
        page.get_by_role("button", name="Save schedule").click()

    summary = page.locator(".error-summary")
    summary.get_by_role("link", name="Expiry date/time must be in the future.").click()
    expect(page.locator("#id_expire_at")).to_be_focused()
    expect(page.locator("#id_expire_at")).to_have_value("31/10/2022 10:00")
    shoot(page, "schedule-error")


@pytest.mark.proof
def test_an_event_elsewhere_keeps_what_was_typed(publisher: Admin, page: "Page") -> None:
    index = factories.make_update_index()
    publisher.add_page("blog.updatepage", index.pk)
    publisher.write_title("May in the garden")
    page.locator("#id_period").fill("2031-05")
    block = publisher.add_block("Events")
    publisher.fill(block, heading="Dates")
    item = publisher.add_item(block, "items", "Event elsewhere")
    publisher.fill(item, title="Fair", start="2031-02-30 10:00")
    start = item.locator("[data-contentpath='start'] input")

    rest(page)
    publisher.save_draft()

    expect(page.locator(".error-summary")).to_contain_text("Enter a date and time that exist")
    start = page.locator("[data-contentpath='start'] input")
    expect(start).to_have_value("2031-02-30 10:00")
    type_date(start, "10 May 2031 10:00")
    expect(find_line(start)).to_have_text("Saturday")
    shoot(page, "event-elsewhere")
    publisher.save_draft()
    body = UpdatePage.objects.get().get_latest_revision_as_object().body
    assert body[0].value["items"][0].value["start"] == datetime(2031, 5, 10, 9, tzinfo=UTC)


@pytest.mark.proof
def test_dates_of_an_event_are_typed_too(publisher: Admin, page: "Page") -> None:
    index = factories.make_event_index()
    publisher.add_page("events.eventpage", index.pk)
    publisher.write_title("Supper")
    page.locator("#id_summary").fill("Eat together.")
    row = page.locator("#id_dates-FORMS > [data-inline-panel-child]").first
    start, end = (row.locator(f"[name$='-{name}']") for name in ("start", "end"))
    type_date(start, "1 July 2031 19:00")
    type_date(end, "1/7/31 21:30")
    expect(start).to_have_value("01/07/2031 19:00")
    expect(row).to_contain_text("Tuesday, 2 hours 30 minutes")
    shoot(page, "event-date")

    rest(page)
    publisher.act("Publish")

    page.wait_for_url("**/admin/pages/*/")
    assert EventPage.objects.get().dates.get().start == datetime(2031, 7, 1, 18, tzinfo=UTC)


@pytest.mark.proof
def test_an_event_without_a_date_is_announced(publisher: Admin, page: "Page") -> None:
    index = factories.make_event_index()
    publisher.add_page("events.eventpage", index.pk)
    publisher.write_title("Summer fair")
    page.locator("#id_summary").fill("On the green.")
    rest(page)
    publisher.act("Publish")
    page.wait_for_load_state()
    summary = page.locator(".error-summary")
    expect(summary).to_contain_text("Dates: Add at least one date, or choose “To be announced”.")
    expect(summary).to_contain_text("Date 1: Enter when it starts.")
    shoot(page, "event-without-date")
    page.get_by_label("To be announced").check()
    rest(page)
    publisher.act("Publish")

    page.wait_for_url("**/admin/pages/*/")
    event = EventPage.objects.get()
    assert (event.live, event.dates_state, event.dates.count()) == (True, "to_be_announced", 0)
    page.goto("/events/")
    expect(page.get_by_role("main")).to_contain_text("Date to be announced")
    shoot(page, "events-to-be-announced")
    page.goto(event.get_url())
    shoot(page, "event-to-be-announced")


@pytest.mark.proof
def test_an_update_is_copied_for_the_next_month(publisher: Admin, page: "Page") -> None:
    update = factories.make_update(
        title="October in the garden",
        slug="october",
        kind="monthly_update",
        period=date(2026, 10, 1),
        expire_at=timezone.now() + timedelta(days=90),
    )
    page.goto(reverse("wagtailadmin_pages:copy", args=[update.pk]))
    page.get_by_label("New title").fill("November in the garden")
    shoot(page, "copy-form")
    page.get_by_role("button", name="Copy this page").click()

    expect(page.locator(".messages")).to_contain_text("Not copied: date of publication, expiry and month.")
    shoot(page, "copy")
    assert UpdatePage.objects.get(title="November in the garden").slug == "november-in-the-garden"
    expect(page.locator("#id_title")).to_have_value("November in the garden")
    expect(page.locator("#id_period")).to_have_value("")


@pytest.mark.proof
def test_what_has_expired_is_published_again(publisher: Admin, page: "Page") -> None:
    made = factories.make_standard_page(title="Old news")
    made.expire_at = timezone.now() - timedelta(days=2)
    made.save_revision()
    StandardPage.objects.filter(pk=made.pk).update(expire_at=made.expire_at)
    call_command("publish_scheduled")
    publisher.open_editor(reverse("wagtailadmin_pages:edit", args=[made.pk]))
    expect(page.locator(".messages")).to_contain_text("has passed. It is removed when you save.")
    shoot(page, "past-expiry")

    page.locator("#id_title").fill("New again")
    rest(page)
    publisher.act("Publish")

    page.wait_for_url("**/admin/pages/*/")
    made = StandardPage.objects.get(pk=made.pk)
    assert (made.live, made.expire_at) == (True, None)


def test_readers_open_the_earlier_dates_of_an_event_in_an_update(page: "Page", script_errors: list[str]) -> None:
    event = factories.make_event(dates=[factories.make_date(days=days) for days in (-2, 5)])
    items = [factories.block("event", {"page": event.pk, "date": None}, "one")]
    body = [factories.block("events", {"heading": "Dates", "introduction": "", "items": items})]
    update = factories.make_update(body=body, first_published_at=timezone.now() - timedelta(days=9))
    page.goto(update.get_url())

    page.get_by_text("1 earlier date").click()

    expect(page.get_by_text("Ended")).to_be_visible()
    assert page.url.endswith(update.get_url())  # the link of the whole row was not followed

"""A month's post from sign-in to readers: every channel shows what was typed, and nothing before it is approved."""

import json
import re
from datetime import datetime
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.utils import timezone
from icalendar import Calendar
from playwright.sync_api import expect

from blog.models import UpdatePage
from blog.months import add_month
from cms.people.models import Person
from events.models import EventPage
from tests import factories
from tests.browser import month
from tests.browser.admin import rest
from tests.browser.hands import PATIENCE, Hands
from tests.browser.month import Writer, sign_in

if TYPE_CHECKING:
    from django.contrib.auth.models import User
    from playwright.sync_api import Page

LONDON = ZoneInfo("Europe/London")
PASSWORD = "a long password"
MOST_FOR_EDITOR, MOST_FOR_MODERATOR = 109, 5
LATER_INTRODUCTION = "A roof, a new cook, and soup for everybody."
TYPED = [
    *("Ffynnon", "new cook", "forty", "Café mornings", "gracefully", "The oven", "Gwen Parry", "argues back"),
    *("Seed swap", "long hall", "swap@example.org", "Beans", "Slates", "Minutes of October", "Lend us an hour"),
]
CHANNELS = [
    *("/", "/updates/", "/updates/feed.atom", "/updates/feed.json", "/events/", "/events/calendar.ics", "/sitemap.xml"),
    *("/search/?q=soup", "/search/?q=seed", "/api/v2/search/?q=soup", "/api/v2/updates/?fields=*"),
    *("/api/v2/updates/?fields=*&rich_text_format=markdown", "/api/v2/events/?fields=*", "/api/v2/people/?fields=*"),
    *("/api/v2/images/", "/api/v2/documents/", "/api/v2/event-dates/", "/api/v2/changes/"),
]
MONTH = add_month(timezone.localdate())


@pytest.fixture
def library(page: "Page", editor: "User", moderator: "User") -> None:
    """What is there when the editor begins."""
    index = factories.make_update_index()
    factories.make_event_index()
    this_month = timezone.localdate().replace(day=1)
    people = [factories.make_person(name) for name in month.AUTHORS]
    topics = [factories.make_topic(name) for name in month.TOPICS]
    factories.make_update(index, kind="monthly_update", period=this_month, authors=people, topics=topics)
    over = factories.make_date(start=datetime(2024, 9, 20, 18, tzinfo=LONDON))
    factories.make_event(title=month.PAST_EVENT, dates=[over])
    factories.make_call_to_action(month.SHARED_CALL)
    factories.make_standard_page(title=month.PAGE, slug="about-the-garden")


def read_channels() -> dict[str, str]:
    """Return what readers get at every address."""
    client = Client()
    answers = {path: client.get(path) for path in CHANNELS}
    assert {answer.status_code for answer in answers.values()} == {200}
    return {path: answer.content.decode() for path, answer in answers.items()}


def check_nothing_is_public(draft: UpdatePage) -> None:
    early = {path: word for path, text in read_channels().items() for word in TYPED if word in text}
    assert early == {}
    assert {Client().get(path).status_code for path in (draft.get_url(), f"/api/v2/updates/{draft.pk}/")} == {404}


# The way to the public page


def write_and_submit(page: "Page", editor: "User") -> Hands:
    hands = Hands(page)
    sign_in(hands, editor.username, PASSWORD)
    writer = Writer(hands)
    writer.write_post()
    writer.submit()
    expect(page.locator(".error-message").first).to_be_visible(timeout=PATIENCE)  # the picture has no description
    writer.describe_picture()
    writer.submit()
    expect(page.locator(".messages")).to_contain_text("submitted for moderation", timeout=PATIENCE)
    return hands


def ask_for_change(page: "Page", moderator: "User", draft: UpdatePage) -> None:
    sign_in(Hands(page), moderator.username, PASSWORD)
    page.get_by_role("link", name=month.TITLE).first.click()
    release = page.locator(".release")
    for title in (month.PERSON, month.EVENT):
        expect(release.get_by_label(title)).to_be_checked()
    page.get_by_role("button", name="More actions").click()
    page.get_by_role("button", name="Request changes").click()
    page.locator(".modal-body textarea").fill("Soup for whom?")
    page.locator(".modal-body").get_by_role("button").last.click()
    expect(page.locator(".messages")).to_contain_text("Asked for changes", timeout=PATIENCE)


def change(page: "Page", editor: "User", draft: UpdatePage) -> None:
    hands = Hands(page)
    sign_in(hands, editor.username, PASSWORD)
    page.goto(f"/admin/pages/{draft.pk}/edit/")
    expect(page.locator(".messages")).to_contain_text("asked for changes: “Soup for whom?”")
    rest(page)
    page.locator("#id_introduction").fill(LATER_INTRODUCTION)
    Writer(hands).submit()


def approve(page: "Page", moderator: "User") -> Hands:
    """Open the page from the dashboard, where it waits, and approve it with all that is new."""
    hands = Hands(page)
    sign_in(hands, moderator.username, PASSWORD)
    hands.begin("approve")
    hands.click(page.get_by_role("link", name=month.TITLE).first)
    expect(page.locator(".release").get_by_label(month.PERSON)).to_be_checked(timeout=PATIENCE)
    hands.click(page.get_by_role("button", name="Approve and Publish"))
    expect(page.locator(".messages")).to_contain_text("is published", timeout=PATIENCE)
    return hands


# What readers get


def find_moment(hour: int) -> datetime:
    return datetime(month.DAY.year, month.DAY.month, month.DAY.day, hour, tzinfo=LONDON)


def check_page(page: "Page", update: UpdatePage) -> None:
    page.context.clear_cookies()
    page.goto(update.get_url())
    main = page.locator("main")
    expect(main.get_by_role("heading", level=1)).to_have_text(month.TITLE)
    expect(main).to_contain_text(LATER_INTRODUCTION)
    for name in (*month.AUTHORS, *month.TOPICS):
        expect(main).to_contain_text(name)
    assert page.locator(".body img, .hero img").count() >= 1
    for alt in (month.HERO_ALT, month.ALT):
        expect(main.get_by_role("img", name=alt, exact=True)).to_have_count(1)
    body = page.locator(".body").first
    (heading, text, quote, news, hello, diary, missed, picture, papers, call, shared) = body.locator("> *").all()
    expect(heading).to_have_text(month.HEADING)
    expect(text.locator("p")).to_have_text("We mended the roof with forty slates & a rope.")
    expect(text.locator("b, strong")).to_have_text("forty")
    expect(text.locator("li")).to_have_text("Café mornings are back")
    expect(quote.locator("blockquote")).to_have_text(month.QUOTE)
    expect(news.get_by_role("heading")).to_have_text(month.NEWS)
    expect(news).to_contain_text(month.NEWS_TEXT)
    expect(news.get_by_role("link", name=month.NEWS_LINK)).to_have_attribute("href", "/about-the-garden/")
    expect(hello.get_by_role("heading")).to_have_text(month.HELLO)
    expect(hello.locator("blockquote")).to_have_text(month.OWN_WORDS)
    expect(hello.locator("figcaption")).to_contain_text(month.PERSON)
    for words in (month.DIARY, month.EVENT, month.PLACE):
        expect(diary).to_contain_text(words)
    expect(diary.locator(f"time[datetime^='{month.DAY}T19:00']").first).to_be_visible()
    expect(missed).to_contain_text(month.PAST_EVENT)
    expect(picture.locator("figcaption")).to_contain_text(month.CAPTION)
    expect(papers.get_by_role("link")).to_have_text([re.compile(re.escape(title)) for title in month.DOCUMENTS])
    expect(call.get_by_role("heading")).to_have_text(month.CALL)
    expect(call).to_contain_text(month.CALL_TEXT)
    expect(call.get_by_role("link")).to_have_text(list(month.LINKS))
    expect(shared).to_contain_text(month.SHARED_CALL)


def check_card(page: "Page") -> None:
    page.goto("/updates/")
    card = page.locator("li, article").filter(has=page.get_by_role("link", name=month.TITLE)).last
    expect(card).to_contain_text(month.TITLE)
    expect(card).to_contain_text(LATER_INTRODUCTION)
    expect(card).to_contain_text(f"{MONTH:%B %Y}")


def check_detail(detail: dict[str, Any]) -> None:
    facts = ("title", "introduction", "kind", "period")
    assert [detail[name] for name in facts] == [month.TITLE, LATER_INTRODUCTION, "monthly_update", f"{MONTH:%Y-%m}"]
    assert [person["name"] for person in detail["authors"]] == list(month.AUTHORS)
    assert [topic["name"] for topic in detail["topics"]] == list(month.TOPICS)
    assert detail["hero"]["image"]["alt"] == month.HERO_ALT
    values = [child["value"] for child in detail["body"]]
    heading, text, quote, news, hello, diary, missed, picture, papers, call, shared = values
    assert heading["text"] == month.HEADING
    assert re.sub(r' data-block-key="\w+"', "", text) == (
        "<p>We mended the roof with <b>forty</b> slates &amp; a rope.</p><ul><li>Café mornings are back</li></ul>"
    )
    assert (quote["text"], quote["person"]["name"]) == (month.QUOTE, month.AUTHORS[0])
    assert (news["heading"], [link["label"] for link in news["links"]]) == (month.NEWS, [month.NEWS_LINK])
    assert (hello["person"]["name"], hello["person"]["role"]) == (month.PERSON, month.ROLE)
    assert f">{month.OWN_WORDS}</p>" in hello["own_words"]
    (event,) = diary["items"]
    assert (diary["heading"], event["value"]["page"]["title"]) == (month.DIARY, month.EVENT)
    assert event["value"]["sign_up_email"] == month.SIGN_UP
    assert [date["start"] for date in event["value"]["dates"]] == [find_moment(19).isoformat()]
    assert [one["value"]["page"]["title"] for one in missed["items"]] == [month.PAST_EVENT]
    assert (picture["image"]["alt"], picture["caption"]) == (month.ALT, month.CAPTION)
    assert [one["document"]["title"] for one in papers["items"]] == list(month.DOCUMENTS)
    assert (call["heading"], call["text"]) == (month.CALL, month.CALL_TEXT)
    assert [(link["label"], link["kind"]) for link in call["links"]] == [
        (label, kind) for label, (kind, _target) in month.LINKS.items()
    ]
    assert shared["heading"] == month.SHARED_CALL


def check_feeds(channels: dict[str, str]) -> None:
    entry = ElementTree.fromstring(channels["/updates/feed.atom"]).find("{*}entry")  # noqa: S314 - our own feed
    item = json.loads(channels["/updates/feed.json"])["items"][0]
    assert entry is not None
    assert entry.findtext("{*}title") == item["title"] == month.TITLE
    assert entry.findtext("{*}summary") == item["summary"] == LATER_INTRODUCTION
    assert [author.text for author in entry.findall("{*}author/{*}name")] == list(month.AUTHORS)
    assert [author["name"] for author in item["authors"]] == list(month.AUTHORS)
    for content in (entry.findtext("{*}content") or "", item["content_html"]):
        assert "We mended the roof with <b>forty</b> slates &amp; a rope." in content
        assert month.EVENT.replace("&", "&amp;") in content
        assert month.PERSON in content


def check_calendars(channels: dict[str, str], event: EventPage) -> None:
    own = Client().get(f"{event.get_url()}event.ics").content.decode()
    for text in (channels["/events/calendar.ics"], own):
        (entry,) = [one for one in Calendar.from_ical(text).walk("VEVENT") if str(one["SUMMARY"]) == month.EVENT]
        assert month.PLACE in str(entry["LOCATION"])
        assert month.SUMMARY in str(entry["DESCRIPTION"])
        assert entry["DTSTART"].dt == find_moment(19)
        assert entry["DTEND"].dt == find_moment(21)


def check_lists(channels: dict[str, str], update: UpdatePage) -> None:
    for path in ("/api/v2/updates/?fields=*", "/api/v2/search/?q=soup", "/api/v2/changes/"):
        assert month.TITLE in {read_title(one) for one in json.loads(channels[path])["items"]}, path
    markdown = json.loads(channels["/api/v2/updates/?fields=*&rich_text_format=markdown"])["items"]
    (post,) = [one for one in markdown if one["id"] == update.pk]
    assert post["body"][1]["value"].strip() == (
        "We mended the roof with **forty** slates & a rope.\n\n- Café mornings are back"
    )
    found = Client().get("/search/?q=soup").content.decode()
    assert month.TITLE.replace("&", "&amp;") in found
    changed = {(row["type"], read_title(row)) for row in json.loads(channels["/api/v2/changes/"])["items"]}
    assert {("people.Person", month.PERSON), ("events.EventPage", month.EVENT)} <= changed


def read_title(row: dict[str, Any]) -> str:
    content = row.get("content") or row.get("data") or row
    return content.get("title") or content.get("name") or ""


@pytest.mark.proof
def test_what_was_typed_in_a_month_is_what_every_channel_shows(
    page: "Page", editor: "User", moderator: "User", library: None, script_errors: list[str]
) -> None:
    writing = write_and_submit(page, editor)
    draft = UpdatePage.objects.get(title=month.TITLE)
    check_nothing_is_public(draft)
    ask_for_change(page, moderator, draft)
    change(page, editor, draft)
    check_nothing_is_public(draft)
    approving = approve(page, moderator)

    draft.refresh_from_db()
    event = EventPage.objects.get(title=month.EVENT)
    assert (draft.live, event.live, Person.objects.get(name=month.PERSON).live) == (True, True, True)
    check_page(page, draft)
    check_card(page)
    channels = read_channels()
    check_detail(Client().get(f"/api/v2/updates/{draft.pk}/").json())
    check_feeds(channels)
    check_calendars(channels, event)
    check_lists(channels, draft)
    print(f"{writing.count} interactions: {writing.steps}; moderator {approving.count}: {approving.steps}")  # noqa: T201
    assert writing.count <= MOST_FOR_EDITOR
    assert approving.count <= MOST_FOR_MODERATOR

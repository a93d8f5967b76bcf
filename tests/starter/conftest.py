"""The demo and the starter that is built from it, once for all tests that read it."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.browser.demo import serve_demo
from tests.starter.site import Starter, copy_starter, find_port, run, running

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page


@pytest.fixture(scope="package")
def starter(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Starter]:
    folder = copy_starter(tmp_path_factory.mktemp("starter"))
    port = find_port()
    address = f"http://127.0.0.1:{port}"
    demo = Path(os.environ.get("TEST_DEMO_DIRECTORY") or folder.parent / "demo")
    with serve_demo(demo, CORS_ALLOWED_ORIGINS=address) as cms:
        run(folder, "npm", "run", "build", CMS_URL=cms)
        with running(folder, address, "npm", "start", HOST="127.0.0.1", PORT=str(port)):
            yield Starter(address, cms, folder, demo)


@pytest.fixture
def window(browser: "Browser", starter: Starter) -> "Iterator[Page]":
    context = browser.new_context(base_url=starter.address, viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.set_default_timeout(20_000)
    yield page
    context.close()

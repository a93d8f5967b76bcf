"""Who signs in, and what happens in the window besides."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from django.contrib.auth.models import User
from playwright.sync_api import expect

from tests.browser.admin import Admin, start_session
from tests.browser.hands import PATIENCE
from tests.factories import make_user

if TYPE_CHECKING:
    from playwright.sync_api import Page

HERE = Path(__file__).parent
VIOLATION = "forbidden by the policy:"
REPORT_VIOLATIONS = """addEventListener('securitypolicyviolation', ({effectiveDirective, blockedURI, sourceFile}) =>
    console.warn('forbidden by the policy:', effectiveDirective, blockedURI, 'on', location.pathname, sourceFile))"""
expect.set_options(timeout=PATIENCE)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.flaky(reruns=1))  # on a busy machine a window may be late; the summary names it


@pytest.fixture
def editor(page: "Page") -> User:
    return make_user()


@pytest.fixture
def moderator(page: "Page") -> User:
    return make_user("morgan", group="Moderators")


@pytest.fixture
def script_errors(page: "Page") -> Iterator[list[str]]:
    """Errors of the scripts in the window, and what its policy forbids; a test that asks for them fails on any."""
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    watch_policy(page, errors)
    yield errors
    assert errors == []


def watch_policy(page: "Page", violations: list[str]) -> None:
    """Note whatever a page in the window wants and its content security policy forbids."""
    page.add_init_script(REPORT_VIOLATIONS)
    page.on("console", lambda message: violations.append(message.text) if VIOLATION in message.text else None)


@pytest.fixture
def admin(page: "Page", editor: User, script_errors: list[str]) -> Admin:
    """The admin in front of a signed-in editor."""
    admin = Admin(page)
    start_session(page, editor)
    return admin

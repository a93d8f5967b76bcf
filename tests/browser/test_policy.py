"""The admin under its content security policy: every screen opens, and starts without inline scripts."""

from typing import TYPE_CHECKING, Any

import pytest
from django.urls import NoReverseMatch, reverse
from playwright.sync_api import Error, expect

from tests.browser.admin import start_session
from tests.browser.conftest import VIOLATION, watch_policy
from tests.roles.test_every_address import fill_argument, list_admin_addresses, world  # noqa: F401 - a fixture

if TYPE_CHECKING:
    from playwright.sync_api import Page

# It asks whether a touch can be heard, by a handler that does nothing, where the browser has no such property.
KNOWN = ("jquery.Jcrop",)
LEFT_OUT = ("wagtailadmin_logout", "wagtailadmin_error_test")


@pytest.fixture
def administrator(page: "Page", admin_user: Any, script_errors: list[str]) -> Any:
    start_session(page, admin_user)
    return admin_user


def test_a_script_inside_a_page_of_the_admin_does_not_run(page: "Page", admin_user: Any) -> None:
    violations: list[str] = []
    watch_policy(page, violations)
    start_session(page, admin_user)
    page.goto("/admin/")

    page.evaluate(
        "document.body.append(document.createRange().createContextualFragment('<script>window.ran = 1</script>'))"
    )

    assert page.evaluate("window.ran") is None
    assert violations[0].startswith(f"{VIOLATION} script-src")


@pytest.mark.usefixtures("administrator")
def test_a_promoted_result_gets_a_row_and_a_page_and_its_term_from_a_list(page: "Page") -> None:
    page.goto(reverse("wagtailsearchpromotions:add"))

    rows = page.locator("[id$='-FORMS'] > li, [id$='-FORMS'] > div")
    count = rows.count()
    page.locator("[id$='-ADD']").click()
    expect(rows).to_have_count(count + 1)
    rows.last.get_by_role("button", name="Choose a page").click()
    expect(page.locator(".modal-body")).to_contain_text("Choose a page")
    page.locator(".modal").get_by_role("button", name="Close").click()
    expect(page.locator(".modal-body")).to_have_count(0)
    page.locator("[id$='query_string-chooser']").click()
    expect(page.locator(".modal-body")).to_contain_text("search term")


@pytest.mark.usefixtures("administrator")
def test_a_workflow_gets_a_task_from_its_chooser(page: "Page") -> None:
    page.goto(reverse("wagtailadmin_workflows:add"))

    page.locator("#id_workflow_tasks-ADD").click()
    page.get_by_role("button", name="Choose a task").first.click()

    expect(page.locator(".modal-body")).to_contain_text("Existing")


@pytest.mark.proof
def test_every_screen_of_the_admin_keeps_to_its_policy(page: "Page", admin_user: Any, world: dict[str, Any]) -> None:  # noqa: F811
    violations: list[str] = []
    watch_policy(page, violations)
    start_session(page, admin_user)
    shown = 0

    for name, arguments in list_admin_addresses():
        if name.startswith(LEFT_OUT):
            continue
        try:
            path = reverse(name, kwargs={argument: fill_argument(argument, name, world) for argument in arguments})
        except NoReverseMatch:
            continue
        try:
            response = page.goto(path)
        except Error:  # a download
            continue
        shown += bool(response and response.status == 200)

    assert [text for text in violations if not any(known in text for known in KNOWN)] == []
    assert shown > 150

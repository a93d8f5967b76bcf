"""The page to browse the API's document."""

import pytest

pytestmark = pytest.mark.django_db(transaction=True)


def test_the_document_can_be_browsed_and_tried_under_the_strict_policy(page):
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("requestfailed", lambda request: complaints.append(request.url))

    page.goto("/api/v2/docs/")
    page.locator("#operations-pages-listPages").click()
    page.get_by_role("button", name="Try it out").click()
    page.get_by_role("button", name="Execute").click()

    answer = page.locator(".live-responses-table tbody .response-col_status").first
    assert answer.inner_text().startswith("200")
    assert complaints == []

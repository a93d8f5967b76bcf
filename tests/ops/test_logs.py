"""What is left out of the log."""

import logging

import pytest

from cms.operations.logs import RefusalFilter


@pytest.fixture
def refusals(monkeypatch):
    """Return the lines that pass the filter of the console."""
    lines: list[str] = []

    class Lines(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            lines.append(record.getMessage() + (" TRACEBACK" if record.exc_info else ""))

    handler = Lines()
    handler.addFilter(RefusalFilter())
    monkeypatch.setattr(logging.getLogger(), "handlers", [handler])
    return lines


@pytest.mark.django_db
def test_what_clients_are_refused_is_one_line_a_minute(client, refusals, monkeypatch):
    for number in range(50):
        client.get(f"/nothing-{number}/")
        client.get("/", HTTP_HOST=f"evil{number}.example")

    assert [line.partition(":")[0] for line in refusals] == ["Not Found", "Invalid HTTP_HOST header"]

    monkeypatch.setattr("cms.operations.logs.time.monotonic", lambda: float("inf"))
    client.get("/nothing/")
    assert refusals[-1] == "Not Found: /nothing/ (and 49 more like it before)"


def test_the_console_has_the_filter(settings):
    assert "refusals" in settings.LOGGING["handlers"]["console"]["filters"]


def test_errors_of_ours_are_always_logged(refusals):
    for _ in range(3):
        logging.getLogger("django.request").error("broken", extra={"status_code": 500})

    assert refusals == ["broken"] * 3

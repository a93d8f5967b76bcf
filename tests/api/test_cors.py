"""What scripts on other sites may read."""

import pytest

from tests import factories

pytestmark = pytest.mark.django_db
ORIGIN = "https://www.example.org"


def test_scripts_on_named_sites_may_read_the_api_feeds_and_calendars(client, settings):
    settings.CORS_ALLOWED_ORIGINS = [ORIGIN]
    updates = factories.make_update().get_parent().get_url()
    events = factories.make_event().get_parent().get_url()

    def find_allowed(path: str, origin: str = ORIGIN) -> str | None:
        response = client.get(path, headers={"origin": origin})
        assert response.status_code == 200, path
        return response.headers.get("Access-Control-Allow-Origin")

    for path in ("/api/v2/pages/", f"{updates}feed.atom", f"{updates}feed.json", f"{events}calendar.ics"):
        assert find_allowed(path) == ORIGIN, path
        assert find_allowed(path, "https://other.example") is None
    assert find_allowed(updates) is None


def test_they_may_ask_whether_something_has_changed(client, settings):
    settings.CORS_ALLOWED_ORIGINS = [ORIGIN]
    asked = {"origin": ORIGIN, "access-control-request-method": "GET"}

    response = client.options("/api/v2/pages/", headers={**asked, "access-control-request-headers": "if-none-match"})

    assert "if-none-match" in response.headers["Access-Control-Allow-Headers"]

"""Dates in pages are what Django's own filter writes."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.template import Context, Template
from django.utils import translation

FORMATS = ["Y-m-d", "Y-m", "l j F Y", "l j F Y, H:i", "j F, H:i", "H:i", "c", "D", "j", "M", "F Y"]
VALUES = [
    datetime(2026, 7, 1, 23, 30, tzinfo=UTC),
    datetime(2026, 1, 1, 23, 30, tzinfo=ZoneInfo("America/New_York")),
    date(2026, 3, 29),
    None,
    "",
]


def write(name: str, form: str, value: object, zone: str) -> str:
    source = f"{{% load dates tz %}}{{% timezone zone %}}{{{{ value|{name}:'{form}' }}}}{{% endtimezone %}}"
    return Template(source).render(Context({"value": value, "zone": zone}))


@pytest.mark.parametrize("language", ["en", "cy"])
@pytest.mark.parametrize("zone", ["Europe/London", "Asia/Kathmandu"])
def test_a_moment_is_written_as_by_django(language, zone):
    with translation.override(language):
        for form in FORMATS:
            for value in VALUES:
                if form in {"H:i", "c", "l j F Y, H:i", "j F, H:i"} and not isinstance(value, datetime):
                    continue
                assert write("moment", form, value, zone) == write("date", form, value, zone), (form, value)

"""Dates in pages are what Django's own filter writes."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.template import Context, Template
from django.utils import translation

from cms.brand.times import find_format

FORMATS = ["Y-m-d", "Y-m", "l j F Y", "c", "D", "j", "M", "F Y"]
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
                if form == "c" and not isinstance(value, datetime):
                    continue
                assert write("moment", form, value, zone) == write("date", form, value, zone), (form, value)


@pytest.mark.parametrize(
    ("chosen", "language", "hour", "minute", "written"),
    [
        ("12", "en", 17, 30, "1 July, 5:30pm"),
        ("12", "en", 9, 0, "1 July, 9am"),
        ("12", "en", 0, 5, "1 July, 12:05am"),
        ("12", "cy", 17, 30, "1 Gorffennaf, 5:30yh"),
        ("12", "cy", 9, 0, "1 Gorffennaf, 9yb"),
        ("24", "en", 17, 30, "1 July, 17:30"),
        ("24", "cy", 9, 0, "1 Gorffennaf, 09:00"),
    ],
)
def test_a_time_is_written_as_the_organisation_chose(chosen, language, hour, minute, written):
    token = find_format.set(lambda: chosen)

    try:
        with translation.override(language):
            shown = write("moment", "j F, H:i", datetime(2026, 7, 1, hour, minute, tzinfo=UTC), "UTC")
    finally:
        find_format.reset(token)

    assert shown == written

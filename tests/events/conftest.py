"""What several tests of events begin with."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from wagtail.models import Locale

from events.models import EventPage
from tests.cms import languages
from tests.events.days import NOON, NOW
from tests.factories import make_date, make_event
from tests.translation.untouched import pytest_runtest_call

__all__ = ["pytest_runtest_call"]


@pytest.fixture
def now() -> Iterator[time_machine.Traveller]:
    """Let time stand still at ``NOW``."""
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def welsh() -> Locale:
    return languages.welsh()


@pytest.fixture
def event() -> EventPage:
    """An event with two dates, the first at ``NOON``."""
    return make_event(dates=[make_date(start=NOON), make_date(start=NOON + timedelta(days=30))])

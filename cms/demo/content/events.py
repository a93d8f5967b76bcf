"""What is on: past and coming, counted from the day on which the demo is loaded."""

from __future__ import annotations

from .event_parts import DemoEvent
from .occasions import OCCASIONS
from .series import SERIES

EVENTS: dict[str, DemoEvent] = {**SERIES, **OCCASIONS}

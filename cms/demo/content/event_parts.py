"""What one event of the demo is made of."""

from __future__ import annotations

from dataclasses import dataclass

from .blocks import Block

MONDAY, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY, SATURDAY, SUNDAY = range(7)
FERRY_HALL = ("Ferry Hall", "Chapel Street, Pont-y-wern side, Alderbridge")

BOATHOUSE = ("The boathouse", "Quay Lane, Alderbridge")

BOATHOUSE_ACCESS = "Ramp to both doors, level floor, accessible toilet with a hoist. Two marked parking places on Quay Lane. The 47 stops at the end of the lane."


@dataclass(frozen=True)
class DemoDate:
    """A date ``week`` weeks after the day of loading (before it when negative, never 0), on a weekday.

    With ``month`` set it is a yearly date instead: on the ``week``-th such weekday of the month, in the last year that
    has passed (``year=-1``) or in the next to come (``year=1``).
    """

    week: int
    weekday: int
    start: str = ""
    hours: float = 2
    month: int = 0
    year: int = 0
    all_day: bool = False
    status: str = "scheduled"
    moved_by: int = 0  # days
    place: str = ""
    note: str = ""
    note_cy: str = ""


@dataclass(frozen=True)
class DemoEvent:
    title: str
    summary: str
    hero: tuple[str, str, str]
    dates: tuple[DemoDate, ...]
    hosts: tuple[str, ...]
    topics: tuple[str, ...]
    body: list[Block]
    venue: tuple[str, str] = BOATHOUSE
    access_notes: str = BOATHOUSE_ACCESS
    attendance: str = "in_person"
    time_zone: str = "Europe/London"
    joining_link: str = ""
    sign_up_url: str = ""
    sign_up_email: str = ""
    cost: str = "Free"
    map: tuple[str, str] = ("", "")  # a picture, and the way in words

    @property
    def is_free(self) -> bool:
        return self.cost.startswith("Free")

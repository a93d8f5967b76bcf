"""What one response shows several times is represented once."""

from collections.abc import Callable, Hashable
from typing import Any, TypeVar

Made = TypeVar("Made")
ATTRIBUTE = "represented"


def remember(obj: Any) -> None:
    """Let ``once`` remember what is made of ``obj``: the loader says so of what lives as long as a response."""
    obj.__dict__.setdefault(ATTRIBUTE, {})


def once(obj: Any, key: Hashable, make: Callable[[], Made]) -> Made:
    """Return ``make()``, made once for an object that is to remember it. What it returns is for reading."""
    made: dict[Hashable, Any] | None = obj.__dict__.get(ATTRIBUTE)
    if made is None:
        return make()
    if key not in made:
        made[key] = make()
    return made[key]

"""A cache on the objects of one response: what it shows several times is represented once."""

from collections.abc import Callable, Hashable
from typing import Any, TypeVar

Made = TypeVar("Made")
ATTRIBUTE = "represented"


def allow_memoizing(obj: Any) -> None:
    """Let ``memoize`` keep what is made of ``obj``: for objects that live only as long as one response."""
    obj.__dict__.setdefault(ATTRIBUTE, {})


def memoize(obj: Any, key: Hashable, make: Callable[[], Made]) -> Made:
    """Return ``make()``, made once for a key of an object that ``allow_memoizing`` marked. Do not change the result."""
    made: dict[Hashable, Any] | None = obj.__dict__.get(ATTRIBUTE)
    if made is None:
        return make()
    if key not in made:
        made[key] = make()
    return made[key]

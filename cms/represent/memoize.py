"""A cache on the objects of one response, so that each is represented once."""

from collections.abc import Callable, Hashable
from typing import Any, TypeVar

Made = TypeVar("Made")
ATTRIBUTE = "represented"


def allow_memoizing(obj: Any) -> None:
    """Allow ``memoize`` for ``obj``, which must not outlive one response."""
    obj.__dict__.setdefault(ATTRIBUTE, {})


def memoize(obj: Any, key: Hashable, make: Callable[[], Made]) -> Made:
    """Return ``make()``, cached by key on an object marked by ``allow_memoizing``. Do not modify the result."""
    made: dict[Hashable, Any] | None = obj.__dict__.get(ATTRIBUTE)
    if made is None:
        return make()
    if key not in made:
        made[key] = make()
    return made[key]

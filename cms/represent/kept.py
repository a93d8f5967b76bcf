"""What takes long to make, such as SQL, kept by process for those who need the same."""

from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

Made = TypeVar("Made")
MOST = 256


class Kept(Generic[Made]):
    """Things by key, which has all that they are made from. When there are too many, all are made anew."""

    def __init__(self, most: int = MOST) -> None:
        self.most = most
        self.known: dict[Hashable, Made] = {}

    def find(self, key: Hashable, make: Callable[[], Made]) -> Made:
        """Return what has this key; ``None`` is the key of what nobody else needs."""
        found = self.known.get(key)
        if found is None:
            found = make()
            if key is not None:
                if len(self.known) >= self.most:
                    self.known.clear()
                self.known[key] = found
        return found

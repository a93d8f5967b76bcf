"""How an adapter says what it relies on."""

from typing import NamedTuple


class Part(NamedTuple):
    """A part of a package that its authors do not document.

    ``path`` is where it is imported from; ``members`` are those of its attributes that we use or override. Where we
    rely on the parameters of a function, they follow its name: ``"drop(self, name)"``.
    """

    path: str
    why: str
    members: tuple[str, ...] = ()

"""How an adapter declares what it relies on."""

from typing import NamedTuple


class Part(NamedTuple):
    """An undocumented part of a package.

    ``path`` is where it is imported from; ``members`` are the attributes that we use or override. If we rely on the
    parameters of a function, they follow its name: ``"drop(self, name)"``. ``is_used`` is false with a release that
    does not have the part any more.
    """

    path: str
    why: str
    members: tuple[str, ...] = ()
    is_used: bool = True

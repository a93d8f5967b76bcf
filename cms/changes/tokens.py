"""The tokens of `changes/`: how far a reader has come. Opaque to readers, signed, and bound to the filters."""

from typing import Any, NamedTuple

from django.core import signing

SALT = "cms.changes"


class Filters(NamedTuple):
    """What a reader asked for: names of types (all when empty), a language (all when empty), the id of a site."""

    types: tuple[str, ...]
    locale: str
    site: int


class Position(NamedTuple):
    """How far a reader has come.

    Everything is known up to the change ``after``. In the middle of a full read (``full``), or of what the changes up
    to ``until`` mean, ``last`` is the number of the kind and the primary key of the object that was sent last.
    """

    after: int
    until: int = 0
    full: bool = False
    last: tuple[int, int] | None = None


def make_signer() -> signing.Signer:
    """Return a signer that adds no time, so that the same answer is the same bytes."""
    return signing.Signer(salt=SALT)


def write_token(position: Position, filters: Filters) -> str:
    return make_signer().sign_object([position, filters])


def read_token(token: str) -> tuple[Position, Filters]:
    """Return what ``write_token`` wrote. Raises ``signing.BadSignature`` for anything else."""
    content: Any = make_signer().unsign_object(token)
    (after, until, full, last), (types, locale, site) = content
    return Position(after, until, full, tuple(last) if last else None), Filters(tuple(types), locale, site)

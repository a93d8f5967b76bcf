"""The tokens of `changes/`: a client's position. Opaque to clients, signed, and bound to the filters."""

from typing import Any, NamedTuple

from django.core import signing

SALT = "cms.changes"


class Filters(NamedTuple):
    """A client's filters: names of types and codes of languages (all if empty), the ID of a site."""

    types: tuple[str, ...]
    locales: tuple[str, ...]
    site: int


class Position(NamedTuple):
    """The position of a client.

    It has everything up to the change ``after``. During a full read (``full``), or while it reads the impact of the
    changes up to ``until``, ``last`` is the number of the kind and the primary key of the last object sent.
    """

    after: int
    until: int = 0
    full: bool = False
    last: tuple[int, int] | None = None


def make_signer() -> signing.Signer:
    """Return a signer without timestamp, so that equal responses have equal bytes."""
    return signing.Signer(salt=SALT)


def write_token(position: Position, filters: Filters) -> str:
    return make_signer().sign_object([position, filters])


def read_token(token: str) -> tuple[Position, Filters]:
    """Return what ``write_token`` wrote. Raises ``signing.BadSignature`` for anything else."""
    content: Any = make_signer().unsign_object(token)
    (after, until, full, last), (types, locales, site) = content
    if isinstance(locales, str):  # a token of version 1.0 has one language, or none
        locales = [locales] if locales else []
    return Position(after, until, full, tuple(last) if last else None), Filters(tuple(types), tuple(locales), site)

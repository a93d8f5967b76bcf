"""Tokens for what a password locks: proof that somebody knew it.

A token opens all pages of a site that are locked with this password, so translations and aliases too, which have the
password of their page. Restrictions to accounts and groups stay. Nothing is stored: a token is a signed list of digests
of site and password, so it ends when the password changes or the restriction goes.
"""

from contextlib import suppress
from datetime import datetime, timedelta
from typing import NamedTuple

from django.core import signing
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac
from wagtail.models import Page, Site

from cms.represent.site_context import SiteContext
from cms.represent.visibility import Lock, Visibility, is_open

SCHEME = "Unlock"
LIFETIME = timedelta(hours=12)
SALT = "cms.represent.unlocking"


class TokenEnded(Exception):
    """A token is forged or too old, or opens nothing any more."""


class Token(NamedTuple):
    """The digests of the passwords that somebody knew, and until when that counts, in seconds since 1970."""

    digests: frozenset[str]
    until: int

    @property
    def expires(self) -> datetime:
        return datetime.fromtimestamp(self.until, tz=timezone.get_current_timezone())

    def write(self) -> str:
        return signing.dumps([self.until, *sorted(self.digests)], salt=SALT, compress=True)

    @classmethod
    def read(cls, text: str) -> "Token":
        try:
            until, *digests = signing.loads(text, salt=SALT)
        except signing.BadSignature as error:
            raise TokenEnded from error
        if until <= timezone.now().timestamp():
            raise TokenEnded
        return cls(frozenset(digests), until)

    def knows(self, lock: Lock, site: Site | None) -> bool:
        return site is not None and make_digest(site, lock.password) in self.digests


def make_digest(site: Site, password: str) -> str:
    return salted_hmac(SALT, f"{site.pk} {password}", algorithm="sha256").hexdigest()


def read_header(request: HttpRequest) -> str | None:
    """Return the token of a request, unread; ``None`` if it has none."""
    scheme, _, text = request.headers.get("Authorization", "").partition(" ")
    return text.strip() if scheme.lower() == SCHEME.lower() else None


def open_locked(request: HttpRequest, visibility: Visibility, site: Site | None) -> Visibility:
    """Return what is visible with the token of a request; raise ``TokenEnded`` if that is no more than without."""
    text = read_header(request)
    if text is None:
        return visibility
    token, places = Token.read(text), list_places(request, site)
    opened = visibility.for_password(lambda lock: lock.path.startswith(places) and token.knows(lock, site))
    if opened == visibility:
        raise TokenEnded
    return opened


def list_places(request: HttpRequest, site: Site | None) -> tuple[str, ...]:
    """Return the places of a site in the tree: one for each language."""
    return tuple(home.path for home in SiteContext.of(request).homes[site.pk]) if site else ()


def unlock(request: HttpRequest, page_id: int, password: str, site: Site) -> Token | None:
    """Return a token for the pages of a site that this password locks; ``None`` if it does not lock this one.

    The token opens what that of the request does, too: a page may be behind several passwords.
    """
    places = list_places(request, site)
    path = Page.objects.filter(is_open(""), pk=page_id).values_list("path", flat=True).first() or ""
    # All of them are compared, so that the time tells nothing about the page.
    known = [
        constant_time_compare(lock.password, password) and path.startswith(places) and path.startswith(lock.path)
        for lock in Lock.list_all()
    ]
    if not any(known):
        return None
    own = Token(frozenset({make_digest(site, password)}), int((timezone.now() + LIFETIME).timestamp()))
    with suppress(TokenEnded):
        held = Token.read(read_header(request) or "")
        return Token(own.digests | held.digests, min(own.until, held.until))
    return own

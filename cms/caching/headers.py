"""Headers of public responses: ``ETag``, how long caches may keep them, and cache tags."""

import hashlib
from collections.abc import Callable
from datetime import datetime
from http import HTTPStatus

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils import timezone

from cms.caching.tags import TAGS, list_tags, write_tags
from cms.changes.feed import VERSION, read_version
from cms.freshness.reads import track_reads
from cms.freshness.validity import VALID_UNTIL
from cms.represent.site_context import SiteContext
from cms.upstream.django import get_conditional_response

CACHEABLE_METHODS = {"GET", "HEAD"}
# Browsers revalidate each time, and get 304 if nothing has changed.
PUBLIC = "public, max-age=0, must-revalidate"
# What is private, and what needs none of this, says so itself.
OWN_RULES = ("no-store", "no-cache", "private", "immutable")
# Public responses never vary by these: the URL prefix determines the language, and there is no session cookie.
IGNORED_VARY = {"accept-language", "cookie"}


class PublicResponseMiddleware:
    """Adds cache headers to public responses, answers conditional requests, and keeps other responses out of caches.

    It is outside of the middleware that sets cookies. ``ETag`` is a digest of the body, so it survives unrelated
    changes; documents have that of their file. ``CDN-Cache-Control`` (RFC 9213) and ``Cache-Tag`` are for caches that
    can be purged.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if not may_be_public(request):
            return keep_private(request, self.get_response(request))
        with track_reads() as reads:
            response = self.get_response(request)
        if not is_public(response):
            return keep_out_of_caches(response)
        if not (reads.is_empty or is_tracking(request)):
            response["Cache-Control"] = "no-store"
            return response
        response["Cache-Control"] = PUBLIC
        simplify_vary(response)
        if isinstance(response, HttpResponse) and not response.has_header("ETag"):
            response["ETag"] = f'"{hashlib.blake2b(response.content, digest_size=16).hexdigest()}"'
            response = get_conditional_response(request, etag=response["ETag"], response=response) or response
        response["CDN-Cache-Control"] = f"max-age={count_seconds(request.META.get(VALID_UNTIL))}"
        request.META[TAGS] = tags = list_tags(reads)
        response["Cache-Tag"] = write_tags(tags)
        return response


def keep_private(request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
    """Let nobody keep what only the holder of an authorisation gets, and only the browser what a session does."""
    if "Authorization" in request.headers and not response.has_header("Cache-Control"):
        response["Cache-Control"] = "private, no-store"
    response = keep_out_of_caches(response)
    response.setdefault("Cache-Control", "private, no-cache")
    return response


def keep_out_of_caches(response: HttpResponseBase) -> HttpResponseBase:
    """Let no cache keep an error, and only the reader's own browser a document, which it has to revalidate."""
    if not response.has_header("Cache-Control"):
        if response.has_header("ETag"):  # also the answer that nothing has changed
            response["Cache-Control"] = "private, no-cache"
        elif response.status_code >= HTTPStatus.MULTIPLE_CHOICES:
            response["Cache-Control"] = "no-store"
    return response


def may_be_public(request: HttpRequest) -> bool:
    """Return whether ``request`` is a read without session or authorisation."""
    return (
        request.method in CACHEABLE_METHODS
        and settings.SESSION_COOKIE_NAME not in request.COOKIES
        and "Authorization" not in request.headers
    )


def is_public(response: HttpResponseBase) -> bool:
    """Return whether every request without session or authorisation gets this response.

    A file is a response that has an ``ETag`` already, and the view that sends it answers conditional requests itself.
    What is immutable says itself how long it may be kept, and no change concerns it.
    """
    has_etag = response.has_header("ETag")
    return (
        (response.status_code == HTTPStatus.OK or (has_etag and response.status_code == HTTPStatus.NOT_MODIFIED))
        and (has_etag or not response.streaming)
        and not response.cookies
        and not any(word in response.get("Cache-Control", "") for word in OWN_RULES)
    )


def is_tracking(request: HttpRequest) -> bool:
    """Return whether changes are tracked, so that caches can be purged.

    The response cache has already read this, or else whatever read the site context.
    """
    if VERSION in request.META:
        return request.META[VERSION] is not None
    context = SiteContext.find_known(request)
    return (context.version if context else read_version()) is not None


def count_seconds(until: datetime | None) -> int:
    """Return how many seconds a cache that can be purged may keep a response that is valid ``until`` then."""
    longest = settings.CDN_SECONDS
    return longest if until is None else max(0, min(longest, int((until - timezone.now()).total_seconds())))


def simplify_vary(response: HttpResponseBase) -> None:
    names = [name.strip() for name in response.get("Vary", "").split(",")]
    kept = [name for name in names if name and name.lower() not in IGNORED_VARY]
    if kept:
        response["Vary"] = ", ".join(kept)
    else:
        del response["Vary"]

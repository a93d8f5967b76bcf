"""Visits addresses of other sites to see whether they are there, politely.

One request to a host at a time and in half a minute, only the headers, with a name that leads to this site, and nothing
that the host's ``robots.txt`` forbids. What is not public is refused, as with webhooks.
"""

import logging
import threading
import time
from collections.abc import Iterable
from contextlib import AbstractContextManager
from datetime import datetime, timedelta
from http import HTTPStatus
from http.client import HTTPResponse
from typing import NamedTuple
from urllib.parse import urljoin, urlsplit
from urllib.robotparser import RobotFileParser

from django.conf import settings
from django.db import close_old_connections, connection
from django.db.models import Min, Q
from django.utils import timezone

from cms.checking.models import OutsideLink
from cms.environment.outages import OutageLog, is_transient
from cms.environment.outgoing import MAX_REDIRECTS, REDIRECTS, USER_AGENT, Failed, Refused, make_line, send

logger = logging.getLogger(__name__)

POLL_SECONDS = 30
TURN = 20  # hosts in a row
SECONDS = 10.0  # for one request
VISIT_SECONDS = 30.0  # for all requests of a visit: a worker that is to stop waits for its end
MAX_ROBOTS = 100_000
MAX_HOSTS = 1000  # whose rules are remembered
RULES_VALID = 24 * 60 * 60
GONE = {HTTPStatus.NOT_FOUND, HTTPStatus.GONE}
# Answers to programs that say nothing about what people would see.
UNCLEAR = {HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN, HTTPStatus.TOO_MANY_REQUESTS, 451, 999}
NO_HEAD = {HTTPStatus.NOT_FOUND, HTTPStatus.METHOD_NOT_ALLOWED, HTTPStatus.NOT_IMPLEMENTED, HTTPStatus.FORBIDDEN}
# How long the answer counts.
WORKS_FOR, FAILS_FOR, UNKNOWN_FOR = timedelta(days=14), timedelta(days=1), timedelta(days=30)


class Answer(NamedTuple):
    """What a visit says: a state of ``OutsideLink``, and why."""

    state: str
    reason: str
    is_final: bool = False


def keep_visiting(stop: threading.Event) -> None:
    """Visit what is due until ``stop``."""
    outage = OutageLog(logger, "Links to other sites wait")
    visitor = Visitor()
    while not stop.wait(POLL_SECONDS):
        close_old_connections()
        try:
            visit_due(visitor, stop)
            outage.recover()
        except Exception as error:
            if not is_transient(error):
                logger.exception("Links to other sites failed; trying again")
            else:
                outage.fail(error)
    connection.close()


def visit_due(visitor: "Visitor", stop: threading.Event | None = None) -> None:
    """Visit one address of each of some hosts."""
    for link in list_due():
        if stop is not None and stop.is_set():
            return
        note(link, visit(visitor, link.url))


def visit(visitor: "Visitor", url: str) -> Answer:
    """Visit an address. An error in that concerns no other address: the log has it."""
    try:
        return visitor.visit(url)
    except Exception as error:
        logger.exception("%s cannot be checked", url)
        return Answer(OutsideLink.State.UNKNOWN, type(error).__name__)


def list_due() -> list[OutsideLink]:
    """Return the addresses that are due longest, one of each host."""
    waiting = OutsideLink.objects.filter(due_at__lte=timezone.now())
    hosts = waiting.order_by().values("host").annotate(first=Min("due_at")).order_by("first", "host")[:TURN]
    turns = Q(*(Q(host=one["host"], due_at=one["first"]) for one in hosts), _connector=Q.OR)
    if not turns:
        return []
    links = {link.host: link for link in OutsideLink.objects.filter(turns).order_by("-pk")}
    return sorted(links.values(), key=lambda link: link.due_at)


def note(link: OutsideLink, answer: Answer) -> None:
    """Keep what a visit said. What may be a passing failure is dead only if it fails a day later too.

    And only if other sites answer: a server that may not reach them would take all for dead.
    """
    now = timezone.now()
    state = answer.state
    if state == OutsideLink.State.DEAD and not answer.is_final:
        is_again = link.failed_since is not None and link.failed_since <= now - FAILS_FOR
        state = OutsideLink.State.DEAD if is_again and is_online(now) else OutsideLink.State.FAILING
    has_failed = state in {OutsideLink.State.DEAD, OutsideLink.State.FAILING}
    link.state, link.answer, link.checked_at = state, answer.reason[:200], now
    link.failed_since = (link.failed_since or now) if has_failed else None
    link.due_at = find_next_turn(state, now)
    names = ("state", "answer", "checked_at", "failed_since", "due_at")
    OutsideLink.objects.filter(pk=link.pk).update(**{name: getattr(link, name) for name in names})  # if still there


def is_online(now: datetime) -> bool:
    """Whether any site has answered since each of them was last asked."""
    works = OutsideLink.objects.filter(state=OutsideLink.State.WORKS)
    return works.filter(checked_at__gt=now - WORKS_FOR - FAILS_FOR).exists()


def find_next_turn(state: str, now: datetime) -> datetime:
    if state == OutsideLink.State.WORKS:
        return now + WORKS_FOR
    return now + (UNKNOWN_FOR if state == OutsideLink.State.UNKNOWN else FAILS_FOR + timedelta(minutes=1))


class Visitor:
    """Visits addresses, and remembers the rules of their hosts for a day. ``allowed`` is for tests."""

    def __init__(self, allowed: Iterable[str] = ()) -> None:
        self.allowed = tuple(allowed)
        self.rules: dict[str, tuple[float, RobotFileParser]] = {}
        self.ends = float("inf")
        self.agent = f"{USER_AGENT} ({settings.WAGTAILADMIN_BASE_URL})"

    def visit(self, url: str) -> Answer:
        """Return what an address says, also after redirects."""
        self.ends = time.monotonic() + VISIT_SECONDS
        try:
            for _redirect in range(MAX_REDIRECTS + 1):
                if not self.may_visit(url):
                    return Answer(OutsideLink.State.UNKNOWN, "robots.txt")
                status, location = self.ask(url)
                if status not in REDIRECTS or not location:
                    return judge(status)
                url = urljoin(url, location)
        except Refused as error:
            return Answer(OutsideLink.State.UNKNOWN, str(error))
        except Failed as error:
            return Answer(OutsideLink.State.DEAD, str(error))
        except ValueError as error:  # no address, such as one with a broken host
            return Answer(OutsideLink.State.UNKNOWN, make_line(str(error)))
        return Answer(OutsideLink.State.DEAD, "too many redirects")

    def ask(self, url: str) -> tuple[int, str | None]:
        """Return the status and the redirect. Some servers answer only to what browsers send."""
        status, location = self.request("HEAD", url)
        return self.request("GET", url) if status in NO_HEAD or status >= 500 else (status, location)

    def request(self, method: str, url: str) -> tuple[int, str | None]:
        with self.send(method, url) as response:
            return response.status, response.headers.get("Location")

    def send(self, method: str, url: str) -> AbstractContextManager[HTTPResponse]:
        left = self.ends - time.monotonic()
        if left <= 0:
            raise Failed(f"no answer within {VISIT_SECONDS:.3g} seconds")
        headers = {"User-Agent": self.agent, "Accept": "*/*"}
        return send(method, url, None, headers, allowed=self.allowed, seconds=min(SECONDS, left), allow_http=True)

    def may_visit(self, url: str) -> bool:
        """Whether the rules of a host let programs visit an address."""
        parts = urlsplit(url)
        root = f"{parts.scheme}://{parts.netloc}"
        read_at, rules = self.rules.get(root, (0.0, None))
        if rules is None or read_at < time.monotonic() - RULES_VALID:
            rules = RobotFileParser()
            rules.parse(self.read_rules(f"{root}/robots.txt"))
            if len(self.rules) >= MAX_HOSTS:
                self.rules.clear()
            self.rules[root] = time.monotonic(), rules
        return rules.can_fetch(USER_AGENT, url)

    def read_rules(self, url: str) -> list[str]:
        """Return the lines of a ``robots.txt``; one that cannot be read forbids nothing."""
        try:
            with self.send("GET", url) as response:
                if response.status != HTTPStatus.OK:
                    return []
                return response.read(MAX_ROBOTS).decode(errors="replace").splitlines()
        except Failed:
            return []


def judge(status: int) -> Answer:
    """Return what a status says of an address."""
    if status in GONE:
        return Answer(OutsideLink.State.DEAD, str(status), is_final=True)
    if status in UNCLEAR:
        return Answer(OutsideLink.State.UNKNOWN, str(status))
    if status >= 400:
        return Answer(OutsideLink.State.DEAD, str(status))
    return Answer(OutsideLink.State.WORKS, str(status))

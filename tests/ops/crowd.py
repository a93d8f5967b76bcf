"""An editor who publishes numbered versions, and readers who look whether they get the latest."""

import http.client
import itertools
import re
import time
from collections import Counter
from functools import partial
from typing import NamedTuple

from django.db import Error, connection

from blog.models import UpdatePage
from tests import factories
from tests.ops.processes import ask, wait_until
from tests.threads import Threads

VERSION = re.compile(rb"Version (\d+)")
GOOD = {200, 304}


class Answer(NamedTuple):
    """An answer and when, by ``time.monotonic()``, it was asked for and there."""

    begun: float
    ended: float
    path: str
    status: int
    headers: dict[str, str]


class Crowd(Threads):
    """Threads that publish and read while the block lasts.

    ``wrong`` tells of each answer with an older version than was committed, or seen by anybody, before it was asked
    for, or with one that nobody has written. ``broken`` counts the requests without an answer.
    """

    def __init__(self, port: int, *, readers: int, pause: float = 0) -> None:
        self.port = port
        self.pause = pause
        self.update = factories.make_update(title="News", slug="news", introduction="Version 0.")
        self.paths = [
            f"/api/v2/updates/{self.update.pk}/",
            "/api/v2/updates/?fields=introduction",
            "/updates/news/",
            "/updates/",
        ]
        # The latest version that the editor has begun to write, and the latest that must be everywhere.
        self.begun = self.known = 0
        self.answers: list[Answer] = []
        self.wrong: list[str] = []
        self.broken = 0
        super().__init__(*(partial(self.read, number) for number in range(readers)), self.edit)

    def edit(self) -> None:
        """Publish one version after another. One that fails may have been committed, or not."""
        while not self.stopped.wait(0.1):
            self.begun += 1
            try:
                update = UpdatePage.objects.get(pk=self.update.pk)
                update.introduction = f"Version {self.begun}."
                update.save_revision().publish()
                self.know(self.begun)
            except Error:
                connection.close()
        connection.close()

    def read(self, first: int) -> None:
        """Ask for one address after another, each time on a new connection, with the ETag of the last answer."""
        remembered: dict[str, tuple[str, int]] = {}
        for path in itertools.islice(itertools.cycle(self.paths), first, None):
            if self.stopped.wait(self.pause):
                break
            etag, version = remembered.get(path, ("", 0))
            known, begun = self.known, time.monotonic()
            try:
                status, headers, body = ask(self.port, path, **({"If-None-Match": etag} if etag else {}))
            except (OSError, http.client.HTTPException):
                self.broken += 1
                continue
            self.answers.append(Answer(begun, time.monotonic(), path, status, headers))
            if status == 200:
                versions = {int(number) for number in VERSION.findall(body)}
                version = versions.pop() if len(versions) == 1 else -1
                remembered[path] = (headers["etag"], version)
            if status in GOOD:
                if not known <= version <= self.begun:
                    self.wrong.append(f"{status} {path} shows version {version}, after {known} was committed")
                self.know(version)

    def know(self, version: int) -> None:
        self.known = max(self.known, version)

    def let_pass(self, seconds: float) -> None:
        """Wait for as long, and until another version was published and every address read with success."""
        known, count = self.known, len(self.answers)
        time.sleep(seconds)
        wait_until(lambda: self.known > known)
        wait_until(lambda: {read.path for read in self.answers[count:] if read.status in GOOD} == set(self.paths))

    def list_failures(self) -> list[Answer]:
        return [answer for answer in self.answers if answer.status not in GOOD]

    def __str__(self) -> str:
        statuses = Counter(answer.status for answer in self.answers)
        return f"{self.known} versions; answers {dict(statuses)}; broken connections {self.broken}"

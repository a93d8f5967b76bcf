"""A Varnish in front of the production server, with the configuration of the documentation."""

import http.client
import inspect
import json
import random
import re
import shutil
import sys
import time
from collections import Counter
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from wagtail.models import Site

from cms.changes.feed import read_last_change
from cms.changes.models import Follower
from cms.models import Topic
from tests.changes.editors import Editors
from tests.changes.readers import list_addresses
from tests.factories import make_topic
from tests.ops.processes import ROOT, ask, find_free_port, is_healthy, run_until_end, serve
from tests.threads import Threads

EDITS = 500
EDITS_A_ROUND = 50
WORDS = ["ash", "birch", "cedar", "dogwood"]
# All but what changes the site, since that purges everything.
WHAT_EDITORS_DO = [
    "make_everything",
    "edit_page",
    "use_other_things",
    "unpublish_page",
    "rename_page",
    "move_page",
    "delete_page",
    "bin_page",
    "restore_page",
    "restrict_page",
    "lift_restriction",
    "translate_page",
    "change_file",
    "collect_file",
    "delete_file",
    "rename_tags",
    "change_snippet",
    "change_photo",
    "mark_public",
    "translate_snippet",
    "delete_snippet",
    "redirect",
]


class CommittingEditors(Editors):
    """What editors do, committed each time."""

    def __init__(self) -> None:
        """Begin no transaction and no test of Hypothesis."""

    def edit(self, chance: random.Random) -> str:
        """Do something at random, and return what."""
        name = chance.choice(WHAT_EDITORS_DO)
        values: dict[str, Any] = {
            "number": chance.randrange(1000),
            "to": chance.randrange(1000),
            "word": chance.choice(WORDS),
            **{switch: chance.random() < 0.5 for switch in ("alias", "live", "public", "publish")},
        }
        do = getattr(self, name)
        try:
            with transaction.atomic():
                do(**{argument: values[argument] for argument in inspect.signature(do).parameters})
        except (IntegrityError, ValidationError):
            return "refused"
        return name


class Readers(Threads):
    """Threads that ask Varnish for random addresses, so that answers are under way whenever something is purged."""

    def __init__(self, port: int, count: int = 3) -> None:
        self.port = port
        self.addresses = ["/"]
        self.statuses: Counter[int] = Counter()
        super().__init__(*(partial(self.read, number) for number in range(count)))

    def read(self, number: int) -> None:
        chance = random.Random(number)  # noqa: S311 - for repeatable tests
        while not self.stopped.is_set():
            self.statuses[ask(self.port, chance.choice(self.addresses))[0]] += 1


@pytest.fixture
def origin(database_url) -> Iterator[int]:
    with serve(database_url) as port:
        yield port


@pytest.fixture
def varnish(origin, database_url, tmp_path) -> Iterator[int]:
    """Varnish on a port of its own, and a worker that purges it."""
    varnishd = shutil.which("varnishd") or shutil.which("varnishd", path="/usr/sbin")
    if varnishd is None or not list(Path("/usr/lib").glob("*/varnish/vmods/libvmod_xkey.so")):
        pytest.fail("Varnish is missing: apt-get install varnish varnish-modules")
    port = find_free_port()
    vcl = tmp_path / "default.vcl"
    example = (ROOT / "docs/examples/varnish.vcl").read_text()
    vcl.write_text(re.sub(r'\.port = "8000"', f'.port = "{origin}"', example))
    command = [varnishd, "-j", "none", "-F", "-f", str(vcl), "-a", f"127.0.0.1:{port}", "-n", str(tmp_path / "varnish")]
    command += ["-s", "malloc,64m"]
    worker = [sys.executable, "manage.py", "run_worker", "--verbosity", "0"]
    environment = {"DATABASE_URL": database_url, "DJANGO_SETTINGS_MODULE": "tests.settings"}
    url = f"http://127.0.0.1:{port}"
    with (
        run_until_end(command, is_ready=lambda: is_healthy(port)),
        run_until_end(worker, is_ready=Follower.objects.exists, PURGE_URLS=url, **environment),
    ):
        yield port


def wait_for_purges() -> None:
    """Wait until everything committed has been purged for the second time."""
    deadline = time.monotonic() + 60
    while Follower.objects.get().number < read_last_change()[0]:
        assert time.monotonic() < deadline, "the worker is late"
        time.sleep(0.2)


def is_hit(headers: dict[str, str]) -> bool:
    return " " in headers["X-Varnish"]


@pytest.mark.proof
@pytest.mark.django_db(transaction=True)
def test_varnish_equals_the_origin_after_very_many_edits(varnish, origin, capsys):
    chance = random.Random(5)  # noqa: S311 - for repeatable tests
    editors = CommittingEditors()
    editors.begin()
    Site.objects.update(hostname="localhost", port=80)
    done: Counter[str] = Counter()
    hits = compared = 0
    with Readers(varnish) as readers:
        for number in range(1, EDITS + 1):
            done[editors.edit(chance)] += 1
            if number % 10 == 0:
                readers.addresses = list_addresses()
            if number % EDITS_A_ROUND:
                continue
            wait_for_purges()
            for path in list_addresses():
                status, headers, body = ask(varnish, path)
                assert (status, body) == ask(origin, path)[::2], f"{path} is old after {number} edits"
                hits += is_hit(headers)
                compared += 1
    with capsys.disabled():
        print(f"\n{sum(done.values())} edits, {compared} answers compared, {hits} of them from Varnish's memory;")  # noqa: T201
        print(f"read meanwhile: {dict(readers.statuses)}; {dict(done)}")  # noqa: T201

    assert hits > compared / 10
    assert max(readers.statuses) < 500


@pytest.mark.proof
@pytest.mark.django_db(transaction=True)
def test_clients_wait_behind_varnish(varnish):
    topic = make_topic(public=True)
    first = json.loads(ask(varnish, "/api/v2/changes/?limit=500")[2])
    since = json.loads(ask(varnish, f"/api/v2/changes/?limit=500&since={first['next']}")[2])["next"]
    connection = http.client.HTTPConnection("127.0.0.1", varnish, timeout=30)
    connection.request("GET", "/api/v2/changes/stream/", headers={"Host": "localhost"})
    stream = connection.getresponse()

    for seconds in (1, 1, 11):  # the second is not the first out of a memory; the third is longer than others may take
        begun = time.monotonic()
        status, _headers, body = ask(varnish, f"/api/v2/changes/?since={since}&wait={seconds}")
        assert (status, json.loads(body)["items"]) == (200, [])
        assert time.monotonic() - begun >= seconds
    Topic.objects.filter(pk=topic.pk).update(name="Land")

    found = b""
    while b"data: " not in found:
        piece = stream.read1(4096)
        assert piece, "The stream has ended."
        found += piece
    assert f'"topic-{topic.pk}"'.encode() in found
    connection.close()

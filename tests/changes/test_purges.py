"""The follower that purges caches."""

import threading
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from cms.caching import purges
from cms.caching.purges import TAGS_PER_PURGE, Cloudflare, ProxyCache, Purger, keep_purging, make_cache
from cms.caching.tags import SITE
from cms.changes.feed import prune_changes, read_version
from cms.changes.models import Follower
from cms.models import Topic
from tests.changes.commits import settle
from tests.factories import make_topic
from tests.threads import answering


class FakeCache:
    """Notes what it is told; fails as long as ``is_broken``."""

    name = "fake"

    def __init__(self) -> None:
        self.purged: list[set[str]] = []
        self.is_broken = False

    def purge(self, tags: list[str]) -> None:
        if self.is_broken:
            raise OSError("away")
        self.purged.append(set(tags))


@pytest.fixture
def cache() -> FakeCache:
    return FakeCache()


@pytest.fixture
def topic(db) -> Topic:
    topic = make_topic()
    settle()
    return topic


def change(topic: Topic) -> None:
    Topic.objects.filter(pk=topic.pk).update(description=f"Version {read_version()}")
    settle()


def pass_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(purges, "REPEAT_SECONDS", 0)


def test_the_first_start_purges_everything_and_then_follows(cache, topic):
    purger = Purger(cache)
    purger.step()
    purger.step()
    change(topic)
    purger.step()

    assert cache.purged == [{SITE}, {"all", "topics", f"topic-{topic.pk}"}]


def test_each_purge_is_sent_once_more_and_then_kept_in_mind(cache, topic, monkeypatch):
    purger = Purger(cache)
    purger.step()
    assert not Follower.objects.exists()

    pass_time(monkeypatch)
    purger.step()
    purger.step()

    assert cache.purged == [{SITE}, {SITE}]
    assert Follower.objects.get().number == read_version()


def test_a_restart_misses_nothing(cache, topic, monkeypatch):
    pass_time(monkeypatch)
    Purger(cache).step()
    cache.purged.clear()
    change(topic)

    Purger(cache).step()
    Purger(cache).step()

    stale = {"all", "topics", f"topic-{topic.pk}"}
    assert cache.purged == [stale, stale]


def test_a_restart_before_the_second_purge_begins_again(cache, topic, monkeypatch):
    pass_time(monkeypatch)
    Purger(cache).step()
    monkeypatch.undo()
    change(topic)
    Purger(cache).step()

    Purger(cache).step()

    assert cache.purged[2:] == [{"all", "topics", f"topic-{topic.pk}"}] * 2


def test_a_cache_that_fails_is_told_again_with_all_that_came_meanwhile(cache, topic):
    purger = Purger(cache)
    purger.step()
    other = make_topic("other")
    settle()
    cache.is_broken = True
    for changed in (topic, other):
        change(changed)
        with pytest.raises(OSError, match="away"):
            purger.step()
    cache.is_broken = False

    purger.step()

    assert cache.purged[1:] == [{"all", "topics", "topic-set", f"topic-{topic.pk}", f"topic-{other.pk}"}]


def test_what_fails_the_second_time_is_sent_a_third_time(cache, topic, monkeypatch):
    purger = Purger(cache)
    purger.step()
    pass_time(monkeypatch)
    cache.is_broken = True
    with pytest.raises(OSError, match="away"):
        purger.step()
    assert not Follower.objects.exists()
    cache.is_broken = False

    purger.step()

    assert cache.purged == [{SITE}, {SITE}]
    assert Follower.objects.get().number == read_version()


def test_whoever_is_behind_what_was_pruned_purges_everything(cache, topic):
    Follower.objects.create(name=cache.name, number=1)
    change(topic)
    prune_changes(before=timezone.now() + timedelta(hours=1))

    Purger(cache).step()

    assert cache.purged == [{SITE}]


def test_an_old_database_that_was_restored_purges_everything(cache, topic):
    Follower.objects.create(name=cache.name, number=read_version() + 100)

    Purger(cache).step()

    assert cache.purged == [{SITE}]


def test_very_many_changes_purge_everything(cache, topic, monkeypatch):
    purger = Purger(cache)
    purger.step()
    monkeypatch.setattr(purges, "MAX_TAGS", 2)
    change(topic)

    purger.step()

    assert cache.purged[1:] == [{SITE}]


def test_many_tags_are_sent_in_several_requests(cache):
    purges.purge(cache, {f"page-{number}" for number in range(TAGS_PER_PURGE + 1)})

    assert [len(tags) for tags in cache.purged] == [TAGS_PER_PURGE, 1]


@pytest.mark.django_db(transaction=True)
def test_the_thread_goes_on_after_failures_and_logs_when_they_begin_and_end(cache, monkeypatch, caplog):
    monkeypatch.setattr(purges, "POLL_SECONDS", 0.01)
    stop = threading.Event()

    def fail_then_stop(tags: list[str]) -> None:
        cache.purged.append(set(tags))
        if len(cache.purged) < 3:
            raise OSError("away")
        stop.set()

    monkeypatch.setattr(cache, "purge", fail_then_stop)
    thread = threading.Thread(target=keep_purging, args=(cache, stop))
    thread.start()
    thread.join(timeout=30)

    assert cache.purged == [{SITE}] * 3
    assert caplog.messages == ["Could not purge fake: away", "Could not purge fake: it works again"]


# What is sent


class Received(ThreadingHTTPServer):
    def __init__(self) -> None:
        self.requests: list[tuple[str, str, dict[str, str], bytes]] = []
        self.status = 200
        super().__init__(("127.0.0.1", 0), Handler)


class Handler(BaseHTTPRequestHandler):
    server: Any

    def answer(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.server.requests.append((self.command, self.path, dict(self.headers), body))
        self.send_response(self.server.status)
        self.end_headers()

    do_PURGE = do_POST = answer  # noqa: N815 - as the library has it

    def log_message(self, *args: Any) -> None:
        pass


@pytest.fixture
def server():
    server = Received()
    with answering(server):
        yield server


def test_a_proxy_gets_the_tags_in_a_header(server):
    make_cache(f"http://127.0.0.1:{server.server_port}").purge(["page-1", "pages"])

    ((method, _path, headers, body),) = server.requests
    assert (method, headers["Cache-Tag"], body) == ("PURGE", "page-1,pages", b"")


def test_cloudflare_gets_the_tags_of_a_zone(server):
    Cloudflare("zone", "secret", api=f"http://127.0.0.1:{server.server_port}").purge(["page-1", "pages"])

    ((method, path, headers, body),) = server.requests
    assert (method, path, headers["Authorization"]) == ("POST", "/zones/zone/purge_cache", "Bearer secret")
    assert body == b'{"tags": ["page-1", "pages"]}'


def test_an_answer_that_is_no_success_is_a_failure(server):
    server.status = 403

    with pytest.raises(OSError, match="403"):
        ProxyCache(f"http://127.0.0.1:{server.server_port}").purge(["page-1"])


def test_addresses_of_caches():
    cloudflare: Any = make_cache("cloudflare://se%2Fcret@0a1b")

    assert cloudflare.url == "https://api.cloudflare.com/client/v4/zones/0a1b/purge_cache"
    assert cloudflare.headers["Authorization"] == "Bearer se/cret"
    assert make_cache("http://user:word@varnish:6081/").name == "varnish:6081"
    for wrong in ("varnish:6081", "ftp://varnish", "cloudflare://zone"):
        with pytest.raises(ValueError, match=wrong):
            make_cache(wrong)


def test_a_release_purges_everything_by_a_command(server, settings, capsys):
    settings.PURGE_URLS = [f"http://127.0.0.1:{server.server_port}"]
    call_command("purge_caches")
    server.status = 503

    with pytest.raises(CommandError, match="503"):
        call_command("purge_caches")

    assert [headers["Cache-Tag"] for _, _, headers, _ in server.requests] == [SITE, SITE]
    assert capsys.readouterr().out == f"Purged 127.0.0.1:{server.server_port}.\n"

"""`/metrics`: figures for Prometheus, which only its token opens."""

import json
import re

import pytest
from django.contrib.auth import authenticate
from django.test import Client

from cms.changes.models import Follower
from cms.media.renditions import make_renditions
from cms.operations.counting import list_counts
from cms.operations.heartbeat import beat
from cms.operations.metrics import write_metrics
from cms.operations.models import Worker
from tests import factories
from tests.ops.processes import ask, serve, wait_until, work
from tests.ops.slow_task import fail

TOKEN = "a-token-of-the-tests"
HEADERS = {"Authorization": f"Bearer {TOKEN}"}


@pytest.fixture
def _metrics(settings) -> None:
    settings.METRICS_TOKEN = TOKEN
    settings.TASKS = {**settings.TASKS, "background": {"BACKEND": "django_tasks_db.DatabaseBackend"}}


def read(text: str) -> dict[str, float]:
    """Return the figures of an exposition by name and labels, and expect each family once."""
    lines = text.splitlines()
    families = [line for line in lines if line.startswith("# TYPE")]
    assert len(families) == len({line.split()[2] for line in families})
    return {line.rpartition(" ")[0]: float(line.rpartition(" ")[2]) for line in lines if not line.startswith("#")}


def find(figures: dict[str, float], pattern: str) -> float:
    """Return the sum of the figures whose name and labels match."""
    return sum(value for name, value in figures.items() if re.search(pattern, name))


@pytest.mark.django_db
def test_without_a_token_there_is_nothing_at_the_address(settings):
    settings.METRICS_TOKEN = ""

    assert Client().get("/metrics", headers={"authorization": "Bearer "}, follow=True).status_code == 404


@pytest.mark.django_db
@pytest.mark.usefixtures("_metrics")
@pytest.mark.parametrize("given", ["", "Bearer ", "Bearer wrong", TOKEN, "Bearer café"])
def test_without_the_right_token_there_is_nothing_either(given):
    assert Client().get("/metrics", headers={"authorization": given}, follow=True).status_code == 404


@pytest.mark.django_db
@pytest.mark.usefixtures("_metrics")
def test_it_tells_of_the_queue_the_feed_and_failed_sign_ins_and_no_cache_keeps_it():
    before = read(write_metrics().decode())
    fail.enqueue("bug")
    Follower.objects.create(name="varnish:6081", number=0)
    authenticate(username="nobody@example.org", password="wrong")

    response = Client().get("/metrics", headers={"authorization": f"Bearer {TOKEN}", "host": "10.0.0.7:8000"})

    figures = read(response.content.decode())
    assert response.headers["Cache-Control"] == "no-store"
    assert figures['cms_tasks{status="ready"}'] == 1
    assert figures["cms_queue_age_seconds"] > 0
    assert figures['cms_feed_lag{follower="varnish:6081"}'] == figures["cms_changes_total"]
    assert figures["cms_workers"] == 0
    assert figures["cms_sign_in_failures_total"] == before["cms_sign_in_failures_total"] + 1
    assert b"nobody" not in response.content


@pytest.mark.django_db
@pytest.mark.usefixtures("_metrics")
def test_what_a_worker_counts_is_told_with_its_name():
    make_renditions(factories.make_image(public=True))
    counted = {name: value for name, _text, _labels, value in list_counts()}
    assert counted["cms_renditions"] > 0

    beat()

    figures = read(write_metrics().decode())
    assert find(figures, "^cms_worker_renditions_total{") == counted["cms_renditions"]
    assert figures["cms_workers"] == 1
    assert json.dumps(Worker.objects.get().counts)


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_each_process_tells_the_figures_of_all(database_url):
    with serve(database_url, METRICS_TOKEN=TOKEN) as port:
        for _ in range(6):
            assert ask(port, "/api/v2/pages/")[0] == 200
        assert ask(port, "/metrics")[0] in {301, 404}

        def count_answers() -> tuple[float, float]:
            figures = read(ask(port, "/metrics", **HEADERS)[2].decode())
            api = 'cms_responses_total{.*kind="api"'
            return find(figures, api), find(figures, f'{api}.*|cms_responses_total{{cache="hit",kind="api"')

        answers = {count_answers()[0] for _ in range(6)}

        assert answers == {6}
        figures = read(ask(port, "/metrics", **HEADERS)[2].decode())
        assert find(figures, 'cms_responses_total{cache="hit",kind="api",status="200"}') >= 4
        assert 1 <= find(figures, 'cms_responses_total{cache="miss",kind="api",status="200"}') <= 2
        assert find(figures, 'cms_response_seconds_count{kind="api"}') == 6
        with work(database_url, METRICS_TOKEN=TOKEN):
            wait_until(lambda: find(read(ask(port, "/metrics", **HEADERS)[2].decode()), "cms_workers") == 1)

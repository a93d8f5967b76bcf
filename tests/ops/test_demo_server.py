import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from wagtail.models import Site

from cms.demo.management.commands.serve_demo import stop_processes
from cms.demo.references import make_key

ROOT = Path(__file__).parents[2]


@pytest.fixture
def taken_port() -> Iterator[int]:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        yield taken.getsockname()[1]


def fetch(address: str) -> tuple[int, str]:
    try:
        with urllib.request.urlopen(address, timeout=10) as response:
            return response.status, response.headers["Content-Type"]
    except OSError:
        return 0, ""


@pytest.fixture
def loaded_demo(transactional_db) -> None:
    """A site that passes for the demo, so that a start is short."""
    home = Site.objects.get(is_default_site=True).root_page
    home.translation_key = make_key("page/home")
    home.save(clean=False)


@pytest.fixture
def address() -> str:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{probe.getsockname()[1]}"


@pytest.fixture
def demo(loaded_demo, database_url, address, tmp_path) -> Iterator[subprocess.Popen[str]]:
    """The demo, started at ``address``."""
    if connection.vendor == "postgresql":
        pytest.skip("the demo has SQLite")
    environment = {
        "BASE_URL": address,
        "DATABASE_URL": database_url,
        "DEMO": "true",
        "DJANGO_SETTINGS_MODULE": "cms.settings",
        "VAR_DIR": str(tmp_path),
    }
    process = subprocess.Popen(
        [sys.executable, "manage.py", "serve_demo"],
        cwd=ROOT,
        env={**os.environ, **environment},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        text=True,
    )
    yield process
    if process.poll() is None:
        process.terminate()
    process.communicate(timeout=60)


def test_a_taken_port_is_refused_in_one_line(taken_port, settings):
    settings.BASE_URL = f"http://127.0.0.1:{taken_port}"

    with pytest.raises(CommandError) as refusal:
        call_command("serve_demo")

    assert str(refusal.value).startswith(f"Port {taken_port} cannot be used")
    assert "\n" not in str(refusal.value)


@pytest.mark.django_db(transaction=True)
def test_the_demo_serves_until_it_is_stopped_and_leaves_nothing_behind(demo, address):
    lines = []
    while not lines or not lines[-1].startswith("These passwords are public"):
        lines.append(demo.stdout.readline())
        assert lines[-1], "it has ended by itself"
    family = psutil.Process(demo.pid).children(recursive=True)

    assert [line.split()[0] for line in lines[-8:-1]] == [
        *("Site", "Admin", "API", "Editor", "Moderator", "Translator", "Administrator")
    ]
    assert fetch(f"{address}/healthz") == (200, "text/plain")
    assert fetch(f"{address}/static/cms/css/components.css") == (200, 'text/css; charset="utf-8"')
    assert fetch(f"{address}/admin/login/")[0] == 200
    site = Site.objects.get(is_default_site=True)
    assert f"http://{site.hostname}:{site.port}" == address
    assert any("run_worker" in process.cmdline() for process in family)

    demo.send_signal(signal.SIGTERM)

    output, _ = demo.communicate(timeout=60)
    assert output.endswith("Stopped.\n")
    assert demo.returncode == 0
    assert not [process for process in family if process.is_running()]


@pytest.mark.django_db(transaction=True)
def test_the_demo_ends_with_its_worker(demo):
    while "Stop it with" not in demo.stdout.readline():
        assert demo.poll() is None, "it has ended by itself"
    family = psutil.Process(demo.pid).children(recursive=True)

    next(process for process in family if "run_worker" in process.cmdline()).kill()

    demo.communicate(timeout=60)
    assert demo.returncode == 1
    assert not [process for process in family if process.is_running()]


def test_a_process_that_does_not_stop_is_ended_by_force(monkeypatch):
    monkeypatch.setattr("cms.demo.management.commands.serve_demo.SECONDS_TO_STOP", 0.2)
    script = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('on'); time.sleep(60)"
    stubborn = subprocess.Popen([sys.executable, "-uc", script], stdout=subprocess.PIPE)
    assert stubborn.stdout
    stubborn.stdout.readline()
    begun = time.monotonic()

    stop_processes([stubborn])

    assert stubborn.returncode == -signal.SIGKILL
    assert time.monotonic() - begun < 10
    stubborn.stdout.close()

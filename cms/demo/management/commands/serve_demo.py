"""`make demo`: serves a site with content until it is stopped."""

import ctypes
import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from types import FrameType
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from cms.demo.users import DEMO_USERS

HOST = "127.0.0.1"
STOP_SIGNALS = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)
SECONDS_TO_STOP = 15
PARENT_DEATH_SIGNAL = 1  # PR_SET_PDEATHSIG in Linux's <sys/prctl.h>


class Command(BaseCommand):
    help = "Prepares the demo and serves it, with a worker, until SIGTERM or SIGINT."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        port = urlsplit(settings.BASE_URL).port or 80
        refuse_taken_port(port)
        self.say("Preparing the demo …")
        call_command("migrate", verbosity=0, interactive=False)
        call_command("load_demo", stdout=self.stdout)
        call_command("collectstatic", verbosity=0, interactive=False)
        refuse_taken_port(port)
        self.serve(port)

    def serve(self, port: int) -> None:
        """Run the server and the worker until a signal arrives, the parent exits, or one of them exits."""
        signals: list[int] = []

        def remember(number: int, frame: FrameType | None) -> None:
            signals.append(number)

        for number in STOP_SIGNALS:
            signal.signal(number, remember)
        parent, is_ready = os.getppid(), False
        processes = [
            start_process(*server_command(port)),
            start_process("manage.py", "run_worker", "--verbosity", "0"),
        ]
        try:
            while not signals and os.getppid() == parent and all(p.poll() is None for p in processes):
                if not is_ready and is_answering(port):
                    is_ready = True
                    self.introduce()
                time.sleep(0.2)
            has_failed = not signals and any(p.poll() is not None for p in processes)
        finally:
            stop_processes(processes)
        if has_failed:
            raise CommandError("The server or the worker has ended by itself.")
        self.say("Stopped.")

    def introduce(self) -> None:
        self.say(f"Site           {settings.BASE_URL}/")
        self.say(f"Admin          {settings.BASE_URL}/admin/")
        self.say(f"API            {settings.BASE_URL}/api/v2/")
        for user in DEMO_USERS:
            self.say(f"{user.role.capitalize():<14} {user.username}   password {user.password}")
        self.say("These passwords are public: for a demo only. Stop it with Ctrl+C.")

    def say(self, line: str) -> None:
        self.stdout.write(line)
        self.stdout.flush()


def refuse_taken_port(port: int) -> None:
    """Raise CommandError unless ``port`` is free.

    Granian would not notice: it shares a port with other processes, and each gets some of the requests.
    """
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except (OSError, OverflowError) as error:
            reason = getattr(error, "strerror", error)
            raise CommandError(f"Port {port} cannot be used ({reason}). Try: PORT=8001 make demo") from error


def server_command(port: int) -> list[str]:
    """Return Python's arguments to serve the site."""
    options = {
        "--interface": "rsgi",
        "--http": "1",  # else connections on which nothing is sent stay open
        "--http1-header-read-timeout": "15000",
        "--host": HOST,
        "--port": str(port),
        "--workers": "2",
        "--backlog": "4096",
        "--backpressure": "4096",
        "--workers-kill-timeout": "2",
        "--log-level": "warning",
    }
    command = ["-m", "granian", "cms.rsgi:application", "--respawn-failed-workers"]
    for name, value in options.items():
        command += [name, value]
    return command


def start_process(*arguments: str) -> subprocess.Popen[bytes]:
    """Start Python with ``arguments`` in our process group; it is stopped if this process is killed."""
    return subprocess.Popen(  # noqa: S603
        [sys.executable, *arguments],
        cwd=settings.BASE_DIR,
        stdin=subprocess.DEVNULL,
        preexec_fn=follow_parent,  # noqa: PLW1509 (this process has one thread)
    )


def follow_parent() -> None:
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PARENT_DEATH_SIGNAL, signal.SIGTERM)


def stop_processes(processes: list[subprocess.Popen[bytes]]) -> None:
    """Stop each process, wait for it, and kill one that takes too long."""
    for process in processes:
        process.terminate()
    deadline = time.monotonic() + SECONDS_TO_STOP
    for process in processes:
        try:
            process.wait(max(deadline - time.monotonic(), 0))
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def is_answering(port: int) -> bool:
    connection = http.client.HTTPConnection(HOST, port, timeout=5)
    try:
        connection.request("GET", "/healthz")
        return connection.getresponse().status == 200
    except OSError:
        return False
    finally:
        connection.close()

"""The servers to measure, all under Granian with two workers."""

import contextlib
import http.client
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from pathlib import Path

import psutil

ROOT = Path(__file__).resolve().parents[1]
DIRECTORY = ROOT / "var" / "bench"
HOST = "127.0.0.1"
WORKERS, THREADS = 2, 4


class Server:
    """A running server: its port, and the resources of its workers."""

    def __init__(self, port: int, process: subprocess.Popen[bytes]) -> None:
        self.port = port
        self.process = process

    def list_workers(self) -> list[psutil.Process]:
        return psutil.Process(self.process.pid).children(recursive=True)

    def read_processor_seconds(self) -> float:
        """Return the CPU time of the workers, without that of a database server."""
        times = [worker.cpu_times() for worker in self.list_workers()]
        return sum(each.user + each.system for each in times)

    def wait_until_idle(self) -> None:
        """Wait until the workers use less than a tenth of a CPU."""
        busy = self.read_processor_seconds()
        while True:
            time.sleep(0.2)
            before, busy = busy, self.read_processor_seconds()
            if busy - before < 0.02:
                return

    def read_megabytes(self) -> int:
        """Return the memory of the largest worker."""
        return max(worker.memory_info().rss for worker in self.list_workers()) // 1024**2


@contextlib.contextmanager
def serve(application: str = "cms.rsgi:application", environment: Mapping[str, str] | None = None) -> Iterator[Server]:
    """Run an application on a free port, and yield it once it responds; those of ``rsgi`` modules speak RSGI."""
    interface = "rsgi" if "rsgi" in application else "wsgi"
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port = probe.getsockname()[1]
    command = ["--interface", interface, "--host", HOST, "--port", str(port), "--log-level", "warning"]
    command += ["--workers", str(WORKERS), "--workers-kill-timeout", "3"]
    if interface == "wsgi":
        command += ["--blocking-threads", str(THREADS)]
    with subprocess.Popen(
        [sys.executable, "-m", "granian", application, *command], cwd=ROOT, env={**os.environ, **(environment or {})}
    ) as process:
        try:
            while fetch(port, "/healthz") is None:
                if process.poll() is not None:
                    sys.exit("The server has ended by itself.")
                time.sleep(0.2)
            yield Server(port, process)
        finally:
            process.terminate()


def fetch(port: int, path: str) -> bytes | None:
    """Return the body of a successful response."""
    status, _headers, body = request(port, path)
    return body if status == http.client.OK else None


def request(port: int, path: str) -> tuple[int, Mapping[str, str], bytes]:
    """Return status, headers and body; status 0 if nothing is listening."""
    connection = http.client.HTTPConnection(HOST, port, timeout=60)
    try:
        connection.request("GET", path)
        response = connection.getresponse()
        return response.status, dict(response.getheaders()), response.read()
    except OSError:
        return 0, {}, b""
    finally:
        connection.close()

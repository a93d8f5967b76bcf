"""The servers that are measured, all under Granian with two workers."""

import contextlib
import http.client
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
DIRECTORY = ROOT / "var" / "bench"
HOST = "127.0.0.1"
WORKERS, THREADS = 2, 4


@contextlib.contextmanager
def serve(application: str = "cms.wsgi:application", environment: Mapping[str, str] | None = None) -> Iterator[int]:
    """Run a WSGI application on a free port, which is yielded once it answers."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port = probe.getsockname()[1]
    command = ["--interface", "wsgi", "--host", HOST, "--port", str(port), "--log-level", "warning"]
    command += ["--workers", str(WORKERS), "--blocking-threads", str(THREADS), "--workers-kill-timeout", "3"]
    with subprocess.Popen(
        [sys.executable, "-m", "granian", application, *command], cwd=ROOT, env={**os.environ, **(environment or {})}
    ) as server:
        try:
            while fetch(port, "/healthz") is None:
                if server.poll() is not None:
                    sys.exit("The server has ended by itself.")
                time.sleep(0.2)
            yield port
        finally:
            server.terminate()


def fetch(port: int, path: str) -> bytes | None:
    """Return the body of a good answer."""
    status, _headers, body = request(port, path)
    return body if status == http.client.OK else None


def request(port: int, path: str) -> tuple[int, Mapping[str, str], bytes]:
    """Return status, headers and body; status 0 while nobody listens."""
    connection = http.client.HTTPConnection(HOST, port, timeout=60)
    try:
        connection.request("GET", path)
        response = connection.getresponse()
        return response.status, dict(response.getheaders()), response.read()
    except OSError:
        return 0, {}, b""
    finally:
        connection.close()


def read_memory(port: int) -> int:
    """Return the megabytes that the largest worker behind ``port`` holds; 0 where the system does not tell."""
    sizes = [0]
    for status in Path("/proc").glob("[0-9]*/status"):
        with contextlib.suppress(OSError):
            if f"--port\0{port}\0" in (status.parent / "cmdline").read_text():
                lines = dict(line.split(":", 1) for line in status.read_text().splitlines() if ":" in line)
                sizes.append(int(lines["VmRSS"].split()[0]) // 1024)
    return max(sizes)

"""Sends requests as fast as they are answered: with wrk if it is installed, else from Python."""

import http.client
import itertools
import json
import shutil
import statistics
import subprocess
import tempfile
import threading
import time
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from http import HTTPStatus
from typing import NamedTuple

from bench.server import HOST, fetch

# wrk requests only one path; this script rotates through all, and prints the figures that we parse.
WRK_SCRIPT = """
local paths = {{{paths}}}
local tags = {{{tags}}}
local number = 0
request = function()
  number = number % #paths + 1
  return wrk.format("GET", paths[number], {{["If-None-Match"] = tags[number]}})
end
done = function(summary, latency)
  io.write(string.format("RESULT %d %f %f %f %f %d\\n", summary.requests, summary.duration / 1e6,
    latency:percentile(50) / 1e3, latency:percentile(99) / 1e3, latency.max / 1e3, summary.errors.status))
end
"""


class Speed(NamedTuple):
    """Responses per second, and their number; the median, 99th percentile and longest in milliseconds.

    ``processor`` is the server's CPU time per response in milliseconds.
    """

    rate: float
    answers: int
    median: float
    slowest: float
    longest: float
    processor: float = 0.0


def measure(
    port: int, paths: Sequence[str], *, seconds: float, connections: int, tags: Mapping[str, str] | None = None
) -> Speed:
    """Request ``paths`` in rotation, with the ETag that ``tags`` has for a path.

    Raises RuntimeError if a response is neither 200 nor, with a tag, 304.
    """
    measure_with = measure_with_wrk if shutil.which("wrk") else measure_with_threads
    return measure_with(port, paths, seconds, connections, tags or {})


def measure_with_wrk(
    port: int, paths: Sequence[str], seconds: float, connections: int, tags: Mapping[str, str]
) -> Speed:
    with tempfile.NamedTemporaryFile("w", suffix=".lua") as script:
        wanted = (tags.get(path) for path in paths)
        listed = ", ".join("nil" if tag is None else json.dumps(tag) for tag in wanted)
        script.write(WRK_SCRIPT.format(paths=", ".join(map(json.dumps, paths)), tags=listed))
        script.flush()
        command = ["wrk", "-t1", f"-c{connections}", f"-d{seconds:.0f}s", "-s", script.name]
        output = subprocess.check_output([*command, f"http://{HOST}:{port}"], text=True)
    result = next(line for line in output.splitlines() if line.startswith("RESULT"))
    requests, duration, median, slowest, longest, errors = map(float, result.split()[1:])
    if errors:
        raise RuntimeError(f"{errors:.0f} of {requests:.0f} answers were not 200")
    return Speed(requests / duration, int(requests), median, slowest, longest)


def measure_with_threads(
    port: int, paths: Sequence[str], seconds: float, connections: int, tags: Mapping[str, str]
) -> Speed:
    took: list[float] = []
    errors: list[str] = []
    deadline = time.perf_counter() + seconds

    def ask(first: int) -> None:
        connection = http.client.HTTPConnection(HOST, port, timeout=30)
        for path in itertools.islice(itertools.cycle(paths), first, None):
            begun = time.perf_counter()
            if begun > deadline or errors:
                break
            connection.request("GET", path, headers={"If-None-Match": tags[path]} if path in tags else {})
            response = connection.getresponse()
            response.read()
            if response.status not in {HTTPStatus.OK, HTTPStatus.NOT_MODIFIED}:
                errors.append(f"{path} answered {response.status}")
            took.append(time.perf_counter() - begun)
        connection.close()

    threads = [threading.Thread(target=ask, args=(number * 7,)) for number in range(connections)]
    begun = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    duration = time.perf_counter() - begun
    if errors:
        raise RuntimeError(errors[0])
    took.sort()
    slowest = took[int(len(took) * 0.99)]
    return Speed(len(took) / duration, len(took), statistics.median(took) * 1000, slowest * 1000, took[-1] * 1000)


def ask_each(port: int, paths: Sequence[str], *, connections: int = 8) -> float:
    """Request each path once, and return the kilobytes of all responses. Raises RuntimeError if one is not 200."""

    def ask(path: str) -> int:
        body = fetch(port, path)
        if body is None:
            raise RuntimeError(f"{path} did not answer 200")
        return len(body)

    with ThreadPoolExecutor(connections) as pool:
        return sum(pool.map(ask, paths)) / 1000

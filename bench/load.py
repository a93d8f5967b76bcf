"""Asking a server as fast as it answers: with wrk where it is installed, else from Python."""

import http.client
import itertools
import shutil
import statistics
import subprocess
import tempfile
import threading
import time
from collections.abc import Sequence
from typing import NamedTuple

HOST = "127.0.0.1"

# wrk asks for one path only; this asks for each in turn and prints what we read.
WRK_SCRIPT = """
local paths = {{{paths}}}
local number = 0
request = function()
  number = number % #paths + 1
  return wrk.format("GET", paths[number])
end
done = function(summary, latency)
  io.write(string.format("RESULT %d %f %f %f %d\\n", summary.requests, summary.duration / 1e6,
    latency:percentile(50) / 1e3, latency:percentile(99) / 1e3, summary.errors.status))
end
"""


class Speed(NamedTuple):
    """Answers a second, and the milliseconds that half of them and 99 of 100 took at most."""

    rate: float
    median: float
    slowest: float


def measure(port: int, paths: Sequence[str], *, seconds: float, connections: int) -> Speed:
    """Ask for ``paths`` in turn. Raises RuntimeError when an answer is not 200."""
    measure_with = measure_with_wrk if shutil.which("wrk") else measure_with_threads
    return measure_with(port, paths, seconds, connections)


def measure_with_wrk(port: int, paths: Sequence[str], seconds: float, connections: int) -> Speed:
    with tempfile.NamedTemporaryFile("w", suffix=".lua") as script:
        script.write(WRK_SCRIPT.format(paths=", ".join(f'"{path}"' for path in paths)))
        script.flush()
        command = ["wrk", "-t1", f"-c{connections}", f"-d{seconds:.0f}s", "-s", script.name]
        output = subprocess.check_output([*command, f"http://{HOST}:{port}"], text=True)
    result = next(line for line in output.splitlines() if line.startswith("RESULT"))
    requests, duration, median, slowest, errors = map(float, result.split()[1:])
    if errors:
        raise RuntimeError(f"{errors:.0f} of {requests:.0f} answers were not 200")
    return Speed(requests / duration, median, slowest)


def measure_with_threads(port: int, paths: Sequence[str], seconds: float, connections: int) -> Speed:
    took: list[float] = []
    errors: list[str] = []
    deadline = time.perf_counter() + seconds

    def ask(first: int) -> None:
        connection = http.client.HTTPConnection(HOST, port, timeout=30)
        for path in itertools.islice(itertools.cycle(paths), first, None):
            begun = time.perf_counter()
            if begun > deadline or errors:
                break
            connection.request("GET", path)
            response = connection.getresponse()
            response.read()
            if response.status != 200:
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
    slowest = sorted(took)[int(len(took) * 0.99)]
    return Speed(len(took) / duration, statistics.median(took) * 1000, slowest * 1000)

"""Runs every benchmark against every server."""

import argparse
import json
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from http import HTTPStatus
from pathlib import Path
from typing import Any
from urllib.parse import quote

from bench.load import Speed, ask_each, measure
from bench.publish import measure_publish
from bench.questions import Question, list_distinct
from bench.server import WORKERS, Server, request, serve

ROUNDS = 2
FEW, LONGER = 60, 4  # with fewer responses than that, a round takes that many times as long
ADDED = {"date", "server"}  # headers that the server itself adds to every response
COLD, WARM = {"BENCH_CACHE": "off"}, {"BENCH_CACHE": "on"}

Results = dict[str, dict[str, Any]]


def ask_all(questions: Sequence[Question], arguments: argparse.Namespace) -> Results:
    """Return the results of each server per benchmark: ``stock``, ``cold``, ``warm``, ``bare``."""
    results: Results = {question.name: {} for question in questions}
    readers = questions[0].ours
    with tempfile.TemporaryDirectory() as answers:
        with serve(environment=COLD) as server:
            for question in questions:
                results[question.name] |= ask_cold(question, server, arguments, Path(answers))
            results["after a publish"] = {"cold": measure_publish(server.port, readers)}
        with serve(environment=WARM) as server:
            with serve("bench.bare:application", {"BENCH_ANSWERS": answers}) as bare:
                for question in questions:
                    results[question.name] |= ask_warm(question, server, bare, arguments)
            results["after a publish"]["warm"] = measure_publish(server.port, readers)
            results["memory"] = measure_memory(server)
    return results


def ask_cold(question: Question, server: Server, arguments: argparse.Namespace, answers: Path) -> dict[str, Any]:
    """Measure this project without its cache, alternating with stock; store the response for the bare application."""
    if question.revalidates:
        return {}
    status, headers, body = request(server.port, question.ours[0])
    if status != HTTPStatus.OK:
        raise RuntimeError(f"{question.ours[0]} answered {status}")
    answer = {"headers": [header for header in headers.items() if header[0] not in ADDED], "body": body.decode()}
    (answers / question.name).write_text(json.dumps(answer))
    result: dict[str, Any] = {"queries": count_queries(question.ours[0]), "kilobytes": round(len(body) / 1000, 1)}
    sides = {"cold": question.ours}
    if question.stock and not arguments.no_stock:
        sides["stock"] = question.stock
        result["stock queries"] = count_queries(question.stock[0])
    seconds = {}
    for side, paths in sides.items():
        rate = measure(server.port, paths, seconds=1, connections=arguments.connections).rate
        seconds[side] = arguments.seconds * (1 if rate * arguments.seconds > FEW else LONGER)
    for _round in range(ROUNDS):
        for side, paths in sides.items():
            keep_best(result, side, ask(server, paths, arguments, seconds=seconds[side]))
        if other := read_beside(arguments.beside, question.name):
            port, paths = other
            speed = measure(port, paths, seconds=seconds["cold"], connections=arguments.connections)
            keep_best(result, "beside", speed)
    print(question.name, {side: round(result[side].rate, 1) for side in sides}, flush=True)
    return result


def read_beside(file: Path | None, name: str) -> tuple[int, list[str]] | None:
    """Return the port of the server to measure beside this one, and its addresses for a benchmark, if it has any."""
    told = json.loads(file.read_text()) if file else {}
    return (told["port"], told[name]) if name in told else None


def ask_warm(question: Question, server: Server, bare: Server, arguments: argparse.Namespace) -> dict[str, Any]:
    """Measure this project with its cache, alternating with the bare application.

    Conditional requests send the ETags of earlier responses, alternating with full responses.
    """
    for path in question.ours * WORKERS * 4:  # so that each worker probably has each response
        request(server.port, path)
    tags = dict(read_tags(server.port, question.ours)) if question.revalidates else {}
    result: dict[str, Any] = {}
    for _round in range(ROUNDS):
        keep_best(result, "warm", ask(server, question.ours, arguments, tags=tags))
        if tags:
            keep_best(result, "whole", ask(server, question.ours, arguments))
        else:
            keep_best(result, "bare", ask(bare, [f"/{quote(question.name)}"], arguments))
    return result


def read_tags(port: int, paths: Sequence[str]) -> Iterator[tuple[str, str]]:
    for path in paths:
        _status, headers, _body = request(port, path)
        yield path, {name.lower(): value for name, value in headers.items()}["etag"]


def ask(
    server: Server,
    paths: Sequence[str],
    arguments: argparse.Namespace,
    *,
    seconds: int | None = None,
    tags: Mapping[str, str] | None = None,
) -> Speed:
    """Measure the throughput for ``paths``, and the server's CPU time per response."""
    server.wait_until_idle()  # it is still working on abandoned requests
    before = server.read_processor_seconds()
    connections = arguments.connections
    speed = measure(server.port, paths, seconds=seconds or arguments.seconds, connections=connections, tags=tags)
    used = server.read_processor_seconds() - before
    return speed._replace(processor=used / speed.answers * 1000 if speed.answers else 0.0)


def keep_best(result: dict[str, Any], side: str, speed: Speed) -> None:
    """Keep the faster of two rounds, so that a busy moment of the machine does not matter."""
    result[side] = max(result.get(side, speed), speed)


def measure_memory(server: Server) -> dict[str, Any]:
    """Return the size of the largest worker in megabytes, before and after responses to many distinct addresses."""
    before = server.read_megabytes()
    paths = list_distinct()
    kilobytes = ask_each(server.port, paths * WORKERS)
    return {
        "before": before,
        "after": server.read_megabytes(),
        "addresses": len(paths),
        "megabytes of answers": round(kilobytes / 1000 / WORKERS),
    }


def count_queries(path: str) -> int:
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from bench.server import HOST

    client = Client(headers={"host": HOST})
    client.get(path)
    with CaptureQueriesContext(connection) as queries:
        client.get(path)
    connection.close()
    return len(queries)

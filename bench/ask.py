"""Asking every server every question."""

import argparse
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from http import HTTPStatus
from pathlib import Path
from typing import Any
from urllib.parse import quote

from bench.load import Speed, measure
from bench.publish import measure_publish
from bench.questions import Question
from bench.server import WORKERS, read_memory, request, serve

ROUNDS = 2
COLD, WARM = {"BENCH_CACHE": "off"}, {"BENCH_CACHE": "on"}

Results = dict[str, dict[str, Any]]


def ask_all(questions: Sequence[Question], arguments: argparse.Namespace) -> Results:
    """Return per question what each server made of it: ``stock``, ``cold``, ``warm``, ``bare``."""
    results: Results = {question.name: {} for question in questions}
    with tempfile.TemporaryDirectory() as bodies:
        with serve(environment=COLD) as port:
            for question in questions:
                results[question.name] |= ask_cold(question, port, arguments, Path(bodies))
            results["memory of a worker"] = {"megabytes": read_memory(port)}
            results["after a publish"] = {"cold": measure_publish(port, questions[0].ours)}
        if has_response_cache():
            with serve(environment=WARM) as port:
                for question in questions:
                    results[question.name] |= ask_warm(question, port, arguments)
                results["after a publish"]["warm"] = measure_publish(port, questions[0].ours)
        with serve("bench.bare:application", {"BENCH_BODIES": bodies}) as port:
            for question in questions:
                if results[question.name]:
                    paths = [f"/{quote(question.name)}"]
                    results[question.name]["bare"] = ask(port, paths, arguments)
    return {name: result for name, result in results.items() if result}


def ask_cold(question: Question, port: int, arguments: argparse.Namespace, bodies: Path) -> dict[str, Any]:
    """Measure this project without its cache and stock in turn; keep the body for the bare application."""
    status, _headers, body = request(port, question.ours[0])
    if status != HTTPStatus.OK:
        raise RuntimeError(f"{question.ours[0]} answered {status}")
    (bodies / question.name).write_bytes(body)
    if question.revalidates:
        return {}
    result: dict[str, Any] = {"queries": count_queries(question.ours[0]), "kilobytes": round(len(body) / 1000, 1)}
    for _round in range(ROUNDS):
        keep_best(result, "cold", ask(port, question.ours, arguments))
        if question.stock and not arguments.no_stock:
            keep_best(result, "stock", ask(port, question.stock, arguments))
    if "stock" in result:
        result["stock queries"] = count_queries(question.stock[0])
    print(question.name, {side: speed.rate for side, speed in result.items() if isinstance(speed, Speed)}, flush=True)
    return result


def ask_warm(question: Question, port: int, arguments: argparse.Namespace) -> dict[str, Any]:
    """Measure this project with its cache; who revalidates sends the tag that the answer had."""
    tags = dict(read_tags(port, question.ours)) if question.revalidates else {}
    result: dict[str, Any] = {}
    for path in question.ours * WORKERS:  # so that each worker has each answer
        request(port, path)
    for _round in range(ROUNDS):
        keep_best(result, "warm", ask(port, question.ours, arguments, tags))
    return result


def read_tags(port: int, paths: Sequence[str]) -> Iterator[tuple[str, str]]:
    for path in paths:
        _status, headers, _body = request(port, path)
        yield path, {name.lower(): value for name, value in headers.items()}["etag"]


def ask(port: int, paths: Sequence[str], arguments: argparse.Namespace, tags: Mapping[str, str] | None = None) -> Speed:
    measure(port, paths, seconds=1, connections=arguments.connections, tags=tags)
    return measure(port, paths, seconds=arguments.seconds, connections=arguments.connections, tags=tags)


def keep_best(result: dict[str, Any], side: str, speed: Speed) -> None:
    """Keep the faster of two rounds: a busy moment of the machine decides nothing."""
    result[side] = max(result.get(side, speed), speed)


def has_response_cache() -> bool:
    """Whether the settings know of a response cache that ``BENCH_CACHE`` turns on and off."""
    from cms import settings

    return hasattr(settings, "RESPONSE_CACHE_BYTES")


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

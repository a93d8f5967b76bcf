"""The bare WSGI application: it returns the response in the file named by the path, and does nothing else."""

import json
import os
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

Answer = tuple[list[tuple[str, str]], bytes]


def read_answer(file: Path) -> Answer:
    answer = json.loads(file.read_text())
    return [(name, value) for name, value in answer["headers"]], answer["body"].encode()


ANSWERS: dict[str, Answer] = {
    "/healthz": ([], b"ok"),
    **{f"/{file.name}": read_answer(file) for file in Path(os.environ["BENCH_ANSWERS"]).iterdir()},
}


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    headers, body = ANSWERS[environ["PATH_INFO"]]
    start_response("200 OK", headers)
    return [body]

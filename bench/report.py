"""The report of a run, as Markdown and JSON."""

import json
import re
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bench.ask import Results
from bench.load import Speed

SIDES = ("stock", "cold", "warm", "bare")
RATIOS = {"cold/stock": ("cold", "stock"), "warm/bare": ("warm", "bare")}


def describe(conditions: dict[str, Any], results: Results) -> str:
    """Return the results of a run as Markdown: conditions, table, and other figures."""
    told = ", ".join(f"{name}: {value}" for name, value in conditions.items())
    return "\n".join(
        [f"{time.strftime('%Y-%m-%d')}. {told}.", "", *list_rows(results), "", *list_sentences(results), ""]
    )


def list_rows(results: Results) -> Iterator[str]:
    yield "| answers a second | stock | cold | warm | bare | cold/stock | of processor | warm/bare | queries | kB |"
    yield "|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|"
    for name, result in results.items():
        speeds = {side: speed for side, speed in result.items() if isinstance(speed, Speed)}
        if not speeds:
            continue
        rates = [f"{speeds[side].rate:,.0f}" if side in speeds else "" for side in SIDES]
        compared = [
            find_ratio(speeds, "cold", "stock"),
            find_processor_ratio(speeds, "stock", "cold"),
            find_ratio(speeds, "warm", "bare"),
        ]
        ratios = ["" if ratio is None else f"{ratio:.2f}" for ratio in compared]
        queries = str(result.get("queries", ""))
        if "stock queries" in result:
            queries += f" ({result['stock queries']})"
        yield "| " + " | ".join([name, *rates, *ratios, queries, str(result.get("kilobytes", ""))]) + " |"


def list_sentences(results: Results) -> Iterator[str]:
    """Yield what is not in the table: 304 compared with 200, another server, readers during a publish, and memory."""
    for name, result in results.items():
        if "beside" in result:
            ratio, rate = find_ratio(result, "cold", "beside") or 0, result["beside"].rate
            yield f"- {name}: {rate:,.0f} answers a second of the server beside; cold is {ratio:.2f} times as fast."
        if "whole" in result:
            faster, busier = find_ratio(result, "warm", "whole"), find_processor_ratio(result, "warm", "whole")
            yield f"- {name} beside 200 of the same pages: {faster:.2f} times as fast, {busier:.2f} of the processor."
    cold_median = results["after a publish"]["cold"]["median ms"]
    for side, figures in results["after a publish"].items():
        yield (
            f"- Slowest answer in the second after a publish, {side}: {figures['slowest ms']:.0f} ms (worst of all: "
            f"{figures['worst ms']:.0f} ms), {figures['slowest ms'] / cold_median:.1f} times the cold median of "
            f"{cold_median:.1f} ms."
        )
    memory = results["memory"]
    yield (
        f"- Memory of the largest worker: {memory['before']} MB, {memory['after']} MB after {memory['addresses']:,} "
        f"more addresses with {memory['megabytes of answers']:,} MB of answers."
    )


def find_ratio(result: dict[str, Any], above: str, below: str) -> float | None:
    """Return how many times as fast one side is; an empty result if the other was not measured or too slow."""
    if above not in result or below not in result or not result[below].rate:
        return None
    return result[above].rate / result[below].rate


def find_processor_ratio(result: dict[str, Any], above: str, below: str) -> float | None:
    """Return the ratio of two sides' CPU time per response."""
    if above not in result or below not in result or not result[below].processor:
        return None
    return result[above].processor / result[below].processor


def write_section(file: Path, name: str, text: str) -> None:
    """Insert ``text`` between the two comments that mark its place in a document."""
    begin, end = f"<!-- begin {name} -->", f"<!-- end {name} -->"
    document = file.read_text()
    if begin not in document:
        raise RuntimeError(f"{file} has no place for {name}: a line {begin} and a line {end}")
    pattern = f"(?<={re.escape(begin)}\n).*?(?={re.escape(end)})"
    file.write_text(re.sub(pattern, lambda _match: text, document, count=1, flags=re.DOTALL))


def write_json(directory: Path, conditions: dict[str, Any], results: Results) -> Path:
    """Write all measurements to a new file, and return its path."""
    plain = {
        name: {key: value._asdict() if isinstance(value, Speed) else value for key, value in result.items()}
        for name, result in results.items()
    }
    ratios = {
        name: {key: find_ratio(result, *sides) for key, sides in RATIOS.items()} for name, result in results.items()
    }
    file = directory / f"{time.strftime('%Y-%m-%dT%H%M%S')}-{conditions['database']}.json"
    file.write_text(json.dumps({"conditions": conditions, "results": plain, "ratios": ratios}, indent=2) + "\n")
    return file

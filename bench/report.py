"""The table that a run prints, and its JSON."""

import json
import time
from pathlib import Path
from typing import Any

from bench.ask import Results
from bench.load import Speed

SIDES = ("stock", "cold", "warm", "bare")
RATIOS = {"cold/stock": ("cold", "stock"), "warm/bare": ("warm", "bare")}


def find_ratio(result: dict[str, Any], above: str, below: str) -> float | None:
    """Return how many times as fast one side is; nothing where the other was not asked or did not answer in time."""
    if above not in result or below not in result or not result[below].rate:
        return None
    return result[above].rate / result[below].rate


def print_table(results: Results) -> None:
    """Print answers a second, ratios, queries and size of each question, as a table in Markdown."""
    print("\n| answers a second | stock | cold | warm | bare | cold/stock | warm/bare | queries | kB |")
    print("|---|--:|--:|--:|--:|--:|--:|--:|--:|")
    for name, result in results.items():
        speeds = {side: speed for side, speed in result.items() if isinstance(speed, Speed)}
        if not speeds:
            continue
        rates = [f"{speeds[side].rate:,.0f}" if side in speeds else "" for side in SIDES]
        ratios = [f"{ratio:.2f}" if (ratio := find_ratio(speeds, *sides)) else "" for sides in RATIOS.values()]
        queries = (
            f"{result['queries']} ({result['stock queries']})"
            if "stock queries" in result
            else result.get("queries", "")
        )
        cells = [name, *rates, *ratios, str(queries), str(result.get("kilobytes", ""))]
        print("| " + " | ".join(cells) + " |")
    for side, figures in results.get("after a publish", {}).items():
        print(f"\nSlowest answer in the second after a publish, {side}: {figures['slowest ms']:.0f} ms, ", end="")
        print(f"{figures['ratio']:.1f} times the median of {figures['median ms']:.0f} ms.")
    print(f"\nThe largest worker held {results['memory of a worker']['megabytes']} MB.")


def write_json(directory: Path, conditions: dict[str, Any], results: Results) -> Path:
    """Write everything that was measured to a new file, whose path is returned."""
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

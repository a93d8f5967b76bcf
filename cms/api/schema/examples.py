"""Example responses from the demo."""

import json
from functools import cache
from pathlib import Path
from typing import Any

from drf_spectacular.utils import OpenApiExample

FILE = Path(__file__).with_name("examples.json")


@cache
def read_examples() -> dict[str, dict[str, Any]]:
    """Return the examples by operation and status."""
    return json.loads(FILE.read_text()) if FILE.exists() else {}


def load_examples(operation: str) -> dict[int, list[OpenApiExample]]:
    """Return the examples of an operation by status."""
    return {
        int(status): [OpenApiExample("From the demo", value=value, response_only=True, status_codes=[status])]
        for status, value in read_examples().get(operation, {}).items()
    }

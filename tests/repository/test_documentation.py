"""What the documentation says of the project's own parts."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
NAMED = re.compile(r"`(tests/[\w/]+\.py)::(\w+)`")


def list_missing(text: str) -> list[str]:
    """Return the tests that a text names and that do not exist."""
    return [f"{file}::{name}" for file, name in NAMED.findall(text) if not is_test(ROOT / file, name)]


def is_test(file: Path, name: str) -> bool:
    return file.exists() and bool(re.search(rf"^ *(async )?def {name}\(", file.read_text(), re.MULTILINE))


def test_every_test_that_the_documentation_names_exists():
    text = "".join(page.read_text() for page in ROOT.glob("docs/*.md"))

    assert list_missing(text) == []
    assert len(set(NAMED.findall(text))) >= 10

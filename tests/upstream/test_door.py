"""Undocumented parts of other packages are used in ``cms/upstream/`` and nowhere else."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.upstream.parts import DOOR, ROOT, list_parts
from tests.upstream.undocumented import UNDOCUMENTED

OURS = ["cms", "home", "blog", "events", "search"]


def list_modules() -> list[Path]:
    """Return our modules outside the door."""
    found = [path for place in OURS for path in sorted((ROOT / place).rglob("*.py"))]
    return [path for path in found if "migrations" not in path.parts and DOOR not in path.parents]


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))


def list_imports(tree: ast.AST) -> Iterator[str]:
    """Yield what a module imports from elsewhere, by dotted paths."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def is_undocumented(path: str) -> bool:
    return any(path == known or path.startswith(f"{known}.") for known in UNDOCUMENTED)


@pytest.mark.parametrize("path", list_modules(), ids=name)
def test_a_module_imports_nothing_that_is_undocumented(path):
    assert not [found for found in list_imports(ast.parse(path.read_text())) if is_undocumented(found)]


def test_the_door_is_needed_for_everything_that_stands_behind_it():
    """What is listed as undocumented is imported there; else its line in the list guards nothing."""
    imported = {found for path in DOOR.glob("*.py") for found in list_imports(ast.parse(path.read_text()))}

    idle = {
        known
        for known in UNDOCUMENTED
        if not any(found == known or found.startswith(f"{known}.") for found in imported)
    }

    assert not idle


def test_every_undocumented_import_of_an_adapter_is_among_its_parts():
    missing = [
        f"{name(path)}: {found}"
        for path in sorted(DOOR.glob("*.py"))
        for found in list_imports(ast.parse(path.read_text()))
        if is_undocumented(found)
        if not any(part.path.partition("(")[0].startswith(found) for _adapter, part in list_parts())
    ]

    assert not missing

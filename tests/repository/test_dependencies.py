"""What is imported is declared, so that an upgrade of another package cannot take it away."""

import ast
import re
import sys
import tomllib
from collections.abc import Iterator
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
OURS = {"bench", "blog", "cms", "events", "home", "search", "tests"}
RUN = ["blog", "cms", "events", "home", "search", "manage.py"]
DEVELOP = ["bench", "tests"]
# Not a package: the types of the standard library, which only type checkers import.
TYPES = {"_typeshed"}


def normalise(requirement: str) -> str:
    """Return the name of a requirement as the index writes it (PEP 503)."""
    return re.sub(r"[-_.]+", "-", re.split(r"[^\w.-]", requirement.strip())[0]).lower()


def list_sources(places: list[str]) -> Iterator[Path]:
    for place in places:
        path = ROOT / place
        yield from [path] if path.is_file() else (p for p in path.rglob("*.py") if "node_modules" not in p.parts)


def list_imports(path: Path) -> Iterator[str]:
    """Yield the top-level names that a module imports from elsewhere."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name.split(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
            yield node.module.split(".")[0]


@pytest.mark.parametrize(("places", "groups"), [(RUN, []), (DEVELOP, ["dev"])])
def test_every_package_that_is_imported_is_declared(places, groups):
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    requirements = [*project["project"]["dependencies"]]
    requirements += [requirement for group in groups for requirement in project["dependency-groups"][group]]
    declared = {normalise(requirement) for requirement in requirements}
    installed = packages_distributions()
    elsewhere = OURS | TYPES | sys.stdlib_module_names

    undeclared = {
        f"{path.relative_to(ROOT)} imports {name}"
        for path in list_sources(places)
        for name in list_imports(path)
        if name not in elsewhere and not {normalise(found) for found in installed.get(name, [])} & declared
    }

    assert not undeclared

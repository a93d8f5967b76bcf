"""The undocumented parts of other packages that the adapters rely on, and ``docs/upstream.md``, which lists them."""

import inspect
import re
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

from cms.upstream.parts import Part

ROOT = Path(__file__).parents[2]
DOOR = ROOT / "cms" / "upstream"
PAGE = ROOT / "docs" / "upstream.md"
HEAD = """\
# Undocumented parts of other packages that we use

These parts are undocumented, private or a preview, so any release may change them. Each is used in one place only, the
adapter above its table; `tests/upstream/` fails if it no longer exists. `make upstream` generates this page from the
adapters.
"""
NAME = re.compile(r"(?P<name>\w+)(?:\((?P<parameters>.*)\))?")


def list_adapters() -> list[ModuleType]:
    """Return the modules of the door that list parts, by name."""
    names = sorted(path.stem for path in DOOR.glob("*.py") if path.stem not in {"__init__", "parts"})
    return [import_module(f"cms.upstream.{name}") for name in names]


def list_parts() -> Iterator[tuple[ModuleType, Part]]:
    for adapter in list_adapters():
        for part in adapter.PARTS:
            yield adapter, part


def find(path: str) -> Any:
    """Return what is imported by a dotted path."""
    module, found = path, None
    while module:
        module, _dot, _name = module.rpartition(".")
        try:
            found = import_module(module)
        except ModuleNotFoundError:
            continue
        break
    for name in path.removeprefix(f"{module}.").split("."):
        found = getattr(found, name)
    return found


def name_parameters(function: Any) -> str:
    """Return the names of a function's parameters as a part writes them."""
    signs: dict[Any, str] = {inspect.Parameter.VAR_POSITIONAL: "*", inspect.Parameter.VAR_KEYWORD: "**"}
    parameters = inspect.signature(function).parameters.values()
    return ", ".join(signs.get(parameter.kind, "") + parameter.name for parameter in parameters)


def write_page() -> str:
    """Return the text of ``docs/upstream.md``."""
    lines = [HEAD]
    for adapter in list_adapters():
        lines += [f"## `{adapter.__name__.replace('.', '/')}.py`", "", (adapter.__doc__ or "").partition("\n")[0], ""]
        lines += ["| part | why |", "|---|---|"]
        for part in adapter.PARTS:
            names = [f"`{part.path}`", *(f"`.{member}`" for member in part.members)]
            lines.append(f"| {' '.join(names)} | {part.why} |")
        lines.append("")
    return "\n".join(lines)

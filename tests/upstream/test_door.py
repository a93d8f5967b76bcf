"""Undocumented parts of other packages are used in ``cms/upstream/`` and nowhere else."""

import ast
import inspect
import re
from collections.abc import Callable, Iterable, Iterator
from importlib import import_module
from pathlib import Path

from tests.upstream.parts import DOOR, ROOT, list_parts
from tests.upstream.undocumented import UNDOCUMENTED

OURS = ["cms", "home", "blog", "events", "search"]

# Documented, for all their underscore: Django's (`_save` is that of storages) and those of named tuples.
DOCUMENTED = {"_meta", "_default_manager", "_save", "_asdict", "_fields", "_make", "_replace"}
PRIVATE = re.compile(r"_[a-z]\w*")
# What Django keeps in a queryset and a cursor is private too, without an underscore.
INSIDE = re.compile(r"\b(query\.(sql_with_params|deferred_loading|order_by)|cursor\.cursor = )")


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


def list_foreign_privates(path: Path) -> Iterator[str]:
    """Yield the underscore names by which a module reaches into objects or classes that are not its own."""
    tree = ast.parse(path.read_text())
    own = {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.ClassDef)}
    own |= {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store)}
    own -= {member.partition("(")[0] for _adapter, part in list_parts() for member in part.members}
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and PRIVATE.fullmatch(node.attr) and node.attr not in own | DOCUMENTED:
            yield f"{node.lineno}: {node.attr}"
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and PRIVATE.fullmatch(node.value):
            yield f"{node.lineno}: {node.value}"
        elif isinstance(node, ast.ClassDef):
            yield from (f"{node.lineno}: {found}" for found in list_inherited(path, node))


def list_inherited(path: Path, node: ast.ClassDef) -> Iterator[str]:
    """Yield the underscore names of a class that a foreign base of it uses as well."""
    names = {n.name for n in node.body if isinstance(n, ast.FunctionDef)}
    names |= {n.attr for n in ast.walk(node) if isinstance(n, ast.Attribute)}
    names = {name for name in names if PRIVATE.fullmatch(name) and name not in DOCUMENTED}
    if not names:
        return
    cls = getattr(import_module(".".join(path.relative_to(ROOT).with_suffix("").parts)), node.name, None)
    for base in cls.__mro__ if cls else ():
        if base.__module__.partition(".")[0] not in {*OURS, "builtins"}:
            source = inspect.getsource(base)
            yield from (found for found in names if re.search(rf"\b{found}\b", source))


def find_in_modules(find: Callable[[Path], Iterable[str]]) -> dict[str, list[str]]:
    """Return what ``find`` yields of each of our modules outside the door, without those of which it yields nothing."""
    found = {name(path): list(find(path)) for path in list_modules()}
    assert len(found) > 300
    return {path: things for path, things in found.items() if things}


def list_undocumented(path: Path) -> Iterator[str]:
    return filter(is_undocumented, list_imports(ast.parse(path.read_text())))


def test_no_module_imports_what_is_undocumented():
    assert find_in_modules(list_undocumented) == {}


def test_no_module_reaches_into_what_is_private_to_another_package():
    assert find_in_modules(list_foreign_privates) == {}


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


def test_no_module_reads_anything_out_of_querysets_and_cursors():
    assert find_in_modules(lambda path: ["".join(found) for found in INSIDE.findall(path.read_text())]) == {}

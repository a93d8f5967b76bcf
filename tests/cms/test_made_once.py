"""What is made once per process is the same for all threads, or what one part has found is looked for under another."""

import ast
import threading
from pathlib import Path

from cms.represent.bulk import made_once

ROOT = Path(__file__).parents[2]
PARTS = {"Table", "Values"}


def test_threads_that_ask_at_the_same_moment_get_the_same():
    together = threading.Barrier(2)

    @made_once
    def make(number: int) -> object:
        together.wait(timeout=10)
        return object()

    found: list[object] = []
    threads = [threading.Thread(target=lambda: found.append(make(1))) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(found) == 2
    assert found[0] is found[1] is make(1)


def list_kept(tree: ast.Module) -> list[str]:
    """Return the functions of a module that keep parts of statements by ``functools.cache``."""
    return [
        node.name
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef)
        and node.returns
        and PARTS & {name.id for name in ast.walk(node.returns) if isinstance(name, ast.Name)}
        and any("cache" in ast.unparse(decorator) for decorator in node.decorator_list)
    ]


def test_no_part_of_a_statement_is_made_twice():
    modules = [path for app in ("cms", "home", "blog", "events", "search") for path in (ROOT / app).rglob("*.py")]

    assert {
        str(path.relative_to(ROOT)): names for path in modules if (names := list_kept(ast.parse(path.read_text())))
    } == {}
    assert list_kept(ast.parse("@cache\ndef list_tables() -> dict[str, Table]: ...")) == ["list_tables"]

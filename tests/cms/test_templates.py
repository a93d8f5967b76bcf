"""Every template of ours."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.template import engines
from django.template.base import NodeList
from django.template.loader_tags import BlockNode, ExtendsNode


def list_templates() -> list[str]:
    """Return the names of the templates of the project's own apps."""
    folders = [Path(app.path) / "templates" for app in apps.get_app_configs()]
    ours = [path for path in folders if path.is_relative_to(settings.BASE_DIR) and ".venv" not in path.parts]
    return sorted(str(file.relative_to(folder)) for folder in ours for file in folder.rglob("*.html"))


def compile_template(name: str, skip: Sequence[Any] = ()) -> Any:
    return engines["django"].engine.find_template(name, skip=list(skip))[0]


def find_extends(template: Any) -> ExtendsNode | None:
    """Return the `extends` of a template, which is its first tag where it has one."""
    return next((node for node in template.nodelist if isinstance(node, ExtendsNode)), None)


def list_blocks(nodes: NodeList) -> set[str]:
    return {node.name for node in nodes.get_nodes_by_type(BlockNode)}


def list_blocks_of_parents(extends: ExtendsNode, below: Sequence[Any] = ()) -> set[str]:
    """Return the blocks above a template, which may extend another app's template of the same name."""
    below = [*below, extends.origin]
    parent = compile_template(extends.parent_name.resolve({}), skip=below)
    above = find_extends(parent)
    return list_blocks(parent.nodelist) | (list_blocks_of_parents(above, below) if above else set())


TEMPLATES = list_templates()


def test_the_templates_are_found():
    assert {"base.html", "home/home_page.html", "blog/person.html"} <= set(TEMPLATES)


@pytest.mark.parametrize("name", TEMPLATES)
def test_a_template_fills_only_blocks_that_it_extends(name):
    """Django leaves out any other without a word."""
    extends = find_extends(compile_template(name))
    if extends is None:
        return
    filled = {node.name for node in extends.nodelist if isinstance(node, BlockNode)}

    assert filled <= list_blocks_of_parents(extends)

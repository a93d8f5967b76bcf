"""The starter keeps up with the project: whoever adds a block, a page type or a colour learns of it here first."""

import json
import re
import tomllib

from tests.browser.demo import ROOT
from tests.clients.package import TYPES
from tests.starter.site import STARTER


def find_union(name: str) -> set[str]:
    """Return the constants `type` of the members of a union in the API's types."""
    types = TYPES.read_text()
    members = re.findall(r'schemas"\]\["(\w+)"\]', re.search(rf"^        {name}: (.*);$", types, re.MULTILINE)[1])
    schemas = [
        re.search(rf"^        {member}: {{\n(.*?)^        }};", types, re.MULTILINE | re.DOTALL)[1]
        for member in members
    ]
    return {re.search(r'^            type: "([\w.]+)";', schema, re.MULTILINE)[1] for schema in schemas}


def find_keys(path: str, name: str) -> set[str]:
    """Return the keys of an object in a source of the starter."""
    source = (STARTER / "src" / path).read_text()
    [written] = re.findall(rf"const {name}: .*? = {{\n(.*?)^}};", source, re.MULTILINE | re.DOTALL)
    return set(re.findall(r'^  "?([\w.]+)"?:', written, re.MULTILINE))


def test_every_block_has_a_component():
    bodies = find_union("UpdateBodyBlock") | find_union("StandardBodyBlock")
    assert find_keys("blocks/index.ts", "renderers") == bodies >= find_union("SharedBodyBlock")
    assert find_keys("blocks/Events.astro", "renderers") == find_union("EventItemsBlock")


def test_every_type_of_page_has_a_view():
    assert find_keys("views/Content.astro", "views") == find_union("Page")


def test_the_starter_has_the_look_of_the_site():
    tokens = "cms/css/tokens.css"

    assert (STARTER / "src/styles/tokens.css").read_text() == (ROOT / "cms/static" / tokens).read_text()


def test_the_starter_uses_the_client_package_as_it_is_now():
    """Its archive has another digest after each change, so the lock file leaves that out."""
    version = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"]
    archive = f"file:../../var/client/community-cms-client-{version}.tgz"
    locked = json.loads((STARTER / "package-lock.json").read_text())["packages"]["node_modules/@community-cms/client"]

    assert json.loads((STARTER / "package.json").read_text())["dependencies"]["@community-cms/client"] == archive
    assert (locked["resolved"], "integrity" in locked) == (archive, False)

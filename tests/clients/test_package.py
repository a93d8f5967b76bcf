"""The client package: its types are those of the API, it can be packed and installed, and it does what it says."""

import json
import shutil
import tomllib
from pathlib import Path

import pytest

from tests.clients.package import (
    PACKAGE,
    ROOT,
    TYPES,
    check_types,
    copy_package,
    generate_types,
    install,
    pack,
    run,
)

CONSUMER = Path(__file__).parent / "consumer"

pytestmark = pytest.mark.xdist_group("client-package")


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return another project, in which the packed package is installed."""
    folder = tmp_path_factory.mktemp("client")
    archive = pack(copy_package(folder), folder)
    shutil.copytree(CONSUMER, folder / "consumer")
    install(archive, folder / "consumer")
    return folder / "consumer"


def test_the_types_are_those_of_the_api(tmp_path):
    assert TYPES.read_text() == generate_types(tmp_path), "run `make client`"


def test_the_version_is_that_of_the_project():
    package = json.loads((PACKAGE / "package.json").read_text())

    assert package["version"] == tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"]


def test_the_package_depends_on_nothing_but_the_client_that_tests_have():
    package = json.loads((PACKAGE / "package.json").read_text())
    tools = json.loads((ROOT / "tests" / "package.json").read_text())["devDependencies"]

    assert package["dependencies"] == {"openapi-fetch": f"^{tools['openapi-fetch']}"}
    assert (PACKAGE / "LICENSE").read_text() == (ROOT / "LICENSE").read_text()


def test_a_project_that_installs_the_package_has_the_right_types(project):
    """What is forgotten or misspelt is an error, too: such lines are marked with `@ts-expect-error`."""
    assert check_types(project) == []


def test_the_package_contains_what_it_exports_and_no_sources(project):
    package = project / "node_modules" / "@community-cms" / "client"

    names = {str(path.relative_to(package)) for path in package.iterdir()}
    [entry] = json.loads((package / "package.json").read_text())["exports"].values()

    assert names == {"LICENSE", "README.md", "dist", "package.json"}
    assert all((package / path).exists() for path in entry.values())


def test_the_functions_do_what_they_say(tmp_path):
    run("node", "--test", "--test-reporter=tap", folder=copy_package(tmp_path))


@pytest.mark.proof
def test_the_declarations_are_right_by_themselves(project):
    assert check_types(project, "--skipLibCheck", "false") == []

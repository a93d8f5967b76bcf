"""How tests make the client package in `clients/typescript/`: its types from the API's document, then the archive.

``make client`` writes the types and packs the package.
"""

import json
import shutil
import subprocess
import sys
from pathlib import Path

from tests.browser.demo import make_environment

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "clients" / "typescript"
TYPES = PACKAGE / "src" / "schema.ts"
MODULES = ROOT / "tests" / "node_modules"
# The package's dependency, and what that depends on.
DEPENDENCIES = ("openapi-fetch", "openapi-typescript-helpers")
PRINT_DOCUMENT = "import json; from cms.urls import document; print(json.dumps(document.content))"


def run(*command: str | Path, folder: Path) -> str:
    """Run a command in a folder, and return what it prints; if it fails, raise AssertionError with that."""
    done = subprocess.run(command, cwd=folder, check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def write_document(folder: Path) -> None:
    """Write the document of the project as it is installed, without the apps that only tests have: `schema.json`."""
    command = [sys.executable, "manage.py", "shell", "--no-imports", "--command", PRINT_DOCUMENT]
    environment = make_environment(folder, EXTRA_APPS="", LANGUAGES="en,cy")
    printed = subprocess.run(command, cwd=ROOT, env=environment, check=True, capture_output=True, text=True)
    (folder / "schema.json").write_text(json.dumps(json.loads(printed.stdout)))


def generate_types(folder: Path) -> str:
    """Return the types of the API."""
    write_document(folder)
    options = ["--root-types", "--root-types-no-schema-prefix", "--output", "schema.ts"]
    run(MODULES / ".bin" / "openapi-typescript", "schema.json", *options, folder=folder)
    return (folder / "schema.ts").read_text()


def copy_package(folder: Path) -> Path:
    """Copy the sources into a folder where they find the tools, and return their folder."""
    copy = folder / "package"
    shutil.copytree(PACKAGE, copy, ignore=shutil.ignore_patterns("dist", "node_modules"))
    (copy / "node_modules").symlink_to(MODULES)
    return copy


def pack(package: Path, target: Path) -> Path:
    """Compile and pack the package, and return the archive."""
    target.mkdir(parents=True, exist_ok=True)
    printed = run("npm", "pack", "--json", "--pack-destination", target, folder=package)
    return target / json.loads(printed[printed.index("[\n") :])[0]["filename"]


def install(archive: Path, folder: Path) -> None:
    """Install the packed package and its dependencies into a project, without asking the registry."""
    dependencies = [str(MODULES / name) for name in DEPENDENCIES]
    options = ["--offline", "--install-links", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
    run("npm", "install", *options, *dependencies, str(archive), folder=folder)


def check_types(folder: Path, *options: str) -> list[str]:
    """Return what the type checker complains about in a project."""
    command = [MODULES / ".bin" / "tsc", "--project", ".", *options]
    return subprocess.run(command, cwd=folder, check=False, capture_output=True, text=True).stdout.splitlines()

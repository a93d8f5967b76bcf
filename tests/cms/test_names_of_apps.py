"""Nothing names an app that stands above it: what belongs to one app stands in that app."""

import ast
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings

CMS = settings.BASE_DIR / "cms"
APPS = {
    "blog": settings.BASE_DIR / "blog",
    "events": settings.BASE_DIR / "events",
    "home": settings.BASE_DIR / "home",
    "people": CMS / "people",
    "search": settings.BASE_DIR / "search",
}
WORDS = {*APPS, "event", "person", "update", "updates"}
# Every page leads to the search, so its form is everybody's.
WORDS_IN_STYLES = WORDS - {"search"}
LAYERS = [
    {module.strip() for module in line.split("|")}
    for line in tomllib.loads((settings.BASE_DIR / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"][
        0
    ]["layers"]
]


# Templates and styles


def list_files(folder: Path, *kinds: str) -> list[Path]:
    """Return the files of these kinds in an app, without those of an app inside it."""
    inside = [place for place in APPS.values() if place != folder and place.is_relative_to(folder)]
    return sorted(
        path
        for kind in kinds
        for part in ("templates", "static")
        for path in folder.rglob(f"{part}/**/*.{kind}")
        if not any(path.is_relative_to(place) for place in inside)
    )


def list_styled(folder: Path) -> set[str]:
    """Return the components that an app's styles for the site are about: `card` of `.card__title` and `.card--new`."""
    sheets = [path.read_text() for path in list_files(folder, "css") if path.name != "admin.css"]
    selectors = [re.sub(r"/\*.*?\*/|\"[^\"]*\"|[\w-]+:[^;{}]*;", "", sheet, flags=re.DOTALL) for sheet in sheets]
    return {re.split("__|--", name)[0] for text in selectors for name in re.findall(r"\.([a-z][\w-]*)", text)}


def list_used(folder: Path) -> set[str]:
    """Return the components that an app's templates show."""
    text = "".join(path.read_text() for path in list_files(folder, "html", "svg"))
    classes = " ".join(re.findall(r'class="([^"]*)"', text))
    return {re.split("__|--", name)[0] for name in re.findall(r"[a-z][\w-]*", classes)}


def test_styles_of_cms_are_for_its_own_templates_or_for_several_apps():
    users = {name: list_used(folder) for name, folder in APPS.items()}
    own = list_used(CMS)

    alone = {
        component: [name for name, used in users.items() if component in used]
        for component in list_styled(CMS) - own
        if sum(component in used for used in users.values()) < 2
    }

    assert alone == {}, "move the styles of these components to the app that shows them, or delete them"


@pytest.mark.parametrize("app", APPS)
def test_templates_of_cms_show_no_component_of_an_app(app):
    assert list_used(CMS) & (list_styled(APPS[app]) - list_styled(CMS)) == set()


@pytest.mark.parametrize("path", list_files(CMS, "html", "css"), ids=lambda path: str(path.relative_to(CMS)))
def test_templates_and_styles_of_cms_name_no_app(path):
    text = path.read_text()
    files = re.findall(rf"[\"'](?:{'|'.join(APPS)})/[^\"']*", text)
    classes = re.findall(r"\.([a-z][\w-]*)", text) if path.suffix == ".css" else []

    assert files == []
    assert [name for name in [*classes, path.stem] if WORDS_IN_STYLES & set(re.split("[_-]+", name))] == []


# Modules


def list_apps_above(room: str) -> set[str]:
    """Return the apps that a module or package of cms may not name: those on its line of the layers, or above."""
    height = next((number for number, line in enumerate(LAYERS) if f"cms.{room}" in line), None)
    if height is None:
        return set()
    above = {module.removeprefix("cms.") for line in LAYERS[: height + 1] for module in line}
    return (above & set(APPS)) - {room}


def list_names(path: Path, apps: set[str]) -> Iterator[str]:
    """Yield what a module names of ``apps``: imports, models such as "events.EventPage", files of an app."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.ImportFrom) and node.module:
            names = [node.module]
        elif isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            names = re.findall(r"^\w+\.[A-Z]\w*$|^\w+/[\w./-]+$", node.value)
        else:
            continue
        yield from (name for name in names if re.split("[./]", name.removeprefix("cms."))[0] in apps)


def find_names_of_apps() -> set[tuple[str, str]]:
    """Return each module of cms with what it names of the apps above it."""
    return {
        (str(path.relative_to(settings.BASE_DIR)), name)
        for path in CMS.rglob("*.py")
        if "migrations" not in path.parts
        for name in list_names(path, list_apps_above(path.relative_to(CMS).parts[0].removesuffix(".py")))
    }


def test_every_app_stands_above_some_room():
    assert list_apps_above("represent") == set(APPS)
    assert list_apps_above("changes") == set(APPS) - {"people"}
    assert list_apps_above("demo") == set()


def test_no_module_of_cms_names_an_app_above_it():
    assert find_names_of_apps() == set()

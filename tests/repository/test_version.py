"""The version stands in one place, and the changelog knows it."""

import re
import tomllib
from pathlib import Path

from django.conf import settings

ROOT = Path(__file__).parents[2]


def read_version() -> str:
    return tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"]


def test_the_settings_have_the_version_of_the_project():
    assert read_version() == settings.VERSION


def test_the_changelog_has_what_is_not_released_yet_and_then_the_version():
    headings = re.findall(r"^## (\S+)", (ROOT / "CHANGELOG.md").read_text(), re.MULTILINE)

    assert headings[:2] == ["Unreleased", read_version()]

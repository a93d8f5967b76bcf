"""Every text of ours has its Welsh."""

import shutil
import subprocess
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command

CATALOGUE = Path("cy") / "LC_MESSAGES" / "django.po"
NOT_OURS = ["tests", "bench", "var", "cms/locale"]


@pytest.mark.skipif(not shutil.which("xgettext"), reason="gettext is not installed")
def test_no_text_lacks_its_welsh(tmp_path, settings, monkeypatch):
    (source,) = settings.LOCALE_PATHS
    target = tmp_path / CATALOGUE
    target.parent.mkdir(parents=True)
    shutil.copy(source / CATALOGUE, target)
    settings.LOCALE_PATHS = [tmp_path]
    monkeypatch.chdir(settings.BASE_DIR)

    call_command("makemessages", locale=["cy"], ignore_patterns=NOT_OURS, no_location=True, verbosity=0)

    assert list_entries(target, "--untranslated") == list_entries(target, "--only-fuzzy") == ""


def list_entries(catalogue: Path, choice: str) -> str:
    command = ["msgattrib", choice, "--no-obsolete", catalogue]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def test_the_compiled_catalogue_is_that_of_the_texts(tmp_path):
    source = settings.LOCALE_PATHS[0] / CATALOGUE
    if not shutil.which("msgfmt"):
        pytest.skip("gettext is not installed")

    subprocess.run(["msgfmt", "--output", tmp_path / "django.mo", source], check=True)

    assert (tmp_path / "django.mo").read_bytes() == source.with_suffix(".mo").read_bytes()

"""Every text of every type can be translated and arrives in every channel, but for those that the guide lists."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import transaction
from django.test import Client, TestCase
from wagtail.fields import StreamField

from tests.blocks import walk_blocks
from tests.cms import languages
from tests.translation.channels import CHANNELS
from tests.translation.editor import Editor
from tests.translation.harness import Result, list_models, run
from tests.translation.sentinels import TARGET, TEXTS

# The site takes long to make: one process of a parallel run does all of it.
pytestmark = pytest.mark.xdist_group("translation-harness")

ROOT = Path(__file__).parents[2]
GUIDE = ROOT / "docs" / "translating.md"
FIGURES = re.compile(r"^\| (this project|stock wagtail-localize) \| (\d+) \| (\d+) \| (\d+) \|$", re.MULTILINE)
# A row of the list: fields in code, and a reason.
LISTED = re.compile(r"^\| ((?:`[\w.*]+`(?:, )?)+) \| (.+) \|$", re.MULTILINE)


@pytest.fixture(
    scope="module", params=[pytest.param(False, id="part"), pytest.param(True, id="whole", marks=pytest.mark.proof)]
)
def result(django_db_setup: None, django_db_blocker: Any, request: pytest.FixtureRequest) -> Iterator[Result]:
    """Translate a site: with PO files, and search for some words; or text by text, and search for all."""
    with django_db_blocker.unblock(), transaction.atomic():
        client = Client()
        client.force_login(User.objects.create_superuser("admin"))
        editor = Editor(client, TestCase.captureOnCommitCallbacks)
        yield run(editor, languages.welsh(), is_whole=request.param)
        transaction.set_rollback(True)


def list_exceptions() -> list[str]:
    """Return the patterns of fields that the guide lists with a reason."""
    section = GUIDE.read_text().partition("## Does every text get there?")[2].partition("\n## ")[0]
    return [pattern for fields, _reason in LISTED.findall(section) for pattern in re.findall(r"`([\w.*]+)`", fields)]


def read_figures(name: str) -> list[int]:
    return next([int(number) for number in row[1:]] for row in FIGURES.findall(GUIDE.read_text()) if row[0] == name)


def test_every_text_is_translated_and_arrives_or_is_listed_with_a_reason(result: Result) -> None:
    lost = result.list_lost()

    unlisted = {path: reason for path, reason in lost.items() if not any(fnmatch(path, p) for p in list_exceptions())}

    assert unlisted == {}


def test_nothing_is_listed_that_is_translated(result: Result) -> None:
    lost = result.list_lost()

    for pattern in list_exceptions():
        matching = {path for path in result.words if fnmatch(path, pattern)}
        assert matching, f"{pattern} names no field"
        assert matching <= lost.keys(), f"{pattern} also names what is translated: {sorted(matching - lost.keys())}"


def test_what_is_listed_is_the_same_in_both_languages(result: Result) -> None:
    words = result.words
    for path in result.list_lost():
        for channel in CHANNELS:
            shown = result.source[channel].intersection(words[path])
            assert shown <= result.target[channel], f"{path} is missing in {channel}"


def test_nothing_else_stays_in_the_language_of_the_original(result: Result) -> None:
    """Only addresses do, in links to the other language and in redirects."""
    translated = {path for path in result.words if not path.endswith(".slug")} - result.list_lost().keys()
    for channel in CHANNELS:
        left = {result.sentinels.paths[word] for word in result.target[channel] if not word.startswith(TARGET)}
        assert left.isdisjoint(translated), channel


def test_every_channel_is_read(result: Result) -> None:
    for channel in CHANNELS:
        assert result.source[channel], channel


def test_every_text_of_every_block_has_a_word(result: Result) -> None:
    for model in list_models():
        for field in model._meta.get_fields():
            if isinstance(field, StreamField):
                for block, ancestors in walk_blocks(field.stream_block):
                    if isinstance(block, TEXTS):
                        names = [one.name for one in (*ancestors, block) if one.name]
                        assert result.words[".".join([model._meta.label, field.name, *names])]


@pytest.mark.proof
def test_the_guide_publishes_our_figures(result: Result) -> None:
    assert read_figures("this project") == list(result.count().values())


@pytest.mark.proof
def test_the_guide_publishes_the_figures_of_stock_wagtail_localize() -> None:
    """The same words in Wagtail's own page and blocks, translated in wagtail-localize's own editor."""
    environment = {name: value for name, value in os.environ.items() if name in {"HOME", "LANG", "PATH", "TMPDIR"}}
    command = [sys.executable, "-m", "tests.stock"]
    answer = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True)

    assert read_figures("stock wagtail-localize") == list(json.loads(answer.stdout)["figures"].values())

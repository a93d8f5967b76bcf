"""Every text of ours has its Welsh."""

import re
import shutil
import subprocess
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.utils import translation
from django.utils.formats import date_format
from django.utils.timesince import timesince
from wagtail.admin.panels import get_edit_handler
from wagtail.blocks import ChoiceBlock
from wagtail.contrib.settings.registry import registry
from wagtail.fields import StreamField
from wagtail.models import get_page_models
from wagtail.snippets.models import get_snippet_models

from cms.media.forms import DocumentForm, ImageForm
from cms.models import Document, Image
from tests.blocks import walk_blocks

CATALOGUE = Path("cy") / "LC_MESSAGES" / "django.po"
APPS = ["blog", "cms", "events", "home", "search"]


@pytest.mark.skipif(not shutil.which("xgettext"), reason="gettext is not installed")
def test_no_text_lacks_its_welsh(tmp_path, settings, monkeypatch):
    (source,) = settings.LOCALE_PATHS
    target = tmp_path / CATALOGUE
    target.parent.mkdir(parents=True)
    shutil.copy(source / CATALOGUE, target)
    settings.LOCALE_PATHS = [tmp_path]
    for app in APPS:  # a copy, since it writes beside the templates, where other tests read
        shutil.copytree(settings.BASE_DIR / app, tmp_path / "sources" / app, ignore=shutil.ignore_patterns("locale"))
    monkeypatch.chdir(tmp_path / "sources")

    call_command("makemessages", locale=["cy"], no_location=True, verbosity=0)

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


# A sentence that begins within a word: two translations in one.
GLUED = re.compile(r"[a-zŵŷ.)][A-ZŴŶ]")


def test_no_translation_runs_into_another():
    if not shutil.which("msgcat"):
        pytest.skip("gettext is not installed")
    command = ["msgcat", "--no-wrap", settings.LOCALE_PATHS[0] / CATALOGUE]
    texts = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    pairs = re.findall(r'^msgid "(.+)"\nmsgstr "(.+)"$', texts, re.MULTILINE)

    assert len(pairs) > 500
    assert [welsh for english, welsh in pairs if GLUED.search(welsh) and not GLUED.search(english)] == []


# What an editor reads in a form

# The same word in both languages.
SAME = {"17:30", "cost", "Label", "logo", "Logo", "Partner", "Person"}


def test_no_form_shows_an_editor_an_english_word():
    with translation.override("en"):
        english = dict(list_words())
    with translation.override("cy"):
        welsh = dict(list_words())

    same = {place: word for place, word in english.items() if word == welsh[place] and word not in SAME}

    assert len(english) > 300
    assert same == {}


def list_words() -> Iterator[tuple[str, str]]:
    """Yield what the forms of our models say of our own fields and blocks: pairs of a place and its words."""
    for model in [*get_page_models(), *get_snippet_models(), *registry]:
        if is_ours(model):
            viewset = getattr(model, "snippet_viewset", None)
            yield from words_of_panel(viewset._edit_handler if viewset else get_edit_handler(model), model)
    for model, form in ((Image, ImageForm), (Document, DocumentForm)):
        for name in form.base_fields:
            yield from words_of_field(model, name)
    for model in filter(is_ours, apps.get_models()):
        for field in model._meta.get_fields():
            if isinstance(field, StreamField):
                for block, path in walk_blocks(field.stream_block):
                    yield from words_of_block(block, f"{model._meta.label}.{field.name}/{[one.name for one in path]}")


def is_ours(model: Any) -> bool:
    """Whether a model is of an app in this repository; the tests' own app is in English alone."""
    place = Path(apps.get_app_config(model._meta.app_label).path)
    return place.is_relative_to(settings.BASE_DIR) and not place.is_relative_to(settings.BASE_DIR / "tests")


def words_of_panel(panel: Any, model: Any, path: str = "", place: int = 0) -> Iterator[tuple[str, str]]:
    path = f"{path}/{type(panel).__name__} {place}"
    if panel.heading and panel.model in (None, model):
        yield f"{model._meta.label} {path} heading", str(panel.heading)
    for attribute in ("help_text", "label"):
        if words := str(getattr(panel, attribute, "")):
            yield f"{model._meta.label} {path} {attribute}", words
    if name := getattr(panel, "field_name", ""):
        yield from words_of_field(model, name)
    if hasattr(panel, "child_edit_handler"):
        yield from words_of_panel(panel.child_edit_handler, panel.db_field.related_model, path)
    for number, child in enumerate(getattr(panel, "children", [])):
        yield from words_of_panel(child, model, path, number)


def words_of_field(model: Any, name: str) -> Iterator[tuple[str, str]]:
    """Yield the words of a field that is ours, not Wagtail's."""
    field = next((one for one in model._meta.get_fields() if one.name == name), None)
    if field is None or field.model.__module__.startswith("wagtail"):
        return
    if is_ours(field.model) and name not in {one.name for one in inherited_fields(field.model)}:
        for attribute in ("verbose_name", "help_text"):
            if words := str(getattr(field, attribute, "")):
                yield f"{field.model._meta.label}.{name} {attribute}", words
        for value, words in field.choices or []:
            yield f"{field.model._meta.label}.{name} {value}", str(words)


def inherited_fields(model: Any) -> Iterator[Any]:
    """Yield the fields that a model has from the abstract models of other packages."""
    for base in model.__mro__:
        if hasattr(base, "_meta") and not base.__module__.startswith(("cms.", "blog.", "events.", "home.")):
            yield from base._meta.get_fields() if base._meta.abstract else []


def words_of_block(block: Any, path: str) -> Iterator[tuple[str, str]]:
    place = f"{path} {block.name}"
    for attribute in ("label", "help_text", "description", "group"):
        if block.name and (words := str(getattr(block.meta, attribute, "") or getattr(block, attribute, "") or "")):
            yield f"{place} {attribute}", words
    if isinstance(block, ChoiceBlock):
        yield from ((f"{place} {value}", str(words)) for value, words in block.field.choices if value)


# Months


def test_the_months_are_spelt_as_in_welsh():
    months = "Ionawr Chwefror Mawrth Ebrill Mai Mehefin Gorffennaf Awst Medi Hydref Tachwedd Rhagfyr"

    with translation.override("cy"):
        written = [[date_format(date(2026, month, 1), letter) for month in range(1, 13)] for letter in "FE"]

    assert written == [months.split(" "), months.split(" ")]


def test_it_is_said_in_welsh_how_long_ago_something_was():
    moment = datetime(2026, 11, 28, 12, tzinfo=UTC)
    ages = {"5 munud": 5, "2 awr": 120, "1 diwrnod": 24 * 60, "3 wythnos": 21 * 24 * 60, "2 fis": 61 * 24 * 60}

    with translation.override("cy"):
        written = [timesince(moment - timedelta(minutes=minutes), moment) for minutes in ages.values()]

    assert [text.replace("\xa0", " ") for text in written] == list(ages)

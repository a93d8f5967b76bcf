"""Mistakes in what models and blocks declare are named by ``manage.py check``."""

from typing import Any

import pytest
from django.db import models
from django.test.utils import isolate_apps
from wagtail.api import APIField
from wagtail.blocks import CharBlock, StructBlock
from wagtail.models import Orderable, TranslatableMixin
from wagtail.search.index import SearchField

from cms.changes import checks
from cms.changes.checks import check_block, check_declarations, check_model
from cms.changes.watched import Watched
from cms.limits.models import Count
from cms.models import DraftSnippet


def check_new_model(*bases: type, **attributes: Any) -> list[tuple[str | None, str]]:
    """Return ID and message of each problem of a model with these bases and attributes."""
    meta = type("Meta", (getattr(bases[0], "Meta", object),), {"app_label": "cms", "abstract": False})
    with isolate_apps("cms"):
        model = type("Sample", bases, {"__module__": __name__, "Meta": meta, **attributes})
        return [(problem.id, problem.msg) for problem in check_model(model)]


def test_every_declaration_of_the_project_is_right():
    assert check_declarations() == []


@pytest.mark.parametrize("attribute", ["private_fields", "unlisted_fields"])
@pytest.mark.parametrize("names", ["gate_code", ["gate_cod"], ["gate_code", "key"]])
def test_lists_of_fields_that_name_no_field(names, attribute):
    found = check_new_model(models.Model, gate_code=models.CharField(max_length=9), **{attribute: names})

    assert [number for number, _message in found] == ["changes.E001"]


@pytest.mark.parametrize(
    "public", [{"api_fields": [APIField("code")]}, {"api_fields": ["code"]}, {"search_fields": [SearchField("code")]}]
)
def test_a_private_field_that_readers_get(public):
    found = check_new_model(models.Model, code=models.CharField(max_length=9), private_fields=["code"], **public)

    assert [number for number, _message in found] == ["changes.E006"]


def test_a_snippet_without_a_preview():
    assert [number for number, _ in check_new_model(DraftSnippet)] == ["changes.E002"]
    assert check_new_model(DraftSnippet, preview_template="garden/tool.html") == []


def test_a_snippet_in_the_api_that_the_feed_leaves_out(monkeypatch):
    with isolate_apps("cms"):
        meta = type("Meta", (), {"app_label": "cms"})
        model = type("Sample", (models.Model,), {"__module__": __name__, "Meta": meta, "api_fields": []})
    assert list(check_model(model)) == []

    monkeypatch.setattr(checks, "get_snippet_models", lambda: [model])

    assert [problem.id for problem in check_model(model)] == ["changes.E003"]


def test_child_rows_whose_meta_forgets_their_order():
    found = check_new_model(TranslatableMixin, Orderable)

    assert [number for number, _message in found] == ["changes.E004"]


def test_content_whose_key_is_no_number(monkeypatch):
    monkeypatch.setattr(checks, "list_watched", lambda: [Watched(Count)])

    assert [problem.id for problem in check_declarations()] == ["changes.E007"]


def test_a_block_that_does_not_say_what_the_feed_shows_instead():
    def check(value: object) -> list[str | None]:
        block = type("SampleBlock", (StructBlock,), {"heading": CharBlock(), "computed": value})()
        return [problem.id for problem in check_block(block)]

    assert check(True) == check(["items"]) == ["changes.E005"]
    assert check({"items": []}) == []


@pytest.mark.parametrize("name", ["private_field", "in_feeds", "index_off"])
def test_a_misspelt_attribute_of_a_model(name):
    ((number, message),) = check_new_model(models.Model, **{name: []})

    assert number == "changes.W003"
    assert name in message


@pytest.mark.parametrize("name", ["compute", "load_value", "loaded_as_usuall"])
def test_a_misspelt_attribute_of_a_block(name):
    block = type("SampleBlock", (StructBlock,), {name: {}})()

    (problem,) = check_block(block)

    assert problem.id == "changes.W003"

"""No script stands inside a page of the admin: its policy forbids them."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.template import TemplateSyntaxError
from django.template.loader import get_template
from wagtail.admin.widgets import AdminDateInput, AdminDateTimeInput, AdminPageChooser, AdminTimeInput
from wagtail.admin.widgets.workflows import AdminTaskChooser
from wagtail.documents.widgets import AdminDocumentChooser
from wagtail.images.widgets import AdminImageChooser
from wagtail.snippets.widgets import AdminSnippetChooser

from cms.models import Topic
from cms.upstream.wagtail_scripts import render_start, start_choosers_without_scripts

SCRIPT = re.compile(r"<script\b([^>]*)>", re.IGNORECASE)
HANDLER = re.compile(r"<[a-z][^<>]*\son[a-z]+\s*=\s*[\"']", re.IGNORECASE)
# What is no script, and pages for readers, whose own policy is stricter still.
HARMLESS = re.compile(r"src=|application/(ld\+)?json")
ELSEWHERE = ("wagtailstyleguide/", "rest_framework/", "drf_spectacular/", "admin/", "registration/")


def list_templates() -> Iterator[str]:
    """Yield the name of each template of every app."""
    for app in apps.get_app_configs():
        folder = Path(app.path) / "templates"
        for path in folder.rglob("*.html"):
            name = path.relative_to(folder).as_posix()
            if not name.startswith(ELSEWHERE):
                yield name


def test_no_template_in_use_has_a_script_or_a_handler_in_it():
    found = set()
    for name in sorted({*list_templates()}):
        try:
            text = Path(get_template(name).origin.name).read_text()
        except TemplateSyntaxError:  # of a part of an app that is not installed, so nothing can show it
            continue
        scripts = [attributes for attributes in SCRIPT.findall(text) if not HARMLESS.search(attributes)]
        if scripts or HANDLER.search(text):
            found.add(name)

    assert not found


WIDGETS = {
    "initDateChooser": AdminDateInput(),
    "initDateTimeChooser": AdminDateTimeInput(),
    "initTimeChooser": AdminTimeInput(),
    "PageChooser": AdminPageChooser(),
    "ImageChooser": AdminImageChooser(),
    "DocumentChooser": AdminDocumentChooser(),
    "SnippetChooser": AdminSnippetChooser(Topic),
    "createTaskChooser": AdminTaskChooser(),
}


@pytest.mark.django_db
@pytest.mark.parametrize("name", WIDGETS)
def test_a_widget_says_what_starts_it_and_has_no_script(name):
    html = WIDGETS[name].render("field", None, {"id": 'id_"field'})

    assert "<script" not in html
    start = re.search(r'data-cms-start-name-value="(\w+)"\s+data-cms-start-arguments-value="([^"]*)"', html)
    assert start is not None
    assert start[1] == name
    arguments = json.loads(start[2].replace("&quot;", '"').replace("&#x27;", "'").replace("&amp;", "&"))
    assert arguments[0] == 'id_"field'
    assert len(arguments) == (1 if name == "createTaskChooser" else 2)


def test_what_is_started_is_written_so_that_nothing_breaks_out_of_it():
    assert "<b>" not in render_start("PageChooser", ['"><b>'])


def test_choosers_are_changed_once():
    before = AdminPageChooser.render

    start_choosers_without_scripts()

    assert AdminPageChooser.render is before

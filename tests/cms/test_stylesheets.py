"""The style sheets that apps name for every page."""

import re
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.contrib.staticfiles import finders

from cms.api.errors import handle_server_error
from cms.templatetags.stylesheets import list_stylesheets


def list_linked(html: str) -> list[str]:
    """Return the style sheets that a page links, by their names in ``static/``."""
    return re.findall(rf'<link rel="stylesheet" href="{settings.STATIC_URL}(.+?)">', html)


def test_each_named_style_sheet_is_there():
    assert [name for name in list_stylesheets() if not finders.find(name)] == []


def test_each_token_that_a_style_sheet_uses_is_defined():
    sheets = [Path(finders.find(name)).read_text() for name in list_stylesheets()]
    defined = {token for sheet in sheets for token in re.findall(r"(--[\w-]+)\s*:", sheet)}
    used = {token for sheet in sheets for token in re.findall(r"var\(\s*(--[\w-]+)", sheet)}

    assert used
    assert used - defined == set()


def test_those_of_cms_come_first_and_then_each_app_as_it_is_installed():
    labels = list(dict.fromkeys(name.split("/")[0] for name in list_stylesheets()))
    installed = [app.name.split(".")[-1] for app in apps.get_app_configs()]

    assert labels[0] == "cms"
    assert labels[1:] == sorted(labels[1:], key=installed.index)
    assert {"home", "blog", "events", "search", "people"} <= set(labels)


@pytest.mark.django_db
def test_a_page_links_them(client):
    assert list_linked(client.get("/").content.decode()) == list_stylesheets()


@pytest.mark.django_db
def test_a_missing_page_links_them(client):
    assert list_linked(client.get("/there-is-no-such-page/").content.decode()) == list_stylesheets()


def test_a_failure_links_them_without_the_database(rf):
    assert list_linked(handle_server_error(rf.get("/")).content.decode()) == list_stylesheets()

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import override_settings

from cms.backup import files
from cms.models import Document
from tests import factories


@pytest.fixture(autouse=True)
def _is_impatient(monkeypatch):
    monkeypatch.setattr(files, "PAUSE", 0.0)


@pytest.fixture
def media(tmp_path) -> Iterator[Path]:
    """A media directory of the test's own."""
    path = tmp_path / "media"
    path.mkdir()
    with override_settings(MEDIA_ROOT=str(path)):
        yield path


@pytest.fixture
def home(tmp_path) -> Path:
    """The directory of backups."""
    return tmp_path / "backups"


@pytest.fixture
def minutes(transactional_db, media) -> Document:
    """A document with a file."""
    return factories.make_document("Minutes")

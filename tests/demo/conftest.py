"""The demo, loaded once for the tests of a module."""

from collections.abc import Iterator
from datetime import date

import pytest
from PIL import Image as PillowImage

from cms.demo import load, pictures
from cms.demo.content.media import SCENES
from cms.demo.content.people import PEOPLE
from cms.demo.loading import media
from cms.models import Image
from tests.databases import without_savepoints
from tests.immediate import each_task_once

TODAY = date(2026, 11, 21)


def draw_plain(names: list[str], size: tuple[int, int]) -> Iterator[tuple[str, pictures.PictureFile]]:
    for name in names:
        yield name, pictures.write_file(name, PillowImage.new("RGB", size, "#336666"))


def draw_quickly(monkeypatch: pytest.MonkeyPatch) -> list[Image]:
    """Let every picture be a small plain one; return the list to which those are added whose renditions are wanted."""
    wanted: list[Image] = []
    monkeypatch.setattr(media, "draw_scenes", lambda: draw_plain(list(SCENES), (160, 100)))
    monkeypatch.setattr(media, "draw_portraits", lambda: draw_plain(list(PEOPLE), (80, 80)))
    monkeypatch.setattr(media, "draw_brand", lambda *words: draw_plain(["logo", "social"], (120, 63)))
    monkeypatch.setattr(load, "make_renditions", lambda image, **options: wanted.append(image))
    return wanted


@pytest.fixture(scope="module")
def demo(module_transaction: None) -> Iterator[list[Image]]:
    """Load the demo once for the tests of a module."""
    with pytest.MonkeyPatch.context() as monkeypatch:
        wanted = draw_quickly(monkeypatch)
        with without_savepoints(), each_task_once():
            load.load_demo(today=TODAY)
        yield wanted

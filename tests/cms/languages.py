"""Welsh translations for tests, made as an editor's translation is: copied, then put into Welsh."""

from typing import Any

from wagtail.models import Locale, Page

from tests.databases import without_savepoints
from tests.factories import get_home
from tests.immediate import each_task_once


def welsh() -> Locale:
    return Locale.objects.get_or_create(language_code="cy")[0]


def welsh_home() -> Page:
    """Return the live home page in Welsh."""
    return make_welsh(get_home(), title="Hafan", slug="hafan")


@without_savepoints()
@each_task_once()
def make_welsh(source: Any, *, live: bool = True, alias: bool = False, **changes: Any) -> Any:
    """Return a Welsh translation of a page or snippet with ``changes``, live or a draft; its parents are aliases."""
    if isinstance(source, Page):
        copy = source.copy_for_translation(welsh(), copy_parents=True, alias=alias)
        if alias:
            return copy
        for name, value in changes.items():
            setattr(copy, name, value)
        revision = copy.save_revision()
        if live:
            revision.publish()
        return type(source).objects.get(pk=copy.pk)
    copy = source.copy_for_translation(welsh())
    copy.live = live
    for name, value in changes.items():
        setattr(copy, name, value)
    copy.save()
    return copy

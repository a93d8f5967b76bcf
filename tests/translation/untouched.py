"""No row of another language changes in a test that does not mean to change it.

A conftest that imports ``pytest_runtest_call`` has this checked for its tests: what was there in other languages when
the test began is there when it ends, value by value. ``@pytest.mark.changes_translations`` says that a test means to
change some.
"""

from collections.abc import Generator
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.db.models import Model
from wagtail.models import Locale, Page, Revision, RevisionMixin, TranslatableMixin

Rows = dict[tuple[str, Any], dict[str, Any]]
DATABASE = {"db", "transactional_db", "translated_site"}
# What says something about others: the pages below, and since when the source says something else.
NOTED = {"numchild", "outdated_since"}


def list_rows() -> Rows:
    """Return every row in other languages than that of the site, with the versions of what has some."""
    locales = list(Locale.objects.exclude(language_code=settings.LANGUAGE_CODE).values_list("pk", flat=True))
    found: Rows = {}
    if not locales:
        return found
    for model in apps.get_models():
        if issubclass(model, TranslatableMixin) and model is not Page and not model._meta.proxy:
            rows = list(model._default_manager.filter(locale__in=locales).order_by().values())
            keys = [row[model._meta.pk.attname] for row in rows]
            for key, row in zip(keys, rows, strict=True):
                found[model._meta.label, key] = {name: value for name, value in row.items() if name not in NOTED}
            if rows and issubclass(model, RevisionMixin):
                found |= list_versions(model, keys)
    return found


def list_versions(model: type[Model], keys: list[Any]) -> Rows:
    versions = Revision.objects.filter(
        content_type__app_label=model._meta.app_label,
        content_type__model=model._meta.model_name,
        object_id__in=[str(key) for key in keys],
    )
    return {("wagtailcore.Revision", row["id"]): row for row in versions.order_by().values("id", "content")}


def compare(before: Rows, after: Rows) -> list[str]:
    """Return what was changed or deleted, as text."""
    changed = []
    for key, row in before.items():
        now = after.get(key)
        if now is None:
            changed.append(f"{key} is gone")
        else:
            changed += [f"{key}.{name}: {old!r} → {now[name]!r}" for name, old in row.items() if now[name] != old]
    return changed


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Generator[None, Any, Any]:
    uses_database = bool(DATABASE.intersection(getattr(item, "fixturenames", ())))
    if not uses_database or item.get_closest_marker("changes_translations"):
        return (yield)
    before = list_rows()
    result = yield
    changed = compare(before, list_rows()) if before else []
    if changed:
        pytest.fail("Rows of another language changed:\n" + "\n".join(changed), pytrace=False)
    return result

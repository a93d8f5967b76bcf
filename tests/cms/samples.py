"""Models that belong to no app, to see what the loader makes of their rows."""

from typing import Any

from django.db import connection
from django.db.models import Model
from django.test.utils import isolate_apps

from cms.represent.bulk import Table, fetch


def make_table(model: type[Model]) -> None:
    """Make the table of a model that belongs to no app, for as long as the test's transaction lasts."""
    editor: Any = connection.schema_editor()
    editor.deferred_sql = []
    with connection.cursor() as cursor:
        cursor.execute(*editor.table_sql(model))


def make_model(**attributes: Any) -> type[Any]:
    meta = type("Meta", (), {"app_label": "cms", "db_table": "test_sample"})
    with isolate_apps("cms"):
        model = type("Sample", (Model,), {"__module__": __name__, "Meta": meta, **attributes})
    make_table(model)
    return model


def load(model: type[Any], **options: Any) -> list[Any]:
    table = Table(model.objects.all(), **options)
    return sorted(fetch([(table, {})])[table], key=lambda row: row.pk)


def assert_alike(model: type[Any]) -> None:
    """Compare every attribute that a loaded instance holds with that of a queried one, and what its field says."""
    loaded, queried = load(model), list(model.objects.order_by("pk"))
    assert len(loaded) == len(queried) > 0
    for own, other in zip(loaded, queried, strict=True):
        for field in model._meta.concrete_fields:
            values = getattr(own, field.attname), getattr(other, field.attname)
            assert type(values[0]) is type(values[1]), field
            assert values[0] == values[1], field
        assert (own._state.adding, own._state.db) == (False, connection.alias)

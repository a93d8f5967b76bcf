from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps


def leave_feed(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Remove counts from the change feed: readers never saw them."""
    changes = apps.get_model("changes", "Change")._default_manager
    changes.using(schema_editor.connection.alias).filter(type="limits.count").delete()


class Migration(migrations.Migration):
    dependencies = [("limits", "0001_initial"), ("changes", "0005_finer_ops")]

    operations = [migrations.RunPython(leave_feed, migrations.RunPython.noop, elidable=True)]

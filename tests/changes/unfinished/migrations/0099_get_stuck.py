import os
import time

from django.db import migrations


def get_stuck(half):
    def run(apps, schema_editor):
        match os.environ.get("TROUBLE", "").split():
            case ["raise", where] if where == half:
                raise RuntimeError(half)
            case ["hang", where] if where == half:
                print(f"hanging in the {half} half", flush=True)
                time.sleep(300)

    return migrations.RunPython(run, migrations.RunPython.noop)


class Migration(migrations.Migration):
    atomic = False  # so that the first half stays
    dependencies = [("site_search", "0098_go_well")]
    operations = [
        get_stuck("first"),
        migrations.RunSQL("UPDATE cms_topic SET description = 'Migrated further'", migrations.RunSQL.noop),
        get_stuck("second"),
    ]

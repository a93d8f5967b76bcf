from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("site_search", "0002_create_full_text_tables"), ("cms", "0001_initial")]
    operations = [migrations.RunSQL("UPDATE cms_topic SET description = 'Migrated'", migrations.RunSQL.noop)]

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("site_search", "0003_words_synonyms_and_fruitless_searches"), ("cms", "0001_initial")]
    operations = [migrations.RunSQL("UPDATE cms_topic SET description = 'Migrated'", migrations.RunSQL.noop)]

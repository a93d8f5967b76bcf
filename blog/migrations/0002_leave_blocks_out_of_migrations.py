import cms.blocks.fields
from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('blog', '0001_initial'),
    ]

    # Only Django's idea of the fields changes. On SQLite it would make the tables anew for that.
    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.AlterField(
                    model_name='updatepage',
                    name='body',
                    field=cms.blocks.fields.StreamField(blank=True),
                ),
            ]
        )
    ]

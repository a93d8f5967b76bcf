import cms.blocks.fields
from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('home', '0003_grant_permissions'),
    ]

    # Only Django's idea of the fields changes. On SQLite it would make the tables anew for that.
    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.AlterField(
                    model_name='homepage',
                    name='body',
                    field=cms.blocks.fields.StreamField(blank=True),
                ),
                migrations.AlterField(
                    model_name='standardpage',
                    name='body',
                    field=cms.blocks.fields.StreamField(blank=True),
                ),
            ]
        )
    ]

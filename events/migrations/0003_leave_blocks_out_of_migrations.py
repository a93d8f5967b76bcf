import cms.blocks.fields
from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('events', '0002_order_events_by_date'),
    ]

    # Only Django's idea of the fields changes. On SQLite it would make the tables anew for that.
    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.AlterField(
                    model_name='eventpage',
                    name='body',
                    field=cms.blocks.fields.StreamField(blank=True),
                ),
                migrations.AlterField(
                    model_name='meetingnotespage',
                    name='body',
                    field=cms.blocks.fields.StreamField(blank=True),
                ),
            ]
        )
    ]

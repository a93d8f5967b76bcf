import cms.blocks.fields
from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('cms', '0003_unique_topic_slugs'),
    ]

    # Only Django's idea of the fields changes. On SQLite it would make the tables anew for that.
    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.AlterField(
                    model_name='calltoaction',
                    name='links',
                    field=cms.blocks.fields.StreamField(blank=True),
                ),
                migrations.AlterField(
                    model_name='navigation',
                    name='footer_menus',
                    field=cms.blocks.fields.StreamField(blank=True),
                ),
                migrations.AlterField(
                    model_name='navigation',
                    name='main_menu',
                    field=cms.blocks.fields.StreamField(blank=True),
                ),
                migrations.AlterField(
                    model_name='organisation',
                    name='social_profiles',
                    field=cms.blocks.fields.StreamField(blank=True),
                ),
            ]
        )
    ]

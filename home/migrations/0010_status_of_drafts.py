"""Pages that are open for comments until a day are drafts of policies: they have had the date, but no status."""

from django.db import migrations


def set_status(apps, schema_editor):
    pages = apps.get_model('home', 'StandardPage').objects.filter(comments_until__isnull=False, policy_status='')
    pages.update(policy_status='draft_open_for_comments')


class Migration(migrations.Migration):

    dependencies = [
        ('home', '0009_policies'),
    ]

    operations = [
        migrations.RunPython(set_status, migrations.RunPython.noop),
    ]

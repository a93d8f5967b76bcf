from django.db import migrations


def revoke(apps, schema_editor):
    """Recommended search results are public at once, so they are for those who may publish."""
    Group = apps.get_model("auth.Group")
    Permission = apps.get_model("auth.Permission")
    editors = Group.objects.filter(name="Editors").first()
    if editors:
        own = Permission.objects.filter(content_type__app_label="wagtailsearchpromotions")
        editors.permissions.remove(*own)


class Migration(migrations.Migration):
    dependencies = [("home", "0005_moderate_snippets")]

    operations = [migrations.RunPython(revoke, migrations.RunPython.noop)]

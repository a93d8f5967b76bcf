from django.db import migrations


def grant(apps, schema_editor):
    """Let moderators delete pages that have pages below them, where they may publish: it can now be undone."""
    ContentType = apps.get_model("contenttypes.ContentType")
    GroupPagePermission = apps.get_model("wagtailcore.GroupPagePermission")
    Permission = apps.get_model("auth.Permission")
    content_type, _ = ContentType.objects.get_or_create(app_label="wagtailcore", model="page")
    permission, _ = Permission.objects.get_or_create(
        content_type=content_type, codename="bulk_delete_page", defaults={"name": "Delete pages with children"}
    )
    publishing = GroupPagePermission.objects.filter(
        group__name="Moderators", permission__content_type=content_type, permission__codename="publish_page"
    )
    for group, page in list(publishing.values_list("group", "page")):
        GroupPagePermission.objects.get_or_create(group_id=group, page_id=page, permission=permission)


class Migration(migrations.Migration):
    dependencies = [
        ("bin", "0001_initial"),
        ("home", "0003_grant_permissions"),
        ("wagtailcore", "0090_remove_grouppagepermission_permission_type"),
    ]

    operations = [migrations.RunPython(grant, migrations.RunPython.noop)]

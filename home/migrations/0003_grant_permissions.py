from django.db import migrations

# What Wagtail's groups may do with our models. (app, model): actions
EDITOR = {
    ("people", "person"): ("add", "change"),
    ("cms", "topic"): ("add", "change"),
    ("cms", "calltoaction"): ("add", "change"),
    ("wagtailsearchpromotions", "searchpromotion"): ("add", "change"),
}
MODERATOR = {
    ("people", "person"): ("add", "change", "delete", "publish"),
    ("cms", "topic"): ("add", "change", "delete", "publish"),
    ("cms", "calltoaction"): ("add", "change", "delete", "publish"),
    ("cms", "organisation"): ("change",),
    ("cms", "sitetext"): ("add", "change"),
    ("cms", "navigation"): ("add", "change"),
    ("wagtailsearchpromotions", "searchpromotion"): ("add", "change", "delete"),
}
MEDIA = {("cms", "image"): ("add", "change", "choose"), ("cms", "document"): ("add", "change", "choose")}


def get_permissions(apps, wanted):
    """Return the permissions, which Django itself creates only after all migrations."""
    ContentType = apps.get_model("contenttypes.ContentType")
    Permission = apps.get_model("auth.Permission")
    for (app_label, model), actions in wanted.items():
        content_type, _ = ContentType.objects.get_or_create(app_label=app_label, model=model)
        for action in actions:
            permission, _ = Permission.objects.get_or_create(
                content_type=content_type, codename=f"{action}_{model}", defaults={"name": f"Can {action} {model}"}
            )
            yield permission


def grant_permissions(apps, schema_editor):
    Collection = apps.get_model("wagtailcore.Collection")
    Group = apps.get_model("auth.Group")
    GroupCollectionPermission = apps.get_model("wagtailcore.GroupCollectionPermission")
    root = Collection.objects.get(depth=1)
    for name, wanted in {"Editors": EDITOR, "Moderators": MODERATOR}.items():
        group, _ = Group.objects.get_or_create(name=name)
        group.permissions.add(*get_permissions(apps, wanted))
        for permission in get_permissions(apps, MEDIA):
            GroupCollectionPermission.objects.get_or_create(group=group, collection=root, permission=permission)


class Migration(migrations.Migration):
    dependencies = [
        ("home", "0002_create_home_page"),
        ("cms", "0001_initial"),
        ("people", "0001_initial"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("wagtailsearchpromotions", "0008_query_verbose_name"),
    ]

    operations = [migrations.RunPython(grant_permissions, migrations.RunPython.noop)]

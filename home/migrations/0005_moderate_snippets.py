from django.db import migrations

SNIPPETS = [("people", "person"), ("cms", "topic"), ("cms", "calltoaction")]


def moderate_snippets(apps, schema_editor):
    """Give snippets the workflow of all pages, and let moderators lock and unlock them.

    A site without a workflow has none afterwards; a snippet with one keeps it.
    """
    ContentType = apps.get_model("contenttypes.ContentType")
    Group = apps.get_model("auth.Group")
    Permission = apps.get_model("auth.Permission")
    Workflow = apps.get_model("wagtailcore.Workflow")
    WorkflowContentType = apps.get_model("wagtailcore.WorkflowContentType")
    active = Workflow.objects.filter(active=True).order_by("pk")
    workflow = active.filter(workflow_pages__page__depth=1).first() or active.first()
    moderators = Group.objects.filter(name="Moderators").first()
    for app_label, model in SNIPPETS:
        content_type, _ = ContentType.objects.get_or_create(app_label=app_label, model=model)
        if workflow:
            WorkflowContentType.objects.get_or_create(content_type=content_type, defaults={"workflow": workflow})
        for action in ("lock", "unlock"):
            permission, _ = Permission.objects.get_or_create(
                content_type=content_type, codename=f"{action}_{model}", defaults={"name": f"Can {action} {model}"}
            )
            if moderators:
                moderators.permissions.add(permission)


class Migration(migrations.Migration):
    dependencies = [
        ("home", "0004_leave_blocks_out_of_migrations"),
        ("people", "0003_workflows_and_locks"),
        ("cms", "0005_workflows_and_locks"),
        ("wagtailcore", "0098_apitoken"),
    ]

    operations = [migrations.RunPython(moderate_snippets, migrations.RunPython.noop)]

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps


def restrict_translations(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Make a page private in all languages that is private in one. From now on restrictions follow each other."""
    Page = apps.get_model("wagtailcore", "Page")
    Restriction = apps.get_model("wagtailcore", "PageViewRestriction")
    for restriction in Restriction.objects.filter(page__alias_of=None).select_related("page").order_by("pk"):
        translations = Page.objects.filter(translation_key=restriction.page.translation_key, alias_of=None)
        for page in translations.filter(view_restrictions=None):
            copy = Restriction.objects.create(
                page=page, restriction_type=restriction.restriction_type, password=restriction.password
            )
            copy.groups.set(restriction.groups.all())


class Migration(migrations.Migration):
    dependencies = [("wagtailcore", "0094_alter_page_locale")]

    operations = [migrations.RunPython(restrict_translations, migrations.RunPython.noop)]

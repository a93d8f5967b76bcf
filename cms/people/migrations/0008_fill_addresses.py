from collections import defaultdict

from django.db import migrations

from cms.models.slugs import make_slug


def fill_addresses(apps, schema_editor):
    """Give everybody an address from the name; translations have that of their first row where it is free."""
    people = apps.get_model("people", "Person").objects.order_by("pk")
    taken, known = defaultdict(set), {}
    for person in people.only("pk", "name", "slug", "locale_id", "translation_key").iterator():
        wanted = person.slug or known.get(person.translation_key) or make_slug(person.name)[:100] or "person"
        if wanted.isdigit():
            wanted = f"person-{wanted}"
        slug, number = wanted, 1
        while slug in taken[person.locale_id]:
            number += 1
            slug = f"{wanted}-{number}"
        taken[person.locale_id].add(slug)
        known.setdefault(person.translation_key, slug)
        if slug != person.slug:
            people.filter(pk=person.pk).update(slug=slug)


class Migration(migrations.Migration):
    dependencies = [("people", "0007_addresses")]

    operations = [migrations.RunPython(fill_addresses, migrations.RunPython.noop)]

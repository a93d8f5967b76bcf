"""Topics of one language that share a slug: all but the first get one that is free, before the database refuses it."""

from typing import Any

from django.db import migrations

LONGEST = 80


def give_free_slugs(apps: Any, schema_editor: Any) -> None:
    """Add a number to a slug that is taken. What is live, and older, keeps its own."""
    using = schema_editor.connection.alias
    topics = apps.get_model("cms", "Topic").objects.using(using)
    revisions = apps.get_model("wagtailcore", "Revision").objects.using(using)
    taken = set()
    for topic in topics.exclude(slug="").order_by("-live", "pk"):
        if (topic.locale_id, topic.slug) in taken:
            old, topic.slug = topic.slug, find_free_slug(topics, topic)
            topics.filter(pk=topic.pk).update(slug=topic.slug)
            for revision in revisions.filter(pk__in={topic.latest_revision_id, topic.live_revision_id} - {None}):
                if revision.content.get("slug") == old:
                    revisions.filter(pk=revision.pk).update(content={**revision.content, "slug": topic.slug})
        taken.add((topic.locale_id, topic.slug))


def find_free_slug(topics: Any, topic: Any) -> str:
    taken = set(topics.filter(locale=topic.locale_id).values_list("slug", flat=True))
    number = 2
    while (slug := f"{topic.slug[: LONGEST - len(str(number)) - 1]}-{number}") in taken:
        number += 1
    return slug


class Migration(migrations.Migration):

    dependencies = [
        ("cms", "0001_initial"),
        ("wagtailcore", "0098_apitoken"),
    ]

    operations = [
        migrations.RunPython(give_free_slugs, migrations.RunPython.noop, elidable=True),
    ]

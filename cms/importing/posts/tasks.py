"""Imports posts in the background, a minute at a time."""

import time
from pathlib import Path
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone, translation
from django_tasks import task
from wagtail import hooks

from cms.importing.kinds import list_kinds
from cms.importing.limits import Refused
from cms.importing.models import PostImport
from cms.importing.posts.archives import unpacked
from cms.importing.posts.importer import CREATED, UNCHANGED, UPDATED, Importer, Options
from cms.importing.posts.sources import read_source

SECONDS = 60  # of one task: another goes on, so that a long import does not look like a worker that was killed


class PostType(NamedTuple):
    """What posts become: pages of a type, made and filled in by functions of its app."""

    model: Any
    make: Any
    fill: Any


def list_post_types() -> dict[str, PostType]:
    """Return what apps declare by the labels of their page types."""
    found = [PostType(*one) for function in hooks.get_hooks("register_post_types") for one in function()]
    return {one.model._meta.label_lower: one for one in found}


@task(backend="background")
def import_posts(pk: int) -> None:
    """Go on with an import. It may run twice: posts that are there already are not changed again."""
    found = PostImport.objects.select_related("parent", "user").filter(pk=pk, finished_at=None).first()
    if found is None:
        return
    with translation.override(found.options.get("language") or settings.LANGUAGE_CODE):
        try:
            with unpacked(bytes(found.content), found.name) as source:
                is_done = import_for_a_while(found, source)
        except Refused as reason:
            found.problem = str(reason)
            is_done = True
    if is_done:
        found.finished_at = timezone.now()
        found.save(update_fields=["problem", "finished_at"])
    else:
        import_posts.enqueue(pk)


def import_for_a_while(found: PostImport, source: Path) -> bool:
    """Import the posts that are not done; return whether that was all."""
    begun = saved = time.monotonic()
    posts = read_source(source, ZoneInfo(settings.TIME_ZONE))
    importer = Importer(make_options(found, source))
    importer.find_imported(posts)
    found.total = len(posts)
    for post in posts[len(found.rows) :]:
        found.rows.append(importer.import_post(post)._asdict())
        now = time.monotonic()
        if now - saved > 1:
            found.save(update_fields=["rows", "total"])
            saved = now
        if now - begun > SECONDS:
            break
    found.save(update_fields=["rows", "total"])
    if len(found.rows) < len(posts):
        return False
    importer.link_pages(row["page"] for row in found.rows if row["outcome"] in {CREATED, UPDATED, UNCHANGED})
    return True


def make_options(found: PostImport, source: Path) -> Options:
    kind = list_post_types()[found.page_type]
    chosen = found.options
    return Options(
        parent=found.parent.specific,
        make_page=kind.make,
        fill_page=kind.fill,
        root=source if source.is_dir() else None,
        kinds=[one for one in list_kinds() if chosen.get("recognise") or one.block == "quote"],
        old_path=chosen.get("old_path", ""),
        old_hosts=frozenset(chosen.get("old_hosts", "").lower().split()),
        only_drafts=bool(chosen.get("drafts")),
        dry_run=bool(chosen.get("dry_run")),
        user=found.user,
    )

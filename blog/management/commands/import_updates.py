from functools import partial
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError, CommandParser
from tqdm import tqdm

from blog.imports import fill_update, make_update
from blog.models import UpdateIndexPage, UpdatePage
from cms.importing.kinds import list_kinds
from cms.importing.limits import Refused
from cms.importing.posts.importer import FAILED, Importer, Options, Row
from cms.importing.posts.reports import summarise, write_report
from cms.importing.posts.sources import read_source
from cms.represent.visibility import SITE_TREE


class Command(BaseCommand):
    help = "Imports posts from Webflow's CSV, or from a folder of Markdown with front matter (docs/importing.md)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("source", type=Path, help="a CSV file or a folder")
        parser.add_argument("--under", type=int, help="ID of the page of updates; needed if there are several")
        parser.add_argument("--old-path", default="", help="where posts were, such as /blog/{slug}: it is redirected")
        parser.add_argument("--old-host", action="append", default=[], help="a host whose links lead here now")
        parser.add_argument("--kind", default="news", choices=UpdatePage.Kind.values, help="news, unless given")
        parser.add_argument("--column", action="append", default=[], help="a column's name: body='Post Body'")
        parser.add_argument("--drafts", action="store_true", help="publish nothing")
        parser.add_argument("--recognise", action="store_true", help="make events, introductions and calls to action")
        parser.add_argument("--overwrite", action="store_true", help="replace what was changed here, too")
        parser.add_argument("--user", help="name of the user whose imports these are")
        parser.add_argument("--report", type=Path, help="a file for the report: .csv or .json")
        parser.add_argument("--dry-run", action="store_true", help="change nothing and fetch nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            columns = dict(column.split("=", 1) for column in options["column"])
        except ValueError as error:
            raise CommandError("--column is a key and a name: body='Post Body'") from error
        try:
            posts = read_source(options["source"], ZoneInfo(settings.TIME_ZONE), columns)
        except (Refused, OSError) as error:
            raise CommandError(str(error)) from error
        importer = Importer(self.read_options(options))
        rows: list[Row] = []
        for row in tqdm(importer.run(posts), total=len(posts), unit="post", disable=None):
            rows.append(row)
            self.report(row)
        if options["report"]:
            write_report(options["report"], rows)
        self.stdout.write(f"{summarise(rows)}{' (a dry run: nothing was changed)' if options['dry_run'] else ''}")
        if failed := sum(row.outcome == FAILED for row in rows):
            raise CommandError(f"{failed} of {len(rows)} posts were not imported.")

    def read_options(self, options: dict[str, Any]) -> Options:
        kinds = [kind for kind in list_kinds() if options["recognise"] or kind.block == "quote"]
        return Options(
            parent=find_parent(options["under"]),
            make_page=partial(make_update, kind=options["kind"]),
            fill_page=partial(fill_update, kind=options["kind"]),
            root=options["source"] if options["source"].is_dir() else None,
            kinds=kinds,
            old_path=options["old_path"],
            old_hosts=frozenset(host.lower() for host in options["old_host"]),
            only_drafts=options["drafts"],
            overwrite=options["overwrite"],
            dry_run=options["dry_run"],
            user=find_user(options["user"]),
        )

    def report(self, row: Row) -> None:
        tqdm.write(f"{row.outcome}: {row.title or row.name} {row.address} {row.notes}".rstrip(), file=self.stdout)


def find_parent(pk: int | None) -> UpdateIndexPage:
    pages = list(
        UpdateIndexPage.objects.filter(
            path__startswith=SITE_TREE, **({"pk": pk} if pk else {"alias_of": None})
        ).order_by("path")
    )
    if len(pages) == 1:
        return pages[0]
    if not pages:
        raise CommandError("There is no such page of updates.")
    found = ", ".join(f"{page.pk} ({page.title}, {page.locale})" for page in pages)
    raise CommandError(f"Choose the page of updates with --under: {found}")


def find_user(name: str | None) -> Any:
    if name is None:
        return None
    model: Any = get_user_model()
    try:
        return model.objects.get_by_natural_key(name)
    except model.DoesNotExist as error:
        raise CommandError(f"There is no user {name}.") from error

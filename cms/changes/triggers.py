"""The database triggers that write the feed, for SQLite and PostgreSQL.

SQLite has one writer at a time, so a trigger writes immediately. On PostgreSQL, deferred constraint triggers run at the
commit: they take a lock, then the numbers, and the lock is held until the commit is visible. So numbers rise in the
order of commits, and no transaction holds the lock while it is still working.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Model
from taggit.models import TaggedItem
from wagtail.models import (
    CollectionViewRestriction,
    Locale,
    Page,
    PageViewRestriction,
    ReferenceIndex,
    TranslatableMixin,
)

from cms.changes.models import Change, Transaction
from cms.changes.watched import SHOWN_ELSEWHERE, Watched, list_own_types, list_used_types, list_watched

PREFIX = "changes_"
# Any number that no other part of the site uses as a lock.
LOCK = 20_160_101

OLD, NEW = "OLD", "NEW"
NO_KEY = "CAST(NULL AS uuid)"
# Restrictions are recorded by what they cover, which outlives them.
RESTRICTED: dict[type, str] = {PageViewRestriction: "page_id", CollectionViewRestriction: "collection_id"}


@dataclass(frozen=True)
class Trigger:
    """``statements`` that run when a row is inserted, updated or deleted, if ``condition`` is true."""

    table: str
    event: str
    condition: str
    statements: tuple[str, ...]

    @property
    def name(self) -> str:
        return f"{PREFIX}{self.table}_{self.event}"


# The object that a row belongs to


def type_of(content_type: str) -> str:
    return f"(SELECT app_label || '.' || model FROM django_content_type WHERE id = {content_type})"


def describe(model: type[Model], row: str) -> list[str]:
    """Return the expressions for the type, ID, locale and translation key of the object in ``row``."""
    meta = model._meta
    kind = f"COALESCE({type_of(f'{row}.content_type_id')}, '')" if model is Page else f"'{meta.label_lower}'"
    locale, key = "''", NO_KEY
    if issubclass(model, TranslatableMixin):
        locale = f"COALESCE((SELECT language_code FROM wagtailcore_locale WHERE id = {row}.locale_id), '')"
        key = f"{row}.translation_key"
    elif model is Locale:
        locale = f"{row}.language_code"
    return [kind, f"CAST({row}.{meta.pk.column} AS text)", locale, key]


def select_subject(watched: Watched, row: str) -> str:
    """Return the query for the object that a row belongs to, with the columns of ``describe``."""
    if column := RESTRICTED.get(watched.model):
        return f"SELECT '{watched.model._meta.label_lower}', CAST({row}.{column} AS text), '', {NO_KEY}"
    if watched.model is TaggedItem:
        tagged = type_of(f"{row}.content_type_id")
        return f"SELECT COALESCE({tagged}, ''), CAST({row}.object_id AS text), '', {NO_KEY}"
    if watched.owner is None:
        return f"SELECT {', '.join(describe(watched.model, row))}"
    meta = watched.owner._meta
    live = " AND owner.live" if watched.has_drafts else ""
    return (
        f"SELECT {', '.join(describe(watched.owner, 'owner'))} FROM {meta.db_table} owner"
        f" WHERE owner.{meta.pk.column} = {row}.{watched.owner_column}{live}"
    )


def select_reference_ends(row: str, *, gone: bool) -> list[tuple[str, str]]:
    """Return queries with their ops: for the object that a reference makes public or not, and for the referrer."""
    source_type, target_type = type_of(f"{row}.base_content_type_id"), type_of(f"{row}.to_content_type_id")
    page_type = Page._meta.label_lower
    page_id = f"CASE WHEN {source_type} = '{page_type}' THEN CAST({row}.object_id AS bigint) END"
    live_page = f"FROM wagtailcore_page page WHERE page.id = {page_id} AND page.live"
    used, own = quote_list(list_used_types()), quote_list(list_own_types())
    target = f"SELECT {target_type}, {row}.to_object_id, '', {NO_KEY} WHERE {target_type} IN ({used})"
    if not gone:
        return [(f"{target} AND EXISTS (SELECT 1 {live_page})", "'use'")]
    is_shown = f"{target_type} IN ({used}, '{page_type}')"
    source = f"SELECT {source_type}, {row}.object_id, '', {NO_KEY} WHERE {source_type} IN ({own}) AND {is_shown}"
    page = f"SELECT {', '.join(describe(Page, 'page'))} {live_page} AND {is_shown}"
    return [(target, "'use'"), (source, "'change'"), (page, "'change'")]


def quote_list(names: Iterable[str]) -> str:
    return ", ".join(f"'{name}'" for name in names)


# The list of triggers


def list_triggers(vendor: str) -> list[Trigger]:
    """Return every trigger that a database of ``vendor`` should have."""
    return [trigger for watched in list_watched() for trigger in make_triggers(watched, vendor)]


def make_triggers(watched: Watched, vendor: str) -> list[Trigger]:
    if watched.model is ReferenceIndex:
        added, gone = select_reference_ends(NEW, gone=False), select_reference_ends(OLD, gone=True)
        bodies = {
            "insert": ("", [insert_changes(select, op, vendor) for select, op in added]),
            "delete": ("", [insert_changes(select, op, vendor) for select, op in gone]),
        }
    else:
        own_live = watched.has_drafts and watched.owner is None
        add, remove = ("'add'", "'remove'") if is_subject(watched) else (choose_own_op(watched),) * 2
        new, old = select_subject(watched, NEW), select_subject(watched, OLD)
        moved = any_differs(list_identity(watched), vendor)
        changed = any_differs(watched.columns, vendor)
        bodies = {
            "insert": ("NEW.live" if own_live else "", [insert_changes(new, add, vendor)]),
            "update": (
                f"(OLD.live OR NEW.live) AND ({changed})" if own_live else changed,
                [
                    insert_changes(old, remove, vendor, condition=f"({moved}) AND OLD.live" if own_live else moved),
                    insert_changes(new, choose_op(watched, vendor), vendor),
                ],
            ),
            "delete": ("OLD.live" if own_live else "", [insert_changes(old, remove, vendor)]),
        }
    return [
        Trigger(watched.table, event, condition, tuple(statements)) for event, (condition, statements) in bodies.items()
    ]


def is_subject(watched: Watched) -> bool:
    """Return whether a row is the object or restriction itself, not a part of another object."""
    return watched.owner is None and watched.model is not TaggedItem


def list_identity(watched: Watched) -> list[str]:
    """Return the columns that identify the object that a row belongs to."""
    if watched.owner:
        return [watched.owner_column]
    if watched.model in RESTRICTED:
        return [RESTRICTED[watched.model]]
    names = {watched.model._meta.pk.column, "content_type_id", "object_id", "language_code", "locale_id"}
    return [column for column in watched.columns if column in names | {"translation_key"}]


def choose_own_op(watched: Watched) -> str:
    """Return the expression for the op of the object that a row is part of, if the row is new or gone."""
    return "'edit'" if watched.unlisted.issuperset(watched.columns) else "'change'"


def choose_op(watched: Watched, vendor: str) -> str:
    """Return the expression for the op of an update."""
    cases = []
    if watched.has_drafts and watched.owner is None:
        cases += ["WHEN NEW.live AND NOT OLD.live THEN 'add'", "WHEN OLD.live AND NOT NEW.live THEN 'remove'"]
    shown, unlisted = SHOWN_ELSEWHERE.get(watched.model, set()), watched.unlisted
    listed = set(watched.columns) - unlisted
    place, title, rest = (any_differs(sorted(names), vendor) for names in (shown & listed, shown & unlisted, listed))
    if place:
        cases.append(f"WHEN {place} THEN 'rename'")
    if title:
        cases.append(f"WHEN {title} THEN CASE WHEN {rest} THEN 'rename' ELSE 'title' END")
    if rest:
        cases.append(f"WHEN {rest} THEN 'change'")
    return f"CASE {' '.join(cases)} ELSE 'edit' END" if cases else "'edit'"


# SQL


def any_differs(columns: Iterable[str], vendor: str) -> str:
    differs = "IS DISTINCT FROM" if vendor == "postgresql" else "IS NOT"
    return " OR ".join(f'OLD."{column}" {differs} NEW."{column}"' for column in columns)


def insert_changes(select: str, op: str, vendor: str, *, condition: str = "") -> str:
    """Return the statement that writes a change for each object that ``select`` finds."""
    now, batch = "strftime('%Y-%m-%d %H:%M:%f', 'now')", f"(SELECT number FROM {Transaction._meta.db_table})"
    if vendor == "postgresql":
        now, batch = "clock_timestamp()", "txid_current()"
    where = f" WHERE {condition}" if condition else ""
    return (
        f"INSERT INTO {Change._meta.db_table} (type, object_id, locale, translation_key, op, moment, batch)"
        f" SELECT subject.*, {op}, {now}, {batch} FROM ({select}) AS subject{where}"
    )

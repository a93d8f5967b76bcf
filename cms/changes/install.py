"""Installs the triggers in the database, and checks that they exist.

A migration cannot change a column that a trigger uses (PostgreSQL refuses) and may silently drop triggers (SQLite, when
it rebuilds a table). So ``migrate`` drops all triggers first, and recreates them at the end.
"""

from collections.abc import Iterable
from typing import Any

from django.core.checks import CheckMessage, Warning  # noqa: A004 - Django's name
from django.db import connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from cms.changes.models import Change
from cms.changes.triggers import LOCK, PREFIX, Trigger, list_triggers


def drop_triggers_before_migrations(using: str, plan: Iterable[Any] = (), **kwargs: Any) -> None:
    """Drop all triggers before the migrations of ``plan`` run."""
    connection = connections[using]
    if plan:
        with transaction.atomic(using), connection.cursor() as cursor:
            for name in read_triggers(connection):
                cursor.execute(write_drop(name, connection.vendor))


def make_triggers_after_migrations(using: str, plan: Iterable[Any] = (), **kwargs: Any) -> None:
    """Create missing and outdated triggers, unless migrations are missing.

    There were no triggers during migrations, so these count as a change of anything.
    """
    connection = connections[using]
    if not is_migrated(connection):
        return
    with transaction.atomic(using), connection.cursor() as cursor:
        existing, wanted = read_triggers(connection), make_fingerprints(connection.vendor)
        for name in existing.keys() - {name for name, print_ in wanted.items() if existing.get(name) == print_}:
            cursor.execute(write_drop(name, connection.vendor))
        for trigger in list_triggers(connection.vendor):
            if existing.get(trigger.name) != wanted[trigger.name]:
                for statement in write_create(trigger, connection.vendor):
                    cursor.execute(statement)
        if plan or not Change.objects.using(using).exists():
            Change.objects.using(using).create(op=Change.Op.ANYTHING, moment=timezone.now())


def check_triggers(databases: Iterable[str] | None = None, **kwargs: Any) -> list[CheckMessage]:
    """System check: warn of missing, outdated or superfluous triggers, without which the feed misses changes.

    It is not an error, since ``migrate``, which repairs them, would then not start.
    """
    problems: list[CheckMessage] = []
    for using in databases or ():
        connection = connections[using]
        if not is_migrated(connection):
            continue
        existing, wanted = read_triggers(connection), make_fingerprints(connection.vendor)
        wrong = sorted(name for name in existing.keys() | wanted if existing.get(name) != wanted.get(name))
        if wrong:
            problems.append(
                Warning(
                    f"Triggers of the change feed in “{using}” are missing or outdated: {', '.join(wrong)}.",
                    hint="Run manage.py migrate: it makes them.",
                    id="changes.W001",
                )
            )
    return problems


def is_migrated(connection: BaseDatabaseWrapper) -> bool:
    executor = MigrationExecutor(connection)
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())


# SQL


def read_triggers(connection: BaseDatabaseWrapper) -> dict[str, str]:
    """Return the fingerprints of all enabled triggers of the feed in the database, by name."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT tgname, prosrc || COALESCE(obj_description(pg_trigger.oid, 'pg_trigger'), '') FROM pg_trigger"
                " JOIN pg_proc ON pg_proc.oid = tgfoid JOIN pg_class ON pg_class.oid = tgrelid"
                " WHERE NOT tgisinternal AND tgenabled <> 'D' AND pg_table_is_visible(pg_class.oid)"
            )
        else:
            cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
        return {name: fingerprint for name, fingerprint in cursor.fetchall() if name.startswith(PREFIX)}


def make_fingerprints(vendor: str) -> dict[str, str]:
    """Return the expected result of ``read_triggers``."""
    if vendor == "postgresql":
        return {t.name: write_body(t) + write_constraint_trigger(t) for t in list_triggers(vendor)}
    return {t.name: write_create(t, vendor)[0] for t in list_triggers(vendor)}


def write_create(trigger: Trigger, vendor: str) -> list[str]:
    """Return the statements that create a trigger."""
    if vendor == "postgresql":
        body, definition = write_body(trigger), write_constraint_trigger(trigger)
        return [
            f"CREATE OR REPLACE FUNCTION {trigger.name}() RETURNS trigger LANGUAGE plpgsql AS $body${body}$body$",
            definition,
            f"COMMENT ON TRIGGER {trigger.name} ON {trigger.table} IS $comment${definition}$comment$",
        ]
    when = f" WHEN {trigger.condition}" if trigger.condition else ""
    moment = f"AFTER {trigger.event.upper()} ON {trigger.table} FOR EACH ROW{when}"
    return [f"CREATE TRIGGER {trigger.name} {moment} BEGIN {'; '.join(trigger.statements)}; END"]


def write_constraint_trigger(trigger: Trigger) -> str:
    when = f" WHEN ({trigger.condition})" if trigger.condition else ""
    return (
        f"CREATE CONSTRAINT TRIGGER {trigger.name} AFTER {trigger.event.upper()} ON {trigger.table}"
        f" DEFERRABLE INITIALLY DEFERRED FOR EACH ROW{when} EXECUTE FUNCTION {trigger.name}()"
    )


def write_body(trigger: Trigger) -> str:
    """Return the body of a PostgreSQL function that runs at the commit: first it takes the lock, then the numbers."""
    return f" BEGIN PERFORM pg_advisory_xact_lock({LOCK}); {'; '.join(trigger.statements)}; RETURN NULL; END "


def write_drop(name: str, vendor: str) -> str:
    if vendor == "postgresql":
        return f"DROP FUNCTION IF EXISTS {name}() CASCADE"
    return f"DROP TRIGGER IF EXISTS {name}"

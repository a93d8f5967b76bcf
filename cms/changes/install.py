"""Installs the triggers in the database, and checks that they exist.

A migration cannot change a column that a trigger uses (PostgreSQL refuses) and may silently drop triggers (SQLite, when
it rebuilds a table). So ``migrate`` drops all triggers first, and recreates them at the end. In between, changes are
not tracked, and the last row of the feed says so. Both times that row is committed together with the triggers, so it is
correct however ``migrate`` ends: with an error, killed, or after only some migrations.
"""

import time
from collections.abc import Iterable
from typing import Any

from django.core.checks import CheckMessage, Warning  # noqa: A004 - Django's name
from django.core.management.base import OutputWrapper
from django.core.management.color import no_style
from django.db import connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.recorder import MigrationRecorder
from django.db.migrations.state import StateApps
from django.db.models import Max
from django.utils import timezone

from cms.changes.models import Change
from cms.changes.triggers import LOCK, PREFIX, Trigger, list_triggers
from cms.upstream.django import list_missing_migrations

UNFINISHED = (
    "Not all migrations are applied, so changes to content are not tracked and no answer is kept in caches. "
    "To finish, run manage.py migrate without the name of an app."
)


def stop_tracking(using: str, apps: StateApps, plan: Iterable[Any] = (), **kwargs: Any) -> None:
    """Before the migrations of ``plan`` run, drop all triggers and record that changes are not tracked.

    ``apps`` has the feed's model as in the database, if it exists. No row can follow this one: a transaction that has
    written to a table with a trigger commits before the trigger can be dropped.
    """
    if not plan:
        return
    connection = connections[using]
    with transaction.atomic(using), connection.cursor() as cursor:
        for name in read_triggers(connection):
            cursor.execute(write_drop(name, connection.vendor))
        if is_tracking(connection):
            changes = apps.get_model("changes", "Change")._default_manager
            changes.using(using).create(op=Change.Op.MIGRATE, moment=timezone.now())


def resume_tracking(using: str, verbosity: int = 1, stdout: OutputWrapper | None = None, **kwargs: Any) -> None:
    """Create missing and outdated triggers, unless migrations are missing.

    If a trigger was missing, changes may have been missed, so this counts as a change of anything.
    """
    connection = connections[using]
    if not is_migrated(connection):
        if stdout and verbosity and not is_tracking(connection):
            stdout.write(UNFINISHED)
        return
    with transaction.atomic(using), connection.cursor() as cursor:
        existing, wanted = read_triggers(connection), make_fingerprints(connection.vendor)
        outdated = {name for name, fingerprint in existing.items() if fingerprint != wanted.get(name)}
        present = existing.keys() - outdated
        missing = [trigger for trigger in list_triggers(connection.vendor) if trigger.name not in present]
        for name in outdated:
            cursor.execute(write_drop(name, connection.vendor))
        for trigger in missing:
            for statement in write_create(trigger, connection.vendor):
                cursor.execute(statement)
        if outdated or missing or not is_tracking(connection):
            record_anything(connection)


def record_anything(connection: BaseDatabaseWrapper, *, above: int = 0) -> None:
    """Add the row that means “anything may have changed”, in the order of commits as a trigger does.

    Its number is higher than that of every other row, and than ``above``.
    """
    changes = Change.objects.using(connection.alias)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(f"SELECT pg_advisory_xact_lock({LOCK})")
        last = changes.aggregate(last=Max("number"))["last"]
        if last and last >= above:
            changes.create(op=Change.Op.ANYTHING, moment=timezone.now())
            return
        # Clients may have numbers of an earlier feed. The current time is higher than all of these.
        number = max(time.time_ns() // 1_000_000, above + 1)
        changes.create(number=number, op=Change.Op.ANYTHING, moment=timezone.now())
        for statement in connection.ops.sequence_reset_sql(no_style(), [Change]):
            cursor.execute(statement)


def check_triggers(databases: Iterable[str] | None = None, **kwargs: Any) -> list[CheckMessage]:
    """System check: warn if changes are not tracked, or if triggers are missing, outdated or superfluous.

    It is not an error, since ``migrate``, which repairs them, would then not start.
    """
    problems: list[CheckMessage] = []
    for using in databases or ():
        connection = connections[using]
        if not is_tracking(connection) and MigrationRecorder(connection).applied_migrations():
            problems.append(Warning(f"“{using}”: {UNFINISHED}", id="changes.W002"))
        elif is_migrated(connection):
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


def is_tracking(connection: BaseDatabaseWrapper) -> bool:
    """Return whether the feed exists, has rows, and does not end with the row of ``stop_tracking``."""
    if Change._meta.db_table not in connection.introspection.table_names():
        return False
    last = Change.objects.using(connection.alias).order_by("-number").values_list("op", flat=True).first()
    return last is not None and last != Change.Op.MIGRATE


def is_migrated(connection: BaseDatabaseWrapper) -> bool:
    return not list_missing_migrations(connection)


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

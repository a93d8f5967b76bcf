"""Django: the SQL of querysets, cursors, and the creation of instances."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, cast

from django.core.handlers.base import BaseHandler
from django.core.handlers.exception import convert_exception_to_response
from django.core.validators import slug_re
from django.db import connection
from django.db.backends.utils import CursorWrapper
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from django.db.models import Field, Model, QuerySet
from django.db.models.base import ModelState
from django.http import HttpRequest, HttpResponseBase
from django.http.request import split_domain_port
from django.utils.cache import get_conditional_response
from django.utils.dates import MONTHS, WEEKDAYS, WEEKDAYS_ABBR
from django.utils.http import parse_etags
from django.utils.log import log_response
from django.utils.text import capfirst
from django.utils.xmlutils import SimplerXMLGenerator

from cms.upstream.parts import Part
from cms.upstream.psycopg import PreparingCursor

PARTS = [
    Part(
        "django.db.models.sql.query.Query",
        "Each statement is built once per process; its text and parameters are joined with those of others.",
        ("deferred_loading", "order_by", "sql_with_params(self)"),
    ),
    Part(
        "django.db.models.base.ModelState",
        "Instances are created as in unpickling, without `__init__`, which would take most of the time.",
        ("adding", "db"),
    ),
    Part(
        "django.db.backends.utils.CursorWrapper",
        "On PostgreSQL its inner cursor is replaced by one that sends parameters separately.",
        ("__init__(self, cursor, db)",),
    ),
    Part(
        "django.db.migrations.executor.MigrationExecutor",
        "The health check and the triggers of the change feed need to know whether all migrations are applied.",
        ("__init__(self, connection, progress_callback)", "migration_plan(self, targets, clean_start)"),
    ),
    Part(
        "django.db.migrations.loader.MigrationLoader",
        "A backup says which migrations its database has, and a restore refuses those that this code lacks.",
        ("__init__(self, connection, load, ignore_no_migrations, replace_migrations)", "disk_migrations"),
    ),
    Part(
        "django.core.handlers.base.BaseHandler",
        "The API is answered without the middleware for people, as inside of it.",
        (
            "_get_response(self, request)",
            "_exception_middleware",
            "_template_response_middleware",
            "_view_middleware",
        ),
    ),
    Part("django.core.handlers.exception.convert_exception_to_response(get_response)", "As above, for errors."),
    Part("django.core.validators.slug_re", "A slug in an address is checked before it is looked up."),
    Part("django.http.request.split_domain_port(host)", "The host of a request is compared without its port."),
    Part("django.utils.cache.get_conditional_response(request, etag, last_modified, response)", "Answers 304."),
    Part("django.utils.dates.MONTHS", "Names of months in the reader's language."),
    Part("django.utils.dates.WEEKDAYS", "Names of days in the language of readers and editors."),
    Part("django.utils.dates.WEEKDAYS_ABBR", "As above, in short."),
    Part("django.utils.http.parse_etags(etag_str)", "The response cache answers 304, too."),
    Part(
        "django.utils.log.log_response(message, *args, response, request, logger, level, exception)",
        "Django logs each response once, and marks it with this.",
    ),
    Part("django.utils.text.capfirst(x)", "Names of types begin with a capital."),
    Part("django.utils.xmlutils.SimplerXMLGenerator", "What Django's feeds write XML with.", ("addQuickElement",)),
]

__all__ = [
    "MONTHS",
    "WEEKDAYS",
    "WEEKDAYS_ABBR",
    "SimplerXMLGenerator",
    "capfirst",
    "get_conditional_response",
    "is_loaded",
    "list_known_migrations",
    "list_missing_migrations",
    "list_ordering",
    "log_response",
    "make_instance",
    "open_cursor",
    "open_handler",
    "parse_etags",
    "slug_re",
    "split_domain_port",
    "write_statement",
]

# Querysets


def write_statement(queryset: QuerySet[Any]) -> tuple[str, tuple[Any, ...]]:
    """Return the SQL of a queryset and its parameters. Raise ``EmptyResultSet`` if nothing can match."""
    return queryset.query.sql_with_params()


def list_ordering(queryset: QuerySet[Any]) -> tuple[Any, ...]:
    """Return the explicit ordering of a queryset."""
    return tuple(queryset.query.order_by)


def is_loaded(field: Field[Any, Any], queryset: QuerySet[Any]) -> bool:
    """Whether the queryset's ``only()`` or ``defer()`` leaves a field in."""
    names, is_deferred = queryset.query.deferred_loading
    return field.primary_key or (field.name in names) is not is_deferred


def make_instance(model: type[Model], values: dict[str, Any], alias: str) -> Model:
    """Return an instance with these values by attribute, as if loaded from the database with this alias."""
    instance = model.__new__(model)
    instance.__dict__.update(values)
    state = instance._state = ModelState()
    state.adding, state.db = False, alias
    return instance


# Cursors


@contextmanager
def open_cursor() -> Iterator[CursorWrapper]:
    """Yield a cursor of Django's; on PostgreSQL, one that sends parameters separately.

    Django would insert them into the text. Separate parameters allow prepared statements, depending on the connection's
    ``prepare_threshold``.
    """
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.cursor = PreparingCursor(connection.connection)
        yield cursor


# Requests


def open_handler() -> Callable[[HttpRequest], HttpResponseBase]:
    """Return what answers a request as Django does inside of all middleware."""
    handler: Any = BaseHandler()
    handler._view_middleware = handler._template_response_middleware = handler._exception_middleware = []
    answer: Any = convert_exception_to_response(handler._get_response)
    return cast("Callable[[HttpRequest], HttpResponseBase]", answer)


# Migrations


def list_known_migrations() -> set[tuple[str, str]]:
    """Return the migrations that this code has, by app and name, with those that others replace."""
    disk = MigrationLoader(None, ignore_no_migrations=True).disk_migrations
    return {*disk, *(old for migration in disk.values() for old in migration.replaces)}


def list_missing_migrations(database: Any) -> list[str]:
    """Return a database's unapplied migrations, such as ``blog.0001_initial``."""
    executor = MigrationExecutor(database)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name}" for migration, _backwards in plan]

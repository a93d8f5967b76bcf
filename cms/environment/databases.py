"""How a database is opened, by its kind."""

from typing import Any

KINDS = {"django.db.backends.sqlite3", "django.db.backends.postgresql"}


def configure(database: dict[str, Any], *, prepares: bool) -> None:
    """Add to the settings of a database what this project needs; ``prepares`` is whether statements are prepared."""
    database.setdefault("CONN_MAX_AGE", None)  # opening a connection takes longer than a response
    if database["ENGINE"] == "django.db.backends.sqlite3":
        database["OPTIONS"] = {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
        }
        return
    database["CONN_HEALTH_CHECKS"] = True
    # Statements are planned once per connection, not again for each set of keys.
    if prepares:
        options = database.setdefault("OPTIONS", {})
        options["prepare_threshold"] = 0
        options["options"] = f"{options.get('options', '')} -c plan_cache_mode=force_generic_plan"

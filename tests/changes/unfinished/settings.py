from tests.settings import *  # noqa: F403

MIGRATION_MODULES = {"site_search": "tests.changes.unfinished.migrations"}

"""Remembers a migrated SQLite database between runs, in ``var/tests``: migrating takes longer than most tests."""

import hashlib
import os
import shutil
from pathlib import Path

from django.db import connection

ROOT = Path(__file__).resolve().parent.parent
APPS = ("blog", "cms", "events", "home", "search")
DIRECTORY = ROOT / "var" / "tests"


def find_template() -> Path:
    """Return where the database is kept that the migrations of today make; it need not exist."""
    digest = hashlib.sha256((ROOT / "uv.lock").read_bytes())
    for app in APPS:
        for migration in sorted((ROOT / app).rglob("migrations/*.py")):
            digest.update(migration.read_bytes())
    return DIRECTORY / f"{digest.hexdigest()[:16]}.sqlite3"


def copy_template(template: Path) -> bool:
    """Put the remembered database in the place of the test database; return whether there was one."""
    if connection.vendor != "sqlite" or not template.exists():
        return False
    shutil.copyfile(template, connection.creation._get_test_db_name())
    return True


def keep_template(template: Path) -> None:
    """Remember the test database as the migrations have left it, and forget older ones."""
    DIRECTORY.mkdir(parents=True, exist_ok=True)
    unfinished = template.with_suffix(f".{os.getpid()}")
    with connection.cursor() as cursor:
        cursor.execute("VACUUM INTO %s", [str(unfinished)])
    for outdated in DIRECTORY.glob("*.sqlite3"):
        outdated.unlink(missing_ok=True)
    unfinished.replace(template)

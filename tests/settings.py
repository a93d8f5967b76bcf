"""The project's settings as the tests run them: nothing kept, nothing slow, nothing cached.

`DATABASE_URL` decides the database, as everywhere; without it the tests use an SQLite file of their own.
"""

import os
import tempfile
from pathlib import Path

from tests.clocks import follow_clock

# Removed when the process ends. Every process of a parallel run has its own.
_directory = tempfile.TemporaryDirectory(prefix="cms-tests-")

os.environ.setdefault("DATABASE_URL", f"sqlite:///{_directory.name}/db.sqlite3")
os.environ.update(
    API_RATE_LIMIT="0",
    API_STATEMENT_TIMEOUT="0",
    ALLOWED_HOSTS="testserver,localhost,127.0.0.1",
    BASE_URL="http://localhost",
    DEBUG="false",
    DEMO="false",
    EMAIL_URL="memorymail://",
    EXTRA_APPS="tests.garden",  # an app that nothing else knows
    SECRET_KEY="for tests only, never for a real site",
    # Web processes and workers that a test starts may share one.
    VAR_DIR=os.environ.get("SHARED_VAR_DIR", _directory.name),
)

if clock := os.environ.get("CLOCK_FILE"):
    follow_clock(Path(clock))

from cms.settings import *  # noqa: E402, F403
from cms.settings import CACHES, DATABASES, INSTALLED_APPS, STORAGES  # noqa: E402

INSTALLED_APPS = [*INSTALLED_APPS, "cms.demo", "django_migration_linter"]

if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # A file, because threads and processes of a test cannot share a database in memory.
    DATABASES["default"]["TEST"] = {"NAME": str(Path(_directory.name) / "test.sqlite3")}

# What a test's transaction has written is taken back, and with it the version that counts are kept under. Servers that
# tests start see only what is committed, and keep what a real site keeps.
if os.environ.get("CACHES") != "production":
    CACHES = {name: {"BACKEND": "django.core.cache.backends.dummy.DummyCache"} for name in CACHES}

# The manifest exists only after collectstatic.
STORAGES = {
    **STORAGES,
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}

if os.environ.get("CACHES") != "production":
    TASKS = {
        "default": {"BACKEND": "tests.immediate.GatheringBackend"},
        "background": {"BACKEND": "tests.immediate.CommittedBackend"},
    }

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]

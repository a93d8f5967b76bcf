"""The tests' settings with the directory of a site that is served."""

import os
from pathlib import Path

from tests.settings import *  # noqa: F403

VAR_DIR = Path(os.environ["SERVED_VAR_DIR"])
STATIC_ROOT = VAR_DIR / "static"
MEDIA_ROOT = VAR_DIR / "media"
API_RATE_LIMIT = int(os.environ.get("SERVED_RATE_LIMIT", "0"))

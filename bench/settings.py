"""The project's settings, with stock Wagtail's API added. ``bench.__main__`` sets the environment."""

import os

from cms.settings import *  # noqa: F403

ROOT_URLCONF = "bench.urls"
# A cold response is computed each time: this turns the project's response cache off and on.
if os.environ.get("BENCH_CACHE", "off") == "off":
    RESPONSE_CACHE_BYTES = 0
API_RATE_LIMIT = 0

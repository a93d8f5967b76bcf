"""The project's settings, with stock Wagtail's API beside its own. ``bench.__main__`` sets the environment."""

from cms.settings import *  # noqa: F403

ROOT_URLCONF = "bench.urls"

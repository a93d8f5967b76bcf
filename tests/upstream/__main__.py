"""Regenerates ``docs/upstream.md``: ``make upstream``."""

import os

import django

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    django.setup()

    from tests.upstream.parts import PAGE, write_page

    PAGE.write_text(write_page())

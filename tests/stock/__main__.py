"""Prints how many texts of a stock page can be translated, and how many arrive: ``python -m tests.stock``."""

import json
import os
import sys

import django


def main() -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.stock.settings"
    django.setup()
    from tests.stock.figures import measure

    sys.stdout.write(json.dumps(measure()))


if __name__ == "__main__":
    main()

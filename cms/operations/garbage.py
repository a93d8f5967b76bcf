"""Collects garbage after a response, not while one is being made.

The objects of a response refer to each other in cycles, so only the collector frees them. By default it runs while
responses are being made, and sometimes scans everything that the process has loaded, which takes longer than ten
responses.
"""

import gc
import itertools
from typing import Any

from django.core.signals import request_finished

# New objects before Python collects by itself, for work other than responses: far more than a response creates.
COLLECTION_THRESHOLD = 100_000
YOUNG, ALL = 1, 2
# Objects in use while another thread collected are no longer young, so every so many responses collect everything.
FULL_COLLECTION_INTERVAL = 10

answers = itertools.count(1)


def collect_after_answers() -> None:
    """Exclude everything loaded so far from collections, and collect the garbage of each response after it."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(COLLECTION_THRESHOLD)
    request_finished.connect(collect, dispatch_uid="collect_after_answers")


def collect(**kwargs: Any) -> None:
    gc.collect(YOUNG if next(answers) % FULL_COLLECTION_INTERVAL else ALL)

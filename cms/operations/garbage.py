"""When Python looks for garbage: after an answer, not in the midst of it.

What an answer has loaded refers to each other in circles, so only the collector frees it. Left alone it starts while
answers are being made, and every now and then goes through all that the process has ever loaded, which takes longer
than ten answers.
"""

import gc
import itertools
from typing import Any

from django.core.signals import request_finished

# New objects before Python collects by itself, as it does for what is no answer: many more than an answer makes.
MANY = 100_000
YOUNG, ALL = 1, 2
# What was in use while another thread collected is no longer young: each so many answers everything is looked through.
ALL_EACH = 10

answers = itertools.count(1)


def collect_after_answers() -> None:
    """Leave what is loaded by now out of all collections, and collect what each answer leaves when it is done."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(MANY)
    request_finished.connect(collect, dispatch_uid="collect_after_answers")


def collect(**kwargs: Any) -> None:
    gc.collect(YOUNG if next(answers) % ALL_EACH else ALL)

"""What an answer leaves behind in memory."""

import gc
import weakref

import pytest
from django.core.signals import request_finished

from cms.operations.garbage import collect


class Answer:
    """Something that refers to itself."""

    def __init__(self):
        self.itself = self


@pytest.mark.django_db  # Django's own receivers look after the connection
def test_what_refers_to_itself_is_gone_when_its_answer_is_done():
    request_finished.connect(collect)
    gc.disable()
    try:
        answer = weakref.ref(Answer())
        assert answer() is not None

        request_finished.send(sender=None)

        assert answer() is None
    finally:
        gc.enable()
        request_finished.disconnect(collect)


def test_what_was_in_use_while_others_were_answered_goes_later():
    gc.disable()
    try:
        held = Answer()
        answer = weakref.ref(held)
        for _answer in range(5):
            collect()
        del held
        for _answer in range(10):
            collect()

        assert answer() is None
    finally:
        gc.enable()

"""Whatever editors do, a replica that only follows `changes/` equals a full read."""

import pytest

from tests.changes.editors import Editors, run


@pytest.mark.django_db
def test_a_replica_equals_a_full_read_after_whatever_editors_do():
    run(Editors, examples=3, steps=8)


@pytest.mark.proof
@pytest.mark.django_db
def test_a_replica_equals_a_full_read_after_very_many_things():
    run(Editors, examples=150, steps=25)

"""Who may do what is as the table in the documentation says, and nobody publishes who may not."""

import pytest

from tests import factories
from tests.roles.acts import ACTS
from tests.roles.table import ROLES, list_rows, read_table

pytestmark = pytest.mark.django_db


def make_role(role, *, name="ruth"):
    user = factories.make_user(name, group=role if role != "Administrators" else "Editors")
    if role == "Administrators":
        user.groups.clear()
        user.is_superuser = True
        user.save()
    return user


def test_every_act_is_in_the_table_and_every_row_is_an_act():
    assert list_rows() == list(ACTS)


def list_cases():
    """Return every act with every role. `make test` tries the two between which the right begins, `make proof` all."""
    for words, allowed in read_table().items():
        rights = [allowed[role] for role in ROLES]
        for number, role in enumerate(ROLES):
            beside = [rights[other] for other in (number - 1, number + 1) if 0 <= other < len(ROLES)]
            is_border = (not rights[number]) in beside or (len({*rights}) == 1 and number == 0)
            yield pytest.param(words, role, marks=[] if is_border else pytest.mark.proof)


@pytest.mark.parametrize(("words", "role"), [*list_cases()])
def test_a_role_does_what_the_table_says(words, role, client):
    user = make_role(role)
    client.force_login(user)

    assert ACTS[words](client, user) == read_table()[words][role]

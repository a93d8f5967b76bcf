"""Whatever editors do, a replica that only follows `changes/` equals a full read."""

from collections.abc import Callable

import pytest
from django.test import Client
from wagtail.models import Collection, CollectionViewRestriction, PageViewRestriction

from cms.models import Image
from tests.changes.commits import settle
from tests.changes.editors import Editors, run
from tests.changes.replica import Replica, read_all
from tests.factories import make_image, make_standard_page


@pytest.mark.django_db
def test_a_replica_equals_a_full_read_after_whatever_editors_do():
    run(Editors, examples=3, steps=8)


@pytest.mark.proof
@pytest.mark.django_db
def test_a_replica_equals_a_full_read_after_very_many_things():
    run(Editors, examples=150, steps=25)


def close_pages(page, image) -> None:
    PageViewRestriction.objects.create(page=page.get_parent(), restriction_type="login")


def close_collection(page, image) -> None:
    CollectionViewRestriction.objects.create(collection=image.collection, restriction_type="login")


def use_no_longer(page, image) -> None:
    page.hero_image = None
    page.save_revision().publish()


@pytest.mark.django_db
@pytest.mark.parametrize("hide", [close_pages, close_collection, use_no_longer])
def test_what_was_edited_and_then_hidden_leaves_a_replica(hide: Callable[..., None]):
    collection = Collection.get_first_root_node().add_child(name="Closed")
    image = make_image(collection=collection)
    page = make_standard_page(make_standard_page(), hero_image=image)
    settle()
    replica = Replica(Client())
    replica.sync()
    before = len(replica.rows)

    Image.objects.update(title="Edited")
    type(page).objects.filter(pk=page.pk).update(introduction="Edited")
    hide(page, image)
    settle()
    replica.sync()

    assert replica.rows == read_all(Client())
    assert len(replica.rows) < before

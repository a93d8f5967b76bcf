"""Documents as readers, browsers and caches get them."""

import pytest
from django.core.files.base import ContentFile
from wagtail.models import BaseViewRestriction, Collection, CollectionViewRestriction

from cms.caching.headers import PUBLIC
from cms.caching.stale import list_stale_tags
from cms.changes.feed import follow_changes, read_last_change
from cms.models import Document
from tests.factories import make_update

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def document() -> Document:
    return Document.objects.create(
        title="Minutes", public=True, file=ContentFile(b"%PDF-1.4 first", name="minutes.pdf")
    )


def get_tags(response) -> set[str]:
    return set(response["Cache-Tag"].split(","))


def test_a_public_document_may_be_cached_and_is_revalidated(client, document):
    response = client.get(document.url)

    assert response.getvalue() == b"%PDF-1.4 first"
    assert response["Cache-Control"] == PUBLIC
    assert response["CDN-Cache-Control"].startswith("max-age=")
    assert "Cookie" not in response.get("Vary", "")
    assert not response.has_header("Content-Encoding")

    again = client.get(document.url, headers={"if-none-match": response["ETag"]})

    assert again.status_code == 304
    assert again["Cache-Control"] == PUBLIC
    assert get_tags(again) == get_tags(response)


def replace(document: Document) -> None:
    document.file = ContentFile(b"%PDF-1.4 second", name="minutes.pdf")
    document.file_hash = ""
    document.save()
    document.get_file_hash()


def restrict(document: Document) -> None:
    private = Collection.get_first_root_node().add_child(name="Private")
    CollectionViewRestriction.objects.create(collection=private, restriction_type=BaseViewRestriction.LOGIN)
    document.collection = private
    document.save()


def restrict_its_collection(document: Document) -> None:
    CollectionViewRestriction.objects.create(
        collection=document.collection, restriction_type=BaseViewRestriction.PASSWORD, password="river"
    )


def withdraw(document: Document) -> None:
    document.public = False
    document.save()


@pytest.mark.parametrize("change", [replace, restrict, restrict_its_collection, withdraw, Document.delete])
def test_whatever_ends_a_document_purges_it(change, client, document):
    tags = get_tags(client.get(document.url))
    before, _op = read_last_change()

    change(document)

    assert tags & list_stale_tags(follow_changes(before))


def test_a_private_document_is_kept_by_nobody_else(client, admin_client, document):
    restrict(document)

    assert client.get(document.url).status_code == 302
    response = admin_client.get(document.url)

    assert response.getvalue() == b"%PDF-1.4 first"
    assert response["Cache-Control"] == "private, no-cache"
    assert not response.has_header("Cache-Tag")
    again = admin_client.get(document.url, headers={"if-none-match": response["ETag"]})
    assert (again.status_code, again["Cache-Control"]) == (304, "private, no-cache")


def test_unpublishing_the_only_page_that_shows_a_document_purges_it(client, document):
    withdraw(document)
    page = make_update(body=[("documents", {"heading": "Papers", "items": [{"document": document}]})])
    tags = get_tags(client.get(document.url))
    before, _op = read_last_change()

    page.unpublish()

    assert client.get(document.url).status_code == 404
    assert tags & list_stale_tags(follow_changes(before))

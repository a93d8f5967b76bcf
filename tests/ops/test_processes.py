"""Several processes that serve one site."""

import json
from collections.abc import Iterator

import pytest
from wagtail.models import Site

from cms.models import Organisation
from tests import factories
from tests.ops.processes import fetch, serve

READERS = 6  # enough to meet both processes


@pytest.fixture
def port(database_url) -> Iterator[int]:
    with serve(database_url) as port:
        yield port


@pytest.mark.django_db(transaction=True)
def test_after_a_change_no_process_serves_what_was_before(port):
    update = factories.make_update(title="News", slug="news")
    path = f"/api/v2/updates/{update.pk}/"

    seen = []
    for number in range(5):
        update.introduction = f"Version {number}"
        update.save_revision().publish()
        seen.append({json.loads(fetch(port, path)[1])["introduction"] for _ in range(READERS)})
    site = Site.objects.get(is_default_site=True)
    Organisation.objects.update_or_create(site=site, defaults={"name": "The Mill"})
    pages = [fetch(port, "/updates/news/") for _ in range(READERS)]
    update.unpublish()
    gone = {fetch(port, path)[0] for _ in range(READERS)}

    assert seen == [{f"Version {number}"} for number in range(5)]
    assert {status for status, _ in pages} == {200}
    assert all("The Mill" in body.decode() for _, body in pages)
    assert gone == {404}

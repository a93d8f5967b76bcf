from collections.abc import Iterator

import pytest

from cms.webhooks.models import Endpoint
from tests.webhooks.receivers import LOOPBACK, Receiver, receiving


@pytest.fixture
def receiver(settings) -> Iterator[Receiver]:
    settings.WEBHOOK_NETWORKS = LOOPBACK
    with receiving() as receiver:
        yield receiver


@pytest.fixture
def endpoint(db, receiver) -> Endpoint:
    return Endpoint.objects.create(name="Front end", address=receiver.url)

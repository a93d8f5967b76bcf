from collections.abc import Iterator

import pytest
from django.db import connection

from tests.ops.cluster import Cluster, run_cluster


@pytest.fixture
def cluster(request) -> Iterator[Cluster]:
    """A PostgreSQL that a test may stop, with a copy of the test database."""
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has no server that could go away")
    with run_cluster(request.getfixturevalue("database_url")) as cluster:
        yield cluster

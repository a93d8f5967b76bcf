"""Asking the API, and reading its answer."""

from typing import Any

from django.test import Client


def get(client: Client, path: str, expected: int = 200, /, **parameters: Any) -> Any:
    """Return what ``/api/v2/`` answers at a path, which must have the expected status."""
    response = client.get(f"/api/v2/{path}", parameters)
    assert response.status_code == expected, (path, parameters, response.content[:300])
    return response.json()

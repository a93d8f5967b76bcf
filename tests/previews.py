"""What editors see of a form that they have not saved."""

from django.test import Client


def read_preview(client: Client, path: str, form: dict[str, str]) -> str:
    """Send a form to the preview at ``path``, as the editor does while somebody types, and return the HTML it shows."""
    response = client.post(path, form)
    assert response.json()["is_valid"], response.json()

    response = client.get(path)

    assert response.status_code == 200
    return response.content.decode()

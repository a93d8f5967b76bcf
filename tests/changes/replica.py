"""A reader of `changes/` that keeps a copy of all that is public."""

from typing import Any

from django.test import Client

URL = "/api/v2/changes/"
Key = tuple[str, int, str | None]


class Replica:
    """Keeps ``rows`` by type, id and, for `site`, language; ``sync`` brings them up to date."""

    def __init__(self, client: Client, *, limit: int = 50, **filters: Any) -> None:
        self.client = client
        self.query = {**filters, "limit": limit}
        self.token = ""
        self.rows: dict[Key, dict[str, Any]] = {}
        self.heard: list[dict[str, Any]] = []
        self.restarts = 0

    def sync(self) -> None:
        """Apply what has changed."""
        has_more = True
        while has_more:
            response = self.client.get(URL, {**self.query, "since": self.token} if self.token else self.query)
            if response.status_code == 410:
                self.token, self.rows, self.restarts = "", {}, self.restarts + 1
                continue
            assert response.status_code == 200, response.content
            answer = response.json()
            for row in answer["items"]:
                self.apply(row)
            self.token, has_more = answer["next"], answer["has_more"]

    def apply(self, row: dict[str, Any]) -> None:
        self.heard.append(row)
        key = (row["type"], row["id"], row["locale"] if row["type"] == "site" else None)
        if row["op"] == "upsert":
            self.rows[key] = row
        else:
            self.rows.pop(key, None)


def read_all(client: Client, **filters: Any) -> dict[Key, dict[str, Any]]:
    replica = Replica(client, limit=500, **filters)
    replica.sync()
    return replica.rows

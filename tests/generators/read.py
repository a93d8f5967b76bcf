"""What somebody does with the client that openapi-python-client makes: prints what it has read."""

import json
import sys
from importlib import import_module
from typing import Any


def read(address: str) -> dict[str, Any]:
    pages, updates, search, models = (
        import_module(name)
        for name in ("pyclient.api.pages", "pyclient.api.updates", "pyclient.api.search", "pyclient.models")
    )
    for package, names in ((pages, ("find_page", "unlock_page")), (updates, ("list_updates", "get_update"))):
        for name in names:
            import_module(f"{package.__name__}.{name}")
    import_module(f"{search.__name__}.search_pages")
    client = import_module("pyclient").Client(base_url=address)
    kinds = [models.ListUpdatesKindItem("monthly_update"), models.ListUpdatesKindItem("news")]
    order = [models.ListUpdatesOrderItem("-id")]
    listed = updates.list_updates.sync(client=client, kind=kinds, order=order, limit=2)
    update = updates.get_update.sync(client=client, id=listed.items[0].id)
    found = pages.find_page.sync(client=client, html_path="/updates/")
    results = search.search_pages.sync(client=client, q="kitchen")
    missing = updates.get_update.sync_detailed(client=client, id=999_999)
    body = models.UnlockRequest(password="guess")
    refused = pages.unlock_page.sync_detailed(client=client, id=update.id, body=body)
    return {
        "ids": [item.id for item in listed.items],
        "type": update.type_,
        "blocks": [block.value.text if block.type_ == "heading" else block.type_ for block in update.body],
        "found": found.type_,
        "results": results.meta.total_count,
        "statuses": [missing.parsed.status, refused.parsed.status],
    }


if __name__ == "__main__":
    sys.stdout.write(json.dumps(read(sys.argv[1])))

from typing import Any

from wagtail import hooks

from cms.serving.stream import StreamView


@hooks.register("register_api_endpoints", order=20)
def register_endpoints() -> list[tuple[str, Any]]:
    return [("changes/stream", StreamView)]

"""A front end on an origin of its own: the one that the documentation shows."""

import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

DOCUMENTATION = Path(__file__).parents[2] / "docs" / "preview.md"


def read_front_end(cms: str) -> str:
    """Return the page of the documentation, for a CMS at this address."""
    found = re.search(r"```html\n(.*?)```", DOCUMENTATION.read_text(), re.DOTALL)
    assert found
    # Blocks as tall as on a real page, so that there is something to scroll.
    return found[1].replace("https://cms.example.org", cms) + "<style>section { min-height: 400px }</style>"


@contextmanager
def serve_front_end(cms: str) -> Iterator[str]:
    """Serve the front end; yield its address."""
    content = read_front_end(cms).encode()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Length", str(len(content)))
            self.send_header("Content-Security-Policy", f"frame-ancestors {cms}")
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *args: object) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/preview"
        server.shutdown()
        thread.join()

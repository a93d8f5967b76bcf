"""Those of ``search``, and the two that are beside this file."""

from pathlib import Path

import search.migrations

__path__ = [*search.migrations.__path__, str(Path(__file__).parent)]

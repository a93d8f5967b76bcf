"""What the organisation whose page is being made calls its things."""

from collections.abc import Callable, Mapping
from contextvars import ContextVar

# Returns the own names of the site whose page is being made, by their names in the hook ``register_names``.
find_names: ContextVar[Callable[[], Mapping[str, str]]] = ContextVar("find_names", default=dict)

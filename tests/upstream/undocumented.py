"""What the documentation of other packages does not mention: modules, or single names of a module."""

UNDOCUMENTED: set[str] = set()

"""The option that rewrites the table of what endpoints cost."""

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--write-costs", action="store_true", help="write the table of costs in docs/api.md anew")

"""The option that rewrites the contract files."""

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--write-contract", action="store_true", help="write the files of tests/contract anew")

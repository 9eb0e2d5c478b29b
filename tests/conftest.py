"""Options of the test run."""

from __future__ import annotations

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--rewrite-golden",
        action="store_true",
        help="write what the parser finds into tests/golden/, to be reviewed as a diff",
    )
    parser.addoption(
        "--full-faults", action="store_true", help="fault tests at full size, with a table of their figures"
    )

"""Options of the test run, and what holds for every test."""

from __future__ import annotations

import pytest
from hypothesis import settings

# Hypothesis gives an example 200 ms of the clock, which a machine with other work may need for any of ours;
# how long hostile lines take is measured by `make growth`.
settings.register_profile("without a deadline", deadline=None)
settings.load_profile("without a deadline")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--rewrite-golden",
        action="store_true",
        help="write what the parser finds into tests/golden/, to be reviewed as a diff",
    )
    parser.addoption(
        "--full-faults", action="store_true", help="fault tests at full size, with a table of their figures"
    )

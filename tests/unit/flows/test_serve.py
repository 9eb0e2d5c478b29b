from __future__ import annotations

import datetime as dt

import pytest

from flows.last_run import LastRun
from flows.serve_command import find_last_due, is_missed

# 02:00 in Tokyo is 17:00 UTC of the day before.
DUE = dt.datetime(2024, 3, 31, 17, tzinfo=dt.UTC)
NIGHTLY = "0 2 * * *"


@pytest.mark.parametrize(
    ("now", "due"),
    [
        ("2024-03-31T17:00:01Z", "2024-03-31T17:00Z"),
        ("2024-04-01T16:59:59Z", "2024-03-31T17:00Z"),
        ("2024-02-29T18:00:00Z", "2024-02-29T17:00Z"),
        ("2024-02-29T16:00:00Z", "2024-02-28T17:00Z"),
        ("2024-12-31T17:30:00Z", "2024-12-31T17:00Z"),
        # Where other clocks leap, Tokyo's does not.
        ("2024-03-31T01:30:00Z", "2024-03-30T17:00Z"),
    ],
)
def test_the_last_due_night_is_that_of_tokyo(now: str, due: str) -> None:
    found = find_last_due(NIGHTLY, dt.datetime.fromisoformat(now))
    assert found == dt.datetime.fromisoformat(due)


def test_a_cron_that_is_none_is_a_value_error() -> None:
    with pytest.raises(ValueError, match="columns"):
        find_last_due("at two", DUE)


@pytest.mark.parametrize(
    ("started", "missed"),
    [
        (None, False),
        (DUE, False),
        (DUE + dt.timedelta(minutes=1), False),
        (DUE - dt.timedelta(minutes=1), True),
        (DUE - dt.timedelta(days=9), True),
    ],
)
def test_a_night_is_missed_when_none_ran_since_it_was_due(
    started: dt.datetime | None,
    missed: bool,  # noqa: FBT001 -- a column of the table
) -> None:
    run = LastRun(started, started, succeeded=False, reason="killed") if started else None
    assert is_missed(run, DUE) == missed

"""Which months of a mart depend on which months of what it reads, as its header says.

    -- partition: month                              (of posted_date)
    -- partition: month of window_end_date           (of another day, or of the fact that a key is of)
    -- reach: 2 months before                        (a month is made from itself and the two before it)
    -- reach: 100 years before                       (and so from all months before)
    -- reach: source_window_days days before, source_window_days days after    (DuckDB variables count)

Without a reach a month gives what it would give if there were no other. With one it is given the months in
reach, and also the posts of the first and of the last dated day, so that it knows where the corpus ends.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Collection, Iterable
from typing import NamedTuple

from warehouse.model_file import Header

UNDATED = 0
"""The month of what has no day; it reaches nothing and nothing reaches it."""

WRITTEN_VARIABLE = "written_months"
"""DuckDB variable with the months whose rows are wanted, where a mart is built by month: a model may leave
out those of the others, which it sees because they are in reach."""

_PARTITION = re.compile(r"month(?: of (\w+))?")
_REACH = re.compile(r"(\w+) (day|month|year)s? (before|after)")
# No month is shorter, so that so many days never reach further than one month away.
_LEAST_DAYS = 28
FACT_OF_KEY = {"quote_id": "quotes", "post_id": "posts"}
"""Facts by the key that tells their rows."""


class Partition(NamedTuple):
    """How a mart is made month by month.

    Attributes:
        column: what tells the month of a row: a day, or the key of a fact that has one.
        before: how many months before it a month is made from.
        after: how many after it.
    """

    column: str = "posted_date"
    before: int = 0
    after: int = 0

    @property
    def has_reach(self) -> bool:
        """Whether a month looks at others."""
        return bool(self.before or self.after)

    def list_written(self, touched: Iterable[int]) -> set[int]:
        """The months that may come out otherwise, where those that are read changed in some.

        >>> sorted(Partition(before=2).list_written([202312]))
        [202312, 202401, 202402]
        """
        return _widen(touched, self.after, self.before)

    def list_read(self, written: Iterable[int]) -> set[int]:
        """The months to make some months from.

        >>> sorted(Partition(before=1, after=1).list_read([202401, 0]))
        [0, 202312, 202401, 202402]
        """
        return _widen(written, self.before, self.after)

    def tell_month(self, months: Collection[int]) -> str:
        """An SQL condition on rows of the mart: they are of one of some months."""
        if fact := FACT_OF_KEY.get(self.column):
            # What the fact has no longer is of any month, so that a row of it does not stay.
            others = f"select {self.column} from {fact} where not {month_in(months)}"
            return f"{self.column} not in ({others})"
        return month_in(months, self.column)


def read_partition(header: Header, get_variable: Callable[[str], int]) -> Partition | None:
    """What a header says; None where the mart is made whole.

    Args:
        header: of a mart.
        get_variable: what a name in place of a number stands for.

    Raises:
        ValueError: a part cannot be read; the message says what may stand there.
    """
    if not header.partition:
        return None
    found = _PARTITION.fullmatch(header.partition)
    if not found:
        raise ValueError("partition can only be month, or month of a column")
    months = {"before": 0, "after": 0}
    for part in filter(None, header.reach.split(", ")):
        reach = _REACH.fullmatch(part)
        if not reach:
            raise ValueError("reach is <number> days|months|years before|after, with commas between")
        count = int(reach[1]) if reach[1].isdigit() else get_variable(reach[1])
        months[reach[3]] = _count_months(count, reach[2])
    return Partition(found[1] or Partition().column, **months)


def _count_months(count: int, unit: str) -> int:
    """How many months hold so many days, months or years."""
    return {"day": -(-count // _LEAST_DAYS), "month": count, "year": 12 * count}[unit]


def month_of(day: str) -> str:
    """The month of a day in SQL, as a number such as 202406.

    >>> month_of("day")
    'coalesce(year(day) * 100 + month(day), 0)'
    """
    return f"coalesce(year({day}) * 100 + month({day}), {UNDATED})"


def month_in(months: Collection[int], day: str = "posted_date") -> str:
    """An SQL condition, never null, that a day is of one of some months; DuckDB skips rows by its ranges.

    >>> month_in([UNDATED], "day")
    '(day is null)'
    >>> month_in([202312, 202401, 202406], "day")  # doctest: +NORMALIZE_WHITESPACE
    "((day is not null and day >= date '2023-12-01' and day < date '2024-02-01')
     or (day is not null and day >= date '2024-06-01' and day < date '2024-07-01'))"
    """
    chosen = {_to_number(month) for month in months if month != UNDATED}
    starts = sorted(number for number in chosen if number - 1 not in chosen)
    ends = sorted(number + 1 for number in chosen if number + 1 not in chosen)
    ranges = [
        f"({day} is not null and {day} >= {_to_first_day(start)} and {day} < {_to_first_day(end)})"
        for start, end in zip(starts, ends, strict=True)
    ]
    if UNDATED in months:
        ranges.insert(0, f"{day} is null")
    return f"({' or '.join(ranges) or 'false'})"


def in_numbers(months: Iterable[int]) -> str:
    """The end of a condition on a month's number.

    >>> in_numbers([202406, 0])
    'in (0, 202406)'
    """
    return f"in ({', '.join(map(str, sorted(months))) or 'null'})"


def to_month(day: dt.date) -> int:
    """The number of a day's month.

    >>> to_month(dt.date(2024, 6, 2))
    202406
    """
    return day.year * 100 + day.month


def is_written(day: str) -> str:
    """An SQL condition that rows of a day's month are wanted.

    >>> is_written("day")
    "coalesce(list_contains(getvariable('written_months'), coalesce(year(day) * 100 + month(day), 0)), true)"
    """
    return f"coalesce(list_contains(getvariable('{WRITTEN_VARIABLE}'), {month_of(day)}), true)"


def list_months(first: int, last: int) -> list[int]:
    """Every month from one to another.

    >>> list_months(202311, 202401)
    [202311, 202312, 202401]
    """
    return [_to_month(number) for number in range(_to_number(first), _to_number(last) + 1)]


def _widen(months: Iterable[int], before: int, after: int) -> set[int]:
    return {
        near for month in months for near in (_near(month, before, after) if month != UNDATED else [UNDATED])
    }


def _near(month: int, before: int, after: int) -> list[int]:
    number = _to_number(month)
    return [_to_month(near) for near in range(number - before, number + after + 1)]


def _to_number(month: int) -> int:
    return month // 100 * 12 + month % 100 - 1


def _to_first_day(number: int) -> str:
    return f"date '{number // 12:04}-{number % 12 + 1:02}-01'"


def _to_month(number: int) -> int:
    return number // 12 * 100 + number % 12 + 1

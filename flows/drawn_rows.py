"""Small tables for people, drawn as those of `hatsugen query` are."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import pyarrow as pa

from warehouse.result_table import draw_table

Cell = str | int | float


def draw_rows(headings: Sequence[str], rows: Iterable[Sequence[Cell]], *, indent: str = "") -> list[str]:
    """Draw rows in columns as wide as their longest cell, a line each; no rows give no lines.

    Args:
        headings: of the columns; all cells of a column are of one type.
        rows: their cells; control characters are shown as escapes.
        indent: what every line begins with.
    """
    columns = list(zip(*rows, strict=True))
    if not columns:
        return []
    table = pa.table([pa.array(column) for column in columns], names=list(headings))
    lines = draw_table(table.to_reader(), width=None).splitlines()
    return [f"{indent}{line}".rstrip() for line in lines[:-1]]  # the last one counts the rows


def to_printable(line: str) -> str:
    r"""A line whose control characters are shown as escapes: a page must not steer the terminal.

    >>> to_printable("青浜\u3000市\x1b[2J")
    '青浜\u3000市\\x1b[2J'
    """
    return "".join(
        mark if mark.isprintable() or mark == "\u3000" else mark.encode("unicode_escape").decode()
        for mark in line
    )


def describe_days(first: object, last: object) -> str:
    """A span of days; `…` where it is open.

    >>> describe_days("2024-06-01", None), describe_days(None, None)
    ('2024-06-01 – …', 'always')
    """
    return f"{first or '…'} – {last or '…'}" if first or last else "always"

"""A query result drawn for people: columns aligned by the width a terminal gives Japanese characters."""

from __future__ import annotations

from typing import NamedTuple

import pyarrow as pa
from rich.cells import cell_len, set_cell_size

from warehouse.result_format import to_texts

ROW_LIMIT = 1_000
"""Rows drawn at most; the formats for programs give all."""
_GAP = "  "
_NARROWEST = 8


class _Drawn(NamedTuple):
    """One column as text: its heading first."""

    cells: list[str]
    is_number: bool


def draw_table(reader: pa.RecordBatchReader, *, width: int | None) -> str:
    """Draw the first rows of a result and say how many there are.

    Line breaks and other control characters are shown as escapes, so that a row is always one line.

    Args:
        reader: the rows; read once, to the end only when there are at most `ROW_LIMIT`.
        width: cells of the terminal, to which long text is cut with …; None: nothing is cut.
    """
    rows, has_more = _first_rows(reader)
    if not rows.column_names:
        return "(no columns)\n"
    columns = [_draw_column(name, rows.column(name)) for name in rows.column_names]
    widths = _fit([max(map(cell_len, column.cells)) for column in columns], width)
    lines = [_draw_line(columns, widths, row) for row in range(rows.num_rows + 1)]
    lines.insert(1, _GAP.join("-" * size for size in widths))
    return "\n".join([*lines, _draw_count(rows.num_rows, has_more=has_more)]) + "\n"


def _first_rows(reader: pa.RecordBatchReader) -> tuple[pa.Table, bool]:
    batches: list[pa.RecordBatch] = []
    for batch in reader:
        batches.append(batch)
        if sum(each.num_rows for each in batches) > ROW_LIMIT:
            break
    rows = pa.Table.from_batches(batches, schema=reader.schema)
    return rows.slice(0, ROW_LIMIT), rows.num_rows > ROW_LIMIT


def _draw_column(name: str, column: pa.ChunkedArray) -> _Drawn:
    texts = [text for chunk in column.chunks for text in to_texts(chunk)]
    is_number = pa.types.is_integer(column.type) or pa.types.is_floating(column.type)
    is_number = is_number or pa.types.is_decimal(column.type)
    return _Drawn([_draw_text(name), *map(_draw_cell, texts)], bool(is_number))


def _draw_cell(value: object) -> str:
    if value is None:
        return "NULL"
    return "'NULL'" if value == "NULL" else _draw_text(str(value))


def _draw_text(text: str) -> str:
    r"""Text on one line.

    >>> _draw_text("一行目\n二行目\u2028終")
    '一行目\\n二行目\\u2028終'
    """
    if text.isprintable():
        return text
    return "".join(mark if mark.isprintable() or mark == "\u3000" else _escape(mark) for mark in text)


def _escape(mark: str) -> str:
    return mark.encode("unicode_escape").decode("ascii")


def _fit(widths: list[int], room: int | None) -> list[int]:
    """Shrink the widest columns until the row fits, but none below `_NARROWEST`.

    >>> _fit([4, 50, 30], 50), _fit([4, 5], 50), _fit([50, 50], None)
    ([4, 21, 21], [4, 5], [50, 50])
    """
    if room is None:
        return list(widths)
    # No column can end wider than the room, and a text of megabytes would be shrunk cell by cell.
    fitted = [min(width, max(room, _NARROWEST)) for width in widths]
    while sum(fitted) + len(_GAP) * (len(fitted) - 1) > room:
        widest = max(fitted)
        if widest <= _NARROWEST:
            break
        fitted[len(fitted) - 1 - fitted[::-1].index(widest)] -= 1
    return fitted


def _draw_line(columns: list[_Drawn], widths: list[int], row: int) -> str:
    cells = [
        _pad(column.cells[row], width, is_number=column.is_number)
        for column, width in zip(columns, widths, strict=True)
    ]
    return _GAP.join(cells).rstrip(" ")


def _pad(text: str, width: int, *, is_number: bool) -> str:
    size = cell_len(text)
    if size > width:
        return set_cell_size(set_cell_size(text, width - 1).rstrip(" ") + "…", width)
    return " " * (width - size) + text if is_number else text + " " * (width - size)


def _draw_count(count: int, *, has_more: bool) -> str:
    if has_more:
        return f"(the first {count:,} rows; --format csv, jsonl or parquet gives all)"
    return f"({count:,} row{'' if count == 1 else 's'})"

"""CSV for spreadsheets: Japanese intact, and nothing that a spreadsheet would compute.

`warehouse.result_format` writes CSV for programs, with every text as it is stored.
"""

from __future__ import annotations

import csv
import io
import unicodedata
from typing import BinaryIO

import pyarrow as pa

from warehouse.result_format import to_texts

type_is = pa.types

BOM = "\ufeff"
_FORMULA_SIGNS = frozenset("=+-@")
_LINE_SIGNS = ("\t", "\r", "\n")


def write_csv(rows: pa.RecordBatchReader, stream: BinaryIO) -> int:
    """Write rows as CSV, batch by batch: UTF-8 with a byte order mark, lines ended by CRLF.

    Text that a spreadsheet would compute gets an apostrophe before it (`neutralise`); numbers, days and
    instants are no text and stay as they are. NULL is an empty field, as is the empty string.

    Args:
        rows: read once, to the end.
        stream: where the bytes go; it is not closed.

    Returns:
        The number of rows written.
    """
    count = 0
    stream.write(BOM.encode())
    stream.write(_to_lines([[neutralise(name) for name in rows.schema.names]]))
    for batch in rows:
        columns = [_to_fields(column) for column in batch.columns]
        stream.write(_to_lines(list(zip(*columns, strict=True))))
        count += batch.num_rows
    return count


def to_csv(rows: pa.Table) -> bytes:
    """A table as CSV; see `write_csv`."""
    stream = io.BytesIO()
    write_csv(rows.to_reader(), stream)
    return stream.getvalue()


def neutralise(text: str) -> str:
    r"""Text that begins like a formula, with an apostrophe before it.

    Spreadsheets compute what begins with = + - @, in Japan in either width, and cut fields at tabs and line
    breaks. What they pass over on the way to the sign is passed over here too.

    >>> [neutralise(text) for text in ("=1+1", "＠SUM", "\u3000－2", "ok", "")]
    ["'=1+1", "'＠SUM", "'\u3000－2", 'ok', '']
    """
    if text[:1].isalnum():
        return text  # nearly always: letters and digits are no signs, and the rest takes five times as long
    if text.startswith(_LINE_SIGNS):
        return f"'{text}"
    first = next((mark for mark in text if not _is_passed_over(mark)), "")
    # NFKC: full-width, small and raised forms of the signs are the signs.
    return f"'{text}" if unicodedata.normalize("NFKC", first) in _FORMULA_SIGNS else text


def _is_passed_over(mark: str) -> bool:
    return mark.isspace() or unicodedata.category(mark) in {"Cc", "Cf"}


def _to_fields(column: pa.Array) -> list[object]:
    texts = to_texts(column)
    if _is_computed(column.type):
        return texts
    return [None if text is None else neutralise(str(text)) for text in texts]


def _is_computed(kind: pa.DataType) -> bool:
    """Whether a column holds numbers or days: what a spreadsheet may take as such."""
    checks = (type_is.is_integer, type_is.is_floating, type_is.is_decimal, type_is.is_boolean)
    return any(check(kind) for check in (*checks, type_is.is_timestamp, type_is.is_date))


def _to_lines(rows: list[tuple[object, ...]] | list[list[str]]) -> bytes:
    stream = io.StringIO(newline="")
    csv.writer(stream).writerows(rows)
    return stream.getvalue().encode()

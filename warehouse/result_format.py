"""Query results as people and programs read them: table, csv, json, jsonl, parquet.

Text leaves exactly as it is stored. Days are ISO 8601; instants carry a Z; binary is hexadecimal in tables
and CSV, base64 in JSON. NULL is `NULL` in a table (the word itself stands in quotes there), nothing in CSV
(where an empty string is `""`), null in JSON, where NaN and the infinities are null too.
"""

from __future__ import annotations

import base64
import datetime as dt
import json
import math
from collections.abc import Callable, Iterator
from decimal import Decimal
from enum import StrEnum
from typing import BinaryIO

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from warehouse.query_limits import QueryError

type_is = pa.types


class ResultFormat(StrEnum):
    """How `hatsugen query` writes its rows."""

    TABLE = "table"
    CSV = "csv"
    JSON = "json"
    JSONL = "jsonl"
    PARQUET = "parquet"


def write_result(reader: pa.RecordBatchReader, result_format: ResultFormat, stream: BinaryIO) -> int:
    """Write every row of a result in a format for programs, batch by batch.

    Args:
        reader: the rows; read once.
        result_format: any format but TABLE, which `warehouse.result_table` draws for people.
        stream: where the bytes go (UTF-8 without a byte order mark, or Parquet); it is not closed.

    Returns:
        The number of rows written.

    Raises:
        QueryError: Parquet has no type for a column.
    """
    if result_format is ResultFormat.PARQUET:
        return _write_parquet(reader, stream)
    pieces = {
        ResultFormat.CSV: _csv_lines,
        ResultFormat.JSON: _json_pieces,
        ResultFormat.JSONL: _json_lines,
    }[result_format]
    rows = _Counted(reader)
    for piece in pieces(rows):
        stream.write(piece.encode())
    return rows.count


class _Counted:
    """The batches of a result, counting their rows on the way."""

    def __init__(self, reader: pa.RecordBatchReader) -> None:
        self.names: list[str] = reader.schema.names
        self.count = 0
        self._reader = reader

    def rows(self, convert: Callable[[pa.Array], list[object]]) -> Iterator[tuple[object, ...]]:
        for batch in self._reader:
            self.count += batch.num_rows
            yield from zip(*(convert(column) for column in batch.columns), strict=True)


def _write_parquet(reader: pa.RecordBatchReader, stream: BinaryIO) -> int:
    count = 0
    with _open_parquet(stream, reader.schema) as writer:
        for batch in reader:
            writer.write_batch(batch)
            count += batch.num_rows
    return count


def _open_parquet(stream: BinaryIO, schema: pa.Schema) -> pq.ParquetWriter:
    try:
        return pq.ParquetWriter(stream, schema, compression="zstd")
    except pa.ArrowNotImplementedError as error:
        raise QueryError(f"Parquet cannot hold a column ({error})", "cast it, e.g. to varchar") from error


def _csv_lines(result: _Counted) -> Iterator[str]:
    yield ",".join(_csv_field(name) for name in result.names) + "\r\n"
    for row in result.rows(to_texts):
        yield ",".join("" if value is None else _csv_field(str(value)) for value in row) + "\r\n"


def _csv_field(text: str) -> str:
    """One field of RFC 4180.

    >>> [_csv_field(text) for text in ("平和", "", 'say "no", twice', " edge")]
    ['平和', '""', '"say ""no"", twice"', '" edge"']
    """
    if text and text == text.strip() and not any(mark in text for mark in ',"\r\n'):
        return text
    return '"' + text.replace('"', '""') + '"'


def _json_lines(result: _Counted) -> Iterator[str]:
    for row in result.rows(to_json_values):
        yield _dump(dict(zip(result.names, row, strict=True))) + "\n"


def _json_pieces(result: _Counted) -> Iterator[str]:
    opening = "["
    for line in _json_lines(result):
        yield opening + "\n" + line.removesuffix("\n")
        opening = ","
    yield "[]\n" if opening == "[" else "\n]\n"


def _dump(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False)


def to_texts(column: pa.Array) -> list[object]:
    """A column as text for people and spreadsheets; None stays None, nested values are written as JSON."""
    kind = column.type
    if _is_day_or_instant(kind):
        return _iso_texts(column)
    if type_is.is_boolean(kind):
        return [value if value is None else str(value).lower() for value in column.to_pylist()]
    if _is_binary(kind):
        return [value if value is None else value.hex() for value in _storage(column).to_pylist()]
    if type_is.is_nested(kind):
        return [value if value is None else _dump(_to_json(value)) for value in column.to_pylist()]
    return [value if value is None else _to_text(value) for value in column.to_pylist()]


def to_json_values(column: pa.Array) -> list[object]:
    """A column as values that `json` writes; None stays None."""
    if _is_day_or_instant(column.type):
        return _iso_texts(column)
    return [_to_json(value) for value in _storage(column).to_pylist()]


def _is_day_or_instant(kind: pa.DataType) -> bool:
    return bool(type_is.is_timestamp(kind) or type_is.is_date(kind))


def _is_binary(kind: pa.DataType) -> bool:
    return bool(
        type_is.is_binary(kind) or type_is.is_large_binary(kind) or isinstance(kind, pa.BaseExtensionType)
    )


def _storage(column: pa.Array) -> pa.Array:
    return column.storage if isinstance(column, pa.ExtensionArray) else column


def _iso_texts(column: pa.Array) -> list[object]:
    # Through Arrow's own text, since DuckDB's days go far beyond Python's year 9999.
    texts: list[str | None] = pc.cast(column, pa.string()).to_pylist()
    return [None if text is None else _to_iso(text) for text in texts]


def _to_iso(text: str) -> str:
    """Arrow's text of an instant in the shape of ISO 8601, without zeros at its end.

    >>> [_to_iso(text) for text in ("2023-11-08", "2023-11-08 01:02:03.500000Z")]
    ['2023-11-08', '2023-11-08T01:02:03.5Z']
    """
    body, zone = text.removesuffix("Z"), "Z" if text.endswith("Z") else ""
    if "." in body:
        body = body.rstrip("0").removesuffix(".")
    return body.replace(" ", "T", 1) + zone


def _to_text(value: object) -> str:
    if isinstance(value, pa.MonthDayNano):
        return _to_duration(value)
    return str(value)


def _to_json(value: object) -> object:
    match value:
        case None | bool() | int() | str():
            return value
        case float():
            return value if math.isfinite(value) else None
        case Decimal():
            return _to_json_number(value)
        case bytes():
            return base64.b64encode(value).decode("ascii")
        case pa.MonthDayNano():
            return _to_duration(value)
        case dict():
            return {str(key): _to_json(item) for key, item in value.items()}
        case list() | tuple():
            return [_to_json(item) for item in value]
        case dt.datetime():
            return value.isoformat().replace("+00:00", "Z")
        case dt.date() | dt.time():
            return value.isoformat()
        case _:
            return str(value)


def _to_json_number(value: Decimal) -> int | float | str:
    """A number if JSON's readers get the same number back, else its digits as a string.

    >>> [_to_json_number(Decimal(digits)) for digits in ("12", "1.5", "0.12345678901234567890")]
    [12, 1.5, '0.12345678901234567890']
    """
    if value == value.to_integral_value():
        return int(value)
    number = float(value)
    return number if Decimal(repr(number)) == value else str(value)


def _to_duration(value: pa.MonthDayNano) -> str:
    """An interval in the shape of ISO 8601.

    >>> _to_duration(pa.MonthDayNano([1, 2, 3_500_000_000]))
    'P1M2DT3.5S'
    """
    months, days, nanoseconds = value
    seconds = Decimal(nanoseconds) / 1_000_000_000
    return f"P{months}M{days}DT{seconds.normalize():f}S"

"""Which columns of a Parquet file are read, and their values as a JSON line would have them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pyarrow as pa
from pyarrow import types

from transforms.readers.json_fields import (
    AUTHOR_KEYS,
    CATEGORY_KEYS,
    CRAWLED_KEYS,
    ID_KEYS,
    NESTED_KEYS,
    PUBLISHED_KEYS,
    SITE_KEYS,
    STATUS_KEYS,
    TEXT_KEYS,
    TITLE_KEYS,
    URL_KEYS,
)

_OTHER_KEYS = frozenset(
    set().union(
        ID_KEYS,
        URL_KEYS,
        SITE_KEYS,
        TITLE_KEYS,
        AUTHOR_KEYS,
        PUBLISHED_KEYS,
        CRAWLED_KEYS,
        CATEGORY_KEYS,
        STATUS_KEYS,
    )
)
_EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)


def choose_columns(schema: pa.Schema) -> list[str]:
    """The names of the columns to read, with dots for those inside a struct.

    >>> choose_columns(pa.schema({"text": pa.large_string(), "score": pa.float64(), "content": pa.int8()}))
    ['text']
    """
    chosen: list[str] = []
    for field in schema:
        if field.name in TEXT_KEYS:
            chosen += [field.name] if _is_text(field.type) or types.is_null(field.type) else []
        elif field.name in _OTHER_KEYS:
            chosen += [field.name] if _is_read(field.type) else []
        elif field.name in NESTED_KEYS and _is_text(field.type):
            chosen.append(field.name)
        elif field.name in NESTED_KEYS and types.is_struct(field.type):
            inner_fields = [field.type.field(number) for number in range(field.type.num_fields)]
            chosen += [
                f"{field.name}.{inner.name}"
                for inner in inner_fields
                if inner.name in _OTHER_KEYS and (_is_text(inner.type) or types.is_integer(inner.type))
            ]
    return chosen


def read_values(column: pa.Array) -> list[object]:
    r"""A column's values, one for each row: strings, numbers, lists, dicts, None; days and times in ISO form.

    A string that is no UTF-8 is left as its bytes. Times are in UTC if the file says so, else without a zone.

    >>> read_values(pa.array([1699446600], pa.timestamp("s", "Asia/Tokyo")))
    ['2023-11-08T12:30:00+00:00']
    >>> read_values(pa.array([b"ok", b"\xff"]))
    ['ok', b'\xff']
    """
    kind = column.type
    if types.is_timestamp(kind):
        microseconds = column.cast(pa.timestamp("us", kind.tz), safe=False).cast(pa.int64()).to_pylist()
        return [
            _show(value, lambda number: _show_instant(number, is_utc=kind.tz is not None))
            for value in microseconds
        ]
    if types.is_date(kind):
        days = column.cast(pa.date32()).cast(pa.int32()).to_pylist()
        return [_show(value, _show_day) for value in days]
    try:
        values: list[object] = column.to_pylist()
    except UnicodeDecodeError:
        return [_read_scalar(scalar) for scalar in column]
    if _is_bytes(kind):
        return [_decode(value) if isinstance(value, bytes) else value for value in values]
    return values


def _is_text(kind: pa.DataType) -> bool:
    if types.is_dictionary(kind):
        return _is_text(kind.value_type)
    return (
        types.is_string(kind) or types.is_large_string(kind) or types.is_string_view(kind) or _is_bytes(kind)
    )


def _is_bytes(kind: pa.DataType) -> bool:
    return bool(types.is_binary(kind) or types.is_large_binary(kind) or types.is_binary_view(kind))


def _is_read(kind: pa.DataType) -> bool:
    if types.is_list(kind) or types.is_large_list(kind):
        return _is_text(kind.value_type)
    is_number = types.is_integer(kind) or types.is_floating(kind)
    return bool(
        is_number
        or types.is_boolean(kind)
        or _is_text(kind)
        or types.is_timestamp(kind)
        or types.is_date(kind)
    )


def _show(value: int | None, show: Callable[[int], str]) -> str | None:
    """The value's ISO form; None for what is no date of any calendar."""
    try:
        return None if value is None else show(value)
    except OverflowError:
        return None


def _show_instant(microseconds: int, *, is_utc: bool) -> str:
    instant = _EPOCH + dt.timedelta(microseconds=microseconds)
    return (instant if is_utc else instant.replace(tzinfo=None)).isoformat()


def _show_day(days: int) -> str:
    return (_EPOCH + dt.timedelta(days=days)).date().isoformat()


def _read_scalar(scalar: pa.Scalar) -> object:
    try:
        value: object = scalar.as_py()
    except UnicodeDecodeError:
        is_flat = isinstance(scalar, pa.StringScalar | pa.LargeStringScalar | pa.StringViewScalar)
        return scalar.as_buffer().to_pybytes() if is_flat else b""
    return value


def _decode(value: bytes) -> str | bytes:
    try:
        return value.decode()
    except UnicodeDecodeError:
        return value

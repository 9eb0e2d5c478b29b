"""Whole columns of drawn tables, made of numbers and texts."""

from __future__ import annotations

import pyarrow as pa
import pyarrow.compute as pc

from benchmarks.marts.corpus import Numbers

_EMPTY: dict[pa.DataType, object] = {pa.string(): "", pa.list_(pa.string()): [], pa.bool_(): False}


def fill(field: pa.Field, count: int) -> pa.Array:
    """A column that nothing was drawn for: nulls where it may have them, else empty texts, lists and 0."""
    if field.nullable:
        return pa.nulls(count, field.type)
    return pa.array([_EMPTY.get(field.type, 0)] * count, field.type)


def choose(kind: Numbers, values: list[pa.Array | str]) -> pa.Array:
    """For each row the value of the column that its kind is the place of."""
    return pc.choose(pa.array(kind), *values)


def where(condition: Numbers, one: pa.Array | str, other: pa.Array | str) -> pa.Array:
    """The one value where the condition holds, the other elsewhere."""
    found = pc.if_else(pa.array(condition), one, other)
    return found.combine_chunks() if isinstance(found, pa.ChunkedArray) else found


def null_where(condition: Numbers, values: pa.Array) -> pa.Array:
    """The values, and nulls where the condition holds."""
    return pc.if_else(pa.array(condition), pa.scalar(None, values.type), values)


def repeat(value: str, count: int) -> pa.Array:
    """A column of one value."""
    return pa.repeat(pa.scalar(value), count)

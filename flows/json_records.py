"""Records of the program as values that JSON can hold."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from enum import Enum


def to_json_value(value: object) -> object:
    """Turn a record, or a list of them, into dicts, lists and plain values.

    >>> to_json_value((dt.date(2024, 6, 1), None, 0.5))
    ['2024-06-01', None, 0.5]
    """
    match value:
        case None | bool() | int() | float():
            return value
        case Enum():
            return value.value
        case str():
            return value
        case dt.date():
            return value.isoformat()
        case Mapping():
            return {str(key): to_json_value(item) for key, item in value.items()}
    named = _list_fields(value)
    if named is not None:
        return {name: to_json_value(getattr(value, name)) for name in named}
    if isinstance(value, list | tuple):
        return [to_json_value(item) for item in value]
    raise TypeError(f"{type(value).__name__} is no value for JSON")


def _list_fields(value: object) -> tuple[str, ...] | None:
    """The names of a dataclass's or a NamedTuple's fields."""
    if is_dataclass(value):
        return tuple(field.name for field in fields(value))
    names = getattr(value, "_fields", None)
    return names if isinstance(names, tuple) else None

"""Parsing one JSON record strictly, and saying why one is refused.

orjson parses; it already refuses what JSON does not allow (NaN, numbers beyond a double, lone surrogates,
bytes that are not UTF-8). It keeps the last of two equal keys in silence and nests to 1024, so both are
looked for here. A refused record is read once more by the standard library, which is lenient, to tell the
reason without relying on anybody's error messages.
"""

from __future__ import annotations

import codecs
import json
import math
import re
from typing import NoReturn

import orjson

from transforms.readers.json_fields import Fields
from transforms.records import RejectReason

_KEY_END = re.compile(rb'"\s*:')
_SURROGATE = re.compile(r"\\u[dD][89a-fA-F][0-9a-fA-F]{2}")


class RecordError(ValueError):
    """A record that is no JSON object we take; `reason` says why."""

    def __init__(self, reason: RejectReason) -> None:
        super().__init__(reason)
        self.reason = reason


def parse_record(line: bytes, *, max_depth: int, is_ended: bool) -> Fields:
    """Parse one JSON object.

    Args:
        line: its bytes, without the line break.
        max_depth: levels of objects and arrays allowed; the record itself is the first.
        is_ended: whether a line break followed; a line that lacks it may have been cut off.

    Raises:
        RecordError: with the reason. Nothing else is raised, whatever the bytes.

    >>> parse_record(b'{"text": "x", "id": 1}', max_depth=64, is_ended=True)
    {'text': 'x', 'id': 1}
    """
    try:
        value: object = orjson.loads(line)
    except orjson.JSONDecodeError as error:
        is_cut = not is_ended and (error.pos >= len(error.doc) > 0 or _ends_inside_character(line))
        raise RecordError(RejectReason.CUT if is_cut else explain_refusal(line, max_depth)) from error
    if not isinstance(value, dict):
        raise RecordError(RejectReason.NOT_AN_OBJECT)
    key_count = _count_keys(value, max_depth)
    # No quote before a colon ends a key unless it stands in a string: more of them than keys is a hint, no
    # proof.
    if len(_KEY_END.findall(line)) > key_count:
        json.loads(line, object_pairs_hook=_refuse_equal_keys)
    return value


def explain_refusal(line: bytes, max_depth: int) -> RejectReason:
    """Why a line that orjson refuses is refused."""
    try:
        text = line.decode()
    except UnicodeDecodeError:
        return RejectReason.BAD_ENCODING
    try:
        _count_keys(_parse_leniently(text), max_depth)
    except RecordError as error:
        return error.reason
    except RecursionError:
        return RejectReason.TOO_DEEP
    except ValueError:
        return RejectReason.BAD_JSON
    return RejectReason.LONE_SURROGATE if _SURROGATE.search(text) else RejectReason.BAD_JSON


def _count_keys(value: object, max_depth: int) -> int:
    """Keys of all objects in a JSON value, level by level so that nesting costs no stack."""
    key_count = 0
    level: list[object] = [value] if isinstance(value, dict | list) else []
    for _ in range(max_depth):
        below: list[object] = []
        for container in level:
            if isinstance(container, dict):
                key_count += len(container)
                below += [item for item in container.values() if type(item) is dict or type(item) is list]
            elif isinstance(container, list):
                below += [item for item in container if type(item) is dict or type(item) is list]
        if not below:
            return key_count
        level = below
    raise RecordError(RejectReason.TOO_DEEP)


def _parse_leniently(text: str) -> object:
    """Parse JSON as the standard library takes it, but no equal keys and no number beyond a double."""
    value: object = json.loads(
        text,
        object_pairs_hook=_refuse_equal_keys,
        parse_constant=_refuse_constant,
        parse_float=_parse_finite,
        parse_int=_parse_finite,
    )
    return value


def _refuse_equal_keys(pairs: list[tuple[str, object]]) -> Fields:
    fields = dict(pairs)
    if len(fields) < len(pairs):
        raise RecordError(RejectReason.DUPLICATE_KEY)
    return fields


def _refuse_constant(_name: str) -> NoReturn:
    raise RecordError(RejectReason.NON_FINITE_NUMBER)


def _parse_finite(digits: str) -> float:
    if math.isinf(number := float(digits)):
        raise RecordError(RejectReason.NON_FINITE_NUMBER)
    return number


def _ends_inside_character(line: bytes) -> bool:
    """Whether all of the line is UTF-8 but its last character lacks bytes."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        decoder.decode(line)
    except UnicodeDecodeError:
        return False
    return bool(decoder.getstate()[0])

"""`X.source.toml` beside a dump X: where it came from, under which licence, and when it was fetched.

source_url = "https://example.org/dumps/2023-11.jsonl.gz"
licence = "CC BY 4.0"
accessed_at = 2023-11-30T09:00:00+09:00
"""

from __future__ import annotations

import datetime as dt
import tomllib
from pathlib import Path
from typing import NamedTuple

SUFFIX = ".source.toml"
_KEYS = ("source_url", "licence", "accessed_at")


class Source(NamedTuple):
    """What a side file says; None where it does not say it. `accessed_at` is in UTC."""

    source_url: str | None
    licence: str | None
    accessed_at: dt.datetime | None


class SourceFileError(Exception):
    """A side file that cannot be understood; the message names it and what is wrong."""


def read_source(dump: Path, *, name: str) -> Source | None:
    """Read the side file of a dump.

    Args:
        dump: the dump; its side file has the same name with `.source.toml` behind it.
        name: what the user calls the dump, for errors.

    Returns:
        What it says, or None when there is none.

    Raises:
        SourceFileError: not readable, no TOML, an unknown key, or a value of the wrong kind.
    """
    try:
        text = dump.with_name(dump.name + SUFFIX).read_text("utf-8")
    except FileNotFoundError:
        return None
    except (OSError, UnicodeDecodeError) as error:
        raise SourceFileError(f"{name}{SUFFIX}: cannot be read: {error}") from error
    try:
        return _parse_source(text)
    except ValueError as error:
        raise SourceFileError(f"{name}{SUFFIX}: {error}") from error


def _parse_source(text: str) -> Source:
    fields = tomllib.loads(text)
    unknown = sorted(fields.keys() - set(_KEYS))
    if unknown:
        raise ValueError(f"unknown key {unknown[0]!r}; the keys are {', '.join(_KEYS)}")
    return Source(
        _check_text(fields, "source_url"),
        _check_text(fields, "licence"),
        _check_instant(fields.get("accessed_at")),
    )


def _check_text(fields: dict[str, object], key: str) -> str | None:
    value = fields.get(key)
    if value is not None and not isinstance(value, str):
        raise ValueError(f"{key} must be a string in quotes")
    return value


def _check_instant(value: object) -> dt.datetime | None:
    """An instant with its time zone, as a TOML date-time or as RFC 3339 text, in UTC."""
    if value is None:
        return None
    instant = dt.datetime.fromisoformat(value) if isinstance(value, str) else value
    if not isinstance(instant, dt.datetime) or instant.tzinfo is None:
        raise ValueError("accessed_at must be an instant with its time zone, like 2023-11-30T09:00:00+09:00")
    return instant.astimezone(dt.UTC)

"""MANIFEST.json: what a snapshot consists of, written last and trusted by everything that reads or deletes.

Canonical JSON (sorted keys, two spaces, UTF-8, a final line break), so that equal manifests are equal bytes:

    {"created_at": "2024-02-03T17:00:00Z", "facts": {...},
     "files": {"analytics.duckdb": {"bytes": 1, "sha256": "…"}, ...},
     "lake": {"lake/posts/<dump_id>-<parser>/part-0.parquet": {...}, ...},
     "manifest_version": 1, "parent": 41, "parser_version": "1", "seq": 42}
"""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from warehouse.durable import Fingerprint
from warehouse.layout import MANIFEST_NAME, SnapshotError

MANIFEST_VERSION = 1
_LAKE_NAME = re.compile(
    r"lake/[a-z][a-z0-9_]*/[A-Za-z0-9][A-Za-z0-9_.+-]*/[A-Za-z0-9][A-Za-z0-9_.-]*\.parquet"
)
_SHA256 = re.compile(r"[0-9a-f]{64}")
_KEYS = {"created_at", "facts", "files", "lake", "manifest_version", "parent", "parser_version", "seq"}


@dataclass(frozen=True)
class Manifest:
    """What one snapshot consists of.

    Attributes:
        seq: the snapshot's number.
        parent: the snapshot that was current when this one was published, or None for the first.
        created_at: instant of publication (UTC), from the caller.
        parser_version: the parser that made the newest rows.
        files: every file below the snapshot's folder but the manifest, by relative name.
        lake: every lake file the snapshot was built from, by name relative to the warehouse's root.
        facts: free JSON for people and monitors (row counts, seconds of the stages, summary).
    """

    seq: int
    parent: int | None
    created_at: dt.datetime
    parser_version: str
    files: Mapping[str, Fingerprint]
    lake: Mapping[str, Fingerprint]
    facts: Mapping[str, object]


def is_lake_name(name: str) -> bool:
    """Whether a name is one a lake file can have, relative to the warehouse's root.

    >>> is_lake_name("lake/posts/0123456789abcdef-1/part-0.parquet")
    True
    >>> is_lake_name("lake/posts/../part-0.parquet")
    False
    """
    return _LAKE_NAME.fullmatch(name) is not None


def is_file_name(name: str) -> bool:
    """Whether a name is one a published file can have, relative to the snapshot's folder.

    >>> [is_file_name(name) for name in ("analytics.duckdb", "../x", "/x", "a//b", "MANIFEST.json")]
    [True, False, False, False, False]
    """
    path = PurePosixPath(name)
    is_inside = bool(path.parts) and not path.is_absolute() and ".." not in path.parts
    return is_inside and str(path) == name and name.isprintable() and name != MANIFEST_NAME


def named_lake_files(manifests: Iterable[Manifest]) -> dict[str, Fingerprint]:
    """All lake files that any manifest names; they are immutable, so a name has one fingerprint."""
    return {name: entry for manifest in manifests for name, entry in manifest.lake.items()}


def render_manifest(manifest: Manifest) -> bytes:
    """Write a manifest as canonical JSON.

    Raises:
        TypeError, ValueError: the facts are not JSON (a bug of the caller), or `created_at` has no time zone.
    """
    return _dump(
        {
            "manifest_version": MANIFEST_VERSION,
            "seq": manifest.seq,
            "parent": manifest.parent,
            "created_at": _render_instant(manifest.created_at),
            "parser_version": manifest.parser_version,
            "files": {name: entry._asdict() for name, entry in manifest.files.items()},
            "lake": {name: entry._asdict() for name, entry in manifest.lake.items()},
            "facts": dict(manifest.facts),
        }
    )


def _dump(document: Mapping[str, object]) -> bytes:
    text = json.dumps(document, ensure_ascii=False, sort_keys=True, indent=2, allow_nan=False)
    return f"{text}\n".encode()


def _render_instant(instant: dt.datetime) -> str:
    if instant.tzinfo is None:
        raise ValueError(f"created_at needs a time zone: {instant!r}")
    return instant.astimezone(dt.UTC).isoformat().replace("+00:00", "Z")


def read_manifest(folder: Path) -> Manifest:
    """Read and check the manifest of a snapshot folder named by its number.

    Raises:
        SnapshotError: missing, not JSON, or not a manifest of this snapshot; says which field and what to do.
        OSError: not readable for another reason.
    """
    path = folder / MANIFEST_NAME
    try:
        data = path.read_bytes()
    except (FileNotFoundError, NotADirectoryError) as error:
        raise _damage(path, "is missing") from error
    return parse_manifest(data, path)


def read_manifest_if_kept(folder: Path) -> Manifest | None:
    """As `read_manifest`; None when a run has retired the snapshot since its name was read.

    Raises:
        SnapshotError: as for `read_manifest`, of a snapshot that stands.
    """
    try:
        return read_manifest(folder)
    except SnapshotError:
        if folder.exists():
            raise
        return None


def parse_manifest(data: bytes, path: Path) -> Manifest:
    """Check the bytes of a manifest; `path` is its file, in a folder named by the snapshot's number.

    Raises:
        SnapshotError: as for `read_manifest`.
    """
    try:
        return _check_manifest(json.loads(data), seq=int(path.parent.name))
    except (UnicodeDecodeError, json.JSONDecodeError, RecursionError) as error:
        raise _damage(path, f"is not JSON ({error})") from error
    except _FieldError as error:
        raise _damage(path, str(error)) from error


def _damage(path: Path, trouble: str) -> SnapshotError:
    advice = "restore the snapshot from a backup, or point `current` elsewhere and move its folder away"
    return SnapshotError(path, trouble, advice)


class _FieldError(ValueError):
    """A field of a manifest that is missing or wrong."""


def _check_manifest(document: object, *, seq: int) -> Manifest:
    fields = _check_object(document, "the manifest")
    if fields.get("manifest_version") != MANIFEST_VERSION:
        raise _FieldError(f"manifest_version is {fields.get('manifest_version')!r}, not {MANIFEST_VERSION}")
    if fields.keys() != _KEYS:
        raise _FieldError(f"has fields too many or too few: {', '.join(sorted(fields.keys() ^ _KEYS))}")
    if _check_integer(fields["seq"], "seq") != seq:
        raise _FieldError(f"seq is {fields['seq']}, but the folder says {seq}")
    return Manifest(
        seq=seq,
        parent=_check_parent(fields["parent"], seq),
        created_at=_check_instant(fields["created_at"]),
        parser_version=_check_text(fields["parser_version"], "parser_version"),
        files=_check_files(fields["files"], "files"),
        lake=_check_files(fields["lake"], "lake"),
        facts=_check_object(fields["facts"], "facts"),
    )


def _check_object(value: object, name: str) -> dict[str, object]:
    if not isinstance(value, dict):
        raise _FieldError(f"{name} is not an object: {value!r:.60}")
    return value


def _check_text(value: object, name: str) -> str:
    if not isinstance(value, str):
        raise _FieldError(f"{name} is not a string: {value!r:.60}")
    return value


def _check_integer(value: object, name: str) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise _FieldError(f"{name} is not a whole number: {value!r:.60}")
    return value


def _check_parent(value: object, seq: int) -> int | None:
    if value is None:
        return None
    parent = _check_integer(value, "parent")
    if parent >= seq:
        raise _FieldError(f"parent {parent} is not older than {seq}")
    return parent


def _check_instant(value: object) -> dt.datetime:
    text = _check_text(value, "created_at")
    try:
        instant = dt.datetime.fromisoformat(text)
    except ValueError:
        raise _FieldError(f"created_at is not an instant: {text!r:.60}") from None
    if instant.utcoffset() != dt.timedelta(0):
        raise _FieldError(f"created_at is not in UTC: {text!r:.60}")
    return instant


def _check_files(value: object, name: str) -> dict[str, Fingerprint]:
    is_name = is_lake_name if name == "lake" else is_file_name
    files = _check_object(value, name)
    for key in files:
        if not is_name(key):
            raise _FieldError(f"{name} has a name that leads elsewhere: {key!r:.120}")
    return {key: _check_fingerprint(entry, f"{name}[{key!r}]") for key, entry in files.items()}


def _check_fingerprint(value: object, name: str) -> Fingerprint:
    fields = _check_object(value, name)
    if fields.keys() != {"bytes", "sha256"}:
        raise _FieldError(f"{name} must have bytes and sha256")
    sha256 = _check_text(fields["sha256"], f"{name}.sha256")
    if not _SHA256.fullmatch(sha256):
        raise _FieldError(f"{name}.sha256 is not 64 hex digits: {sha256!r:.80}")
    return Fingerprint(_check_integer(fields["bytes"], f"{name}.bytes"), sha256)

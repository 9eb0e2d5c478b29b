"""MANIFEST.json: canonical bytes, and a clear error for every field that is wrong."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from warehouse.durable import Fingerprint
from warehouse.manifest import Manifest, parse_manifest, read_manifest, render_manifest
from warehouse.snapshots import SnapshotError

PATH = Path("/warehouse/snapshots/00000042/MANIFEST.json")
SHA = "ab" * 32
MANIFEST = Manifest(
    seq=42,
    parent=41,
    created_at=dt.datetime(2024, 4, 1, 17, tzinfo=dt.UTC),
    parser_version="1",
    files={"dumps.parquet": Fingerprint(2, SHA), "analytics.duckdb": Fingerprint(1, SHA)},
    lake={"lake/posts/d1-1/part-0.parquet": Fingerprint(3, SHA)},
    facts={"note": "発言", "rows": {"posts": 3}},
)


def test_the_bytes_are_canonical() -> None:
    data = render_manifest(MANIFEST)
    document = json.loads(data)
    assert data == (json.dumps(document, sort_keys=True, ensure_ascii=False, indent=2) + "\n").encode()
    assert document["created_at"] == "2024-04-01T17:00:00Z"
    assert list(document["files"]) == ["analytics.duckdb", "dumps.parquet"]


names = st.sampled_from(["analytics.duckdb", "dumps.parquet", "marts/outlet_share.parquet", "発言.parquet"])
fingerprints = st.builds(
    Fingerprint, st.integers(0, 2**50), st.binary(min_size=32, max_size=32).map(bytes.hex)
)
facts = st.dictionaries(
    st.text(), st.recursive(st.integers() | st.text() | st.none(), st.lists, max_leaves=4)
)


@settings(max_examples=30)
@given(
    files=st.dictionaries(names, fingerprints), facts=facts, instant=st.datetimes(timezones=st.just(dt.UTC))
)
def test_a_manifest_reads_back_as_written(
    files: dict[str, Fingerprint], facts: dict[str, object], instant: dt.datetime
) -> None:
    manifest = Manifest(42, None, instant, "1", files, {}, facts)
    assert parse_manifest(render_manifest(manifest), PATH) == manifest


def entry(**fields: object) -> dict[str, object]:
    return {"files": {"analytics.duckdb": {"bytes": 1, "sha256": SHA, **fields}}}


@pytest.mark.parametrize(
    ("change", "trouble"),
    [
        ({"manifest_version": 2}, "manifest_version is 2, not 1"),
        ({"extra": 1}, "has fields too many or too few: extra"),
        ({"seq": 41}, "seq is 41, but the folder says 42"),
        ({"seq": "42"}, "seq is not a whole number: '42'"),
        ({"parent": 42}, "parent 42 is not older than 42"),
        ({"parent": True}, "parent is not a whole number: True"),
        ({"created_at": "yesterday"}, "created_at is not an instant: 'yesterday'"),
        ({"created_at": "2024-04-01T17:00:00"}, "created_at is not in UTC"),
        ({"created_at": "2024-04-01T17:00:00+09:00"}, "created_at is not in UTC"),
        ({"parser_version": 1}, "parser_version is not a string: 1"),
        ({"files": []}, "files is not an object: []"),
        ({"files": {"../../etc/passwd": {}}}, "files has a name that leads elsewhere: '../../etc/passwd'"),
        ({"files": {"/etc/passwd": {}}}, "files has a name that leads elsewhere"),
        ({"lake": {"lake/posts/../../x.parquet": {}}}, "lake has a name that leads elsewhere"),
        ({"files": {"x": {"bytes": 1}}}, r"files['x'] must have bytes and sha256"),
        (entry(bytes=-1), "files['analytics.duckdb'].bytes is not a whole number: -1"),
        (entry(sha256="00"), "files['analytics.duckdb'].sha256 is not 64 hex digits: '00'"),
        ({"facts": None}, "facts is not an object: None"),
    ],
)
def test_a_wrong_field_is_named(change: dict[str, object], trouble: str) -> None:
    document = {**json.loads(render_manifest(MANIFEST)), **change}
    with pytest.raises(SnapshotError) as caught:
        parse_manifest(json.dumps(document).encode(), PATH)
    assert caught.value.trouble.startswith(trouble)
    assert str(caught.value).startswith(f"{PATH}: ")
    assert "restore the snapshot from a backup" in caught.value.advice


@pytest.mark.parametrize("data", [b"", b"{", b"\xff\xfe", b"[" * 100_000, b"null"])
def test_what_is_not_a_manifest_is_refused(data: bytes) -> None:
    with pytest.raises(SnapshotError, match=r"MANIFEST\.json: (is not JSON|the manifest is not an object)"):
        parse_manifest(data, PATH)


def test_a_missing_manifest_says_where(tmp_path: Path) -> None:
    with pytest.raises(SnapshotError, match=r"00000042/MANIFEST\.json: is missing; restore"):
        read_manifest(tmp_path / "00000042")

"""What betrays a post, wherever and however it is packed; and what is kept of it."""

from __future__ import annotations

import bz2
import datetime as dt
import gzip
import io
import json
import lzma
import pickle
import tarfile
import zipfile
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import zstandard

from warehouse.durable import Disk
from warehouse.layout import Layout, SnapshotError
from warehouse.needles import Needles
from warehouse.search import search_file, search_folder
from warehouse.takedown import (
    Pending,
    Takedowns,
    read_pending,
    read_takedowns,
    remove_pending,
    write_pending,
    write_takedowns,
)

NOW = dt.datetime(2024, 7, 1, tzinfo=dt.UTC)
URL = "https://example.org/entry/9?a=1&b=2"
LINE = "鵜飼野町の猫柳太郎さんは記者に「電話番号を書かれて毎晩眠れない」と打ち明けた。"
PENDING = Pending(("0123456789abcdef",), (URL,), (f"見出し\n{LINE}\n",))
NEEDLES = Needles.of(PENDING)
CLEAN = "青浜市の市長は「橋を直す」と述べた。\n" * 50


def zip_up(data: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("clean.txt", CLEAN)
        archive.writestr("inside.txt", data)
    return stream.getvalue()


def tar_up(data: bytes) -> bytes:
    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode="w") as archive:
        member = tarfile.TarInfo("inside.txt")
        member.size = len(data)
        archive.addfile(member, io.BytesIO(data))
    return stream.getvalue()


def lz4(data: bytes) -> bytes:
    sink = pa.BufferOutputStream()
    with pa.CompressedOutputStream(sink, "lz4") as stream:
        stream.write(data)
    return bytes(sink.getvalue())


PACKINGS: list[Callable[[bytes], bytes]] = [
    bytes,
    gzip.compress,
    lambda data: gzip.compress(CLEAN.encode()) + gzip.compress(data),
    bz2.compress,
    lzma.compress,
    lambda data: zstandard.compress(CLEAN.encode()) + zstandard.compress(data),
    lz4,
    zip_up,
    tar_up,
    lambda data: gzip.compress(tar_up(zip_up(data))),
]


def write(folder: Path, data: bytes, name: str = "dump") -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


@pytest.mark.parametrize("pack", PACKINGS)
def test_a_post_is_found_however_it_is_packed_and_others_are_not(
    tmp_path: Path, pack: Callable[[bytes], bytes]
) -> None:
    assert search_file(write(tmp_path, pack(f"{CLEAN}{LINE}".encode())), NEEDLES)
    assert not search_file(write(tmp_path, pack(CLEAN.encode())), NEEDLES)


@pytest.mark.parametrize("word", [URL, LINE, PENDING.post_ids[0]])
@pytest.mark.parametrize(
    "form",
    [
        str.encode,
        lambda word: word.encode("cp932"),
        lambda word: word.encode("euc_jp"),
        lambda word: json.dumps({"x": word}).encode(),
        lambda word: json.dumps({"x": word}).replace("/", "\\/").encode(),
        lambda word: word.replace("&", "&amp;").encode(),
    ],
)
def test_a_post_is_found_however_it_is_written(word: str, form: Callable[[str], bytes]) -> None:
    assert NEEDLES.any_in(b"\x00" + form(word) + b"\x00")


def test_short_lines_and_what_others_say_too_betray_nobody() -> None:
    assert not Needles.of(Pending((), (), ("晴れた。\n暑い。",))).any_in("晴れた。暑い。".encode())


@pytest.mark.parametrize("at", [-3, -1, 0, 1])
def test_a_word_across_two_chunks_is_found(tmp_path: Path, at: int) -> None:
    data = b"x" * ((1 << 20) + at * 5) + LINE.encode() + b"x" * 100
    assert search_file(write(tmp_path, data), NEEDLES)


def flip(data: bytes, at: int) -> bytes:
    return data[:at] + bytes([data[at] ^ 0xFF]) + data[at + 1 :]


@pytest.mark.parametrize(
    "data",
    [
        gzip.compress(CLEAN.encode(), mtime=0)[:-9],
        flip(gzip.compress(CLEAN.encode(), mtime=0), 20),
        flip(bz2.compress(CLEAN.encode()), 20),
        zip_up(b"x")[:-30],
        # The flag bit of an encrypted member, in the entry and in the directory.
        flip(zip_up(b"x"), 6).replace(b"PK\x01\x02\x14\x03\x14\x00\x00", b"PK\x01\x02\x14\x03\x14\x00\x01"),
    ],
    ids=["cut gzip", "flipped gzip", "flipped bzip2", "cut zip", "encrypted zip"],
)
def test_what_cannot_be_unpacked_is_not_proven_clean(tmp_path: Path, data: bytes) -> None:
    assert search_file(write(tmp_path, data), NEEDLES)


def test_in_tables_a_whole_cell_betrays_a_post_and_a_mention_does_not(tmp_path: Path) -> None:
    def table(text: str, raw: bytes = b"") -> Path:
        path = tmp_path / "part.parquet"
        pq.write_table(pa.table({"text": [text], "tags": [["a", text]], "raw": [raw]}), path)
        return path

    assert search_file(table(PENDING.texts[0]), NEEDLES)
    assert search_file(table(URL), NEEDLES)
    assert search_file(table("x", LINE.encode()), NEEDLES)
    assert not search_file(table(f"参照: {URL} {LINE}"), NEEDLES)


def test_a_folder_is_searched_but_for_what_is_left_out_and_our_own_notes(tmp_path: Path) -> None:
    for name in ("inbox", "logs"):
        (tmp_path / name).mkdir()
        write(tmp_path / name, URL.encode())
    write(tmp_path, URL.encode(), "takedown-pending.json")
    (tmp_path / "link").symlink_to("inbox/dump")
    assert search_folder(tmp_path, PENDING, without=[tmp_path / "inbox"]) == [tmp_path / "logs" / "dump"]


def test_a_takedown_survives_its_file_and_the_way_to_a_worker(tmp_path: Path) -> None:
    layout = Layout(tmp_path)
    assert not read_takedowns(layout).has("0" * 16)
    first = Takedowns().add(["0" * 16], reason="求め", now=NOW)
    second = first.add(["0" * 16, "1" * 16], reason="again", now=NOW)
    write_takedowns(Disk(), layout, second)
    found = pickle.loads(pickle.dumps(read_takedowns(layout)))
    assert found == second
    assert [found.has(digit * 16) for digit in "012"] == [True, True, False]
    assert [post.reason for post in found.posts] == ["求め", "again"]
    assert (tmp_path / "takedowns.json").stat().st_mode & 0o077 == 0


def test_two_warehouses_hash_the_same_post_differently() -> None:
    one, other = (Takedowns().add(["0" * 16], reason="x", now=NOW) for _ in range(2))
    assert one.posts[0].hash != other.posts[0].hash


def test_a_takedown_that_was_begun_is_known_until_it_is_proven(tmp_path: Path) -> None:
    layout = Layout(tmp_path)
    assert read_pending(layout) is None
    write_pending(Disk(), layout, PENDING)
    assert read_pending(layout) == PENDING
    remove_pending(Disk(), layout)
    assert read_pending(layout) is None


@pytest.mark.parametrize("text", ["", "[]", '{"salt": "x"}', "\xff"])
def test_a_damaged_list_stops_the_run_instead_of_letting_posts_back(tmp_path: Path, text: str) -> None:
    (tmp_path / "takedowns.json").write_text(text, "latin-1")
    with pytest.raises(SnapshotError, match=r"takedowns\.json: is damaged"):
        read_takedowns(Layout(tmp_path))

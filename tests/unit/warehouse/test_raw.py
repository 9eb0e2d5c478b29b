"""Dumps kept by content: linked or copied, durable before they are named, for their owner alone."""

from __future__ import annotations

import datetime as dt
import errno
import os
from pathlib import Path

import pytest

from transforms.errors import DumpError, DumpReason
from transforms.readers import hash_dump
from warehouse.durable import Disk, Operation
from warehouse.keep_raw import KeepRaw
from warehouse.raw import RawStore

TEXT = "青浜市の市長は「橋を直す」と述べた。\n"


@pytest.fixture(name="dump")
def _dump(tmp_path: Path) -> Path:
    path = tmp_path / "day.txt"
    path.write_text(TEXT, "utf-8")
    path.chmod(0o644)
    return path


def keep(store: RawStore, dump: Path) -> Path | None:
    return store.keep(dump, dump_id=hash_dump(dump, name=dump.name)[0], name=dump.name)


def kept(store: RawStore, dump: Path) -> Path:
    path = keep(store, dump)
    assert path is not None
    return path


@pytest.mark.parametrize(("how", "names"), [(KeepRaw.LINK, 2), (KeepRaw.COPY, 1)])
def test_a_dump_is_kept_under_its_hash(tmp_path: Path, dump: Path, how: KeepRaw, names: int) -> None:
    store = RawStore(tmp_path / "raw", how)
    path = kept(store, dump)
    dump_id = hash_dump(dump, name="day.txt")[0]
    assert path == tmp_path / "raw" / dump_id[:2] / dump_id
    assert (path.read_text("utf-8"), path.stat().st_nlink) == (TEXT, names)
    assert (list(store.list_ids()), store.find(dump_id)) == ([dump_id], path)


def test_nobody_but_the_owner_gets_at_a_kept_dump(tmp_path: Path, dump: Path) -> None:
    path = kept(RawStore(tmp_path / "raw", KeepRaw.COPY), dump)
    folders = (tmp_path / "raw", path.parent)
    assert [folder.stat().st_mode & 0o777 for folder in folders] == [0o700, 0o700]
    assert path.stat().st_mode & 0o077 == 0
    assert dump.stat().st_mode & 0o777 == 0o644


def test_off_keeps_nothing(tmp_path: Path, dump: Path) -> None:
    assert keep(RawStore(tmp_path / "raw", KeepRaw.OFF), dump) is None
    assert not (tmp_path / "raw").exists()


def test_where_no_link_is_possible_the_dump_is_copied(tmp_path: Path, dump: Path) -> None:
    def refuse_links(operation: Operation) -> None:
        if operation.name == "link_file":
            raise OSError(errno.EXDEV, os.strerror(errno.EXDEV))

    path = kept(RawStore(tmp_path / "raw", disk=Disk(refuse_links)), dump)
    assert (path.read_text("utf-8"), path.stat().st_nlink) == (TEXT, 1)


def test_a_dump_has_its_name_only_when_its_bytes_are_on_the_disk(tmp_path: Path, dump: Path) -> None:
    done: list[Operation] = []
    path = kept(RawStore(tmp_path / "raw", disk=Disk(done.append)), dump)
    partial = path.with_name(f".{path.name}.part")
    assert [each[:2] for each in done] == [
        ("sync_folder", tmp_path),
        ("sync_folder", tmp_path / "raw"),
        ("link_file", dump),
        ("sync_file", partial),
        ("rename", partial),
        ("sync_folder", path.parent),
    ]


@pytest.mark.parametrize("how", [KeepRaw.LINK, KeepRaw.COPY])
def test_a_file_that_changed_after_it_was_found_is_not_kept(tmp_path: Path, dump: Path, how: KeepRaw) -> None:
    store = RawStore(tmp_path / "raw", how)
    with pytest.raises(DumpError, match=r"^day\.txt at byte 0: changed_while_read: "):
        store.keep(dump, dump_id="0" * 16, name="day.txt")
    assert [path for path in (tmp_path / "raw").rglob("*") if not path.is_dir()] == []


def test_a_pipe_that_took_the_place_of_a_dump_is_refused_at_once(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    for how in (KeepRaw.LINK, KeepRaw.COPY):
        with pytest.raises(DumpError) as caught:
            RawStore(tmp_path / "raw", how).keep(tmp_path / "pipe", dump_id="0" * 16, name="pipe")
        assert caught.value.reason is DumpReason.NOT_A_FILE


def test_a_kept_dump_that_was_damaged_is_replaced_by_the_delivered_one(tmp_path: Path, dump: Path) -> None:
    store = RawStore(tmp_path / "raw", KeepRaw.COPY)
    path = kept(store, dump)
    path.write_text("damaged", "utf-8")
    assert kept(store, dump).read_text("utf-8") == TEXT


def test_dumps_go_when_their_days_are_over(tmp_path: Path, dump: Path) -> None:
    store = RawStore(tmp_path / "raw")
    dump_id = kept(store, dump).name
    now = dt.datetime.now(dt.UTC)
    assert store.expire(days=30, now=now + dt.timedelta(days=29)) == []
    assert store.expire(days=30, now=now + dt.timedelta(days=31)) == [dump_id]
    assert (store.find(dump_id), dump.exists()) == (None, True)


def test_leftovers_of_a_killed_run_go(tmp_path: Path, dump: Path) -> None:
    store = RawStore(tmp_path / "raw")
    path = kept(store, dump)
    leftover = path.with_name(f".{'1' * 16}.part")
    leftover.touch()
    store.clear_leftovers()
    assert list(path.parent.iterdir()) == [path]

from __future__ import annotations

import gzip
import hashlib
import io
import os
import random
import socket
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from transforms.errors import DumpError, DumpReason
from transforms.readers import hash_dump, read_dump
from transforms.readers.opening import CHUNK_BYTES, open_file, show_name
from transforms.records import Document


def make_symlink(path: Path) -> None:
    target = path.with_name("target.txt")
    target.write_text("首相は会談した。", encoding="utf-8")
    path.symlink_to(target)


def make_socket(path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(path))


NOT_FILES = {"symlink": make_symlink, "folder": Path.mkdir, "pipe": os.mkfifo, "socket": make_socket}


@pytest.mark.parametrize("kind", NOT_FILES)
def test_only_regular_files_are_opened(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "d"
    NOT_FILES[kind](path)
    for use in (read_dump, hash_dump):
        with pytest.raises(DumpError) as caught:
            use(path, name="inbox/d")
        assert (caught.value.reason, caught.value.path) == (DumpReason.NOT_A_FILE, "inbox/d")


def test_a_device_is_not_a_file() -> None:
    with pytest.raises(DumpError) as caught:
        read_dump(Path("/dev/zero"), name="zero")
    assert caught.value.reason is DumpReason.NOT_A_FILE


def test_a_missing_file_is_unreadable(tmp_path: Path) -> None:
    with pytest.raises(DumpError) as caught:
        read_dump(tmp_path / "gone.txt", name="gone.txt")
    assert caught.value.reason is DumpReason.UNREADABLE
    assert "No such file" in caught.value.advice


@contextmanager
def without_rights() -> Iterator[None]:
    """As an ordinary user: root may read whatever its mode is."""
    user = os.geteuid()
    if user == 0:
        os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(user)


def test_a_file_that_may_not_be_read_is_unreadable(tmp_path: Path) -> None:
    path = tmp_path / "secret.txt"
    path.write_text("首相は会談した。", encoding="utf-8")
    path.chmod(0)
    with without_rights(), pytest.raises(DumpError) as caught:
        read_dump(path, name="secret.txt")
    assert caught.value.reason is DumpReason.UNREADABLE
    assert "Permission denied" in caught.value.advice


@pytest.mark.parametrize("size", [0, 1, CHUNK_BYTES, CHUNK_BYTES + 1])
def test_a_dump_is_named_by_the_hash_of_its_bytes(tmp_path: Path, size: int) -> None:
    path = tmp_path / "d"
    path.write_bytes(b"x" * size)
    assert hash_dump(path, name="d") == (hashlib.sha256(b"x" * size).hexdigest()[:16], size)


def append(path: Path) -> None:
    with path.open("ab") as file:
        file.write(b"more")


def cut(path: Path) -> None:
    os.truncate(path, CHUNK_BYTES + 1)


def rewrite(path: Path) -> None:
    """Other bytes, same length."""
    with path.open("r+b") as file:
        file.write(b"other")
    os.utime(path, ns=(0, 0))


CHANGES = {"it grows": append, "it shrinks": cut, "it is written over": rewrite}


@pytest.mark.parametrize("change", CHANGES)
def test_a_file_that_changes_while_it_is_read_is_put_off(tmp_path: Path, change: str) -> None:
    path = tmp_path / "d.jsonl"
    path.write_bytes(b'{"text": "%s"}\n' % (b"a" * 1000) * (4 * CHUNK_BYTES // 1014))
    with read_dump(path, name="d.jsonl") as dump:
        records = dump.records()
        next(records)
        CHANGES[change](path)
        with pytest.raises(DumpError) as caught:
            list(records)
    assert caught.value.reason is DumpReason.CHANGED_WHILE_READ


def test_change_is_blamed_before_the_damage_it_does(tmp_path: Path) -> None:
    path = tmp_path / "d"
    path.write_bytes(b"x")
    with open_file(path, name="d") as file, pytest.raises(DumpError) as caught, file.blame_changes():
        append(path)
        raise DumpError("d", 0, DumpReason.CORRUPT, "the bytes make no sense")
    assert caught.value.reason is DumpReason.CHANGED_WHILE_READ


def count_open_files() -> int:
    return len(list(Path("/proc/self/fd").iterdir()))


@pytest.mark.parametrize("data", [b"", b"\0noise\0", b"\x1f\x8b cut", b"%PDF-1.7"])
def test_a_refused_file_is_given_back(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "d"
    path.write_bytes(data)
    held = count_open_files()
    with pytest.raises(DumpError):
        read_dump(path, name="d")
    assert count_open_files() == held


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("発言 2023.txt", "発言 2023.txt"),
        ('it\'s "q" *.txt', 'it\'s "q" *.txt'),
        ("a\nb\r\x1b[31m.txt", "a\\x0ab\\x0d\\x1b[31m.txt"),
        (os.fsdecode(b"\xff\xfe\x83.txt"), "\\xff\\xfe\\x83.txt"),
        ("\u202etxt.exe", "\\u202etxt.exe"),
        ("\ud800.txt", "?.txt"),
        ("inbox/taro@example.org/2023-11-08_taro@example.org.txt", "inbox/[e-mail]/2023-11-08_[e-mail]"),
        ("crawl-192.0.2.7-2023.11.08.12.warc.gz", "crawl-[IP]-2023.11.08.12.warc.gz"),
    ],
)
def test_hostile_names_are_shown_on_one_line(name: str, shown: str) -> None:
    assert show_name(name) == shown


@pytest.mark.parametrize("name", ["two\nlines.txt", os.fsdecode(b"caf\xe9 'x' [a-z]*.txt"), "-rf .txt"])
def test_files_of_hostile_names_are_read_and_their_errors_can_be_printed(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_text("首相は会談した。", encoding="utf-8")
    with read_dump(path, name=name) as dump:
        (document,) = dump.records()
    assert "\n" not in document.record_id
    assert document.record_id.encode()
    path.write_bytes(b"")
    with pytest.raises(DumpError) as caught:
        read_dump(path, name=name)
    assert "\n" not in str(caught.value)
    assert str(caught.value).encode()


def pack_zip(text: str) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("a.txt", text)
        archive.writestr("pad.txt", random.Random(1).randbytes(2 * CHUNK_BYTES).hex())
    return packed.getvalue()


REPLACED = {
    "text": (b"a" * 99, b"b" * 99),
    "lines": (b'{"text": "a"}\n' * 50_000, b'{"text": "b"}\n' * 50_000),
    "a zip, read in any order": (pack_zip("a"), pack_zip("b")),
    "what is refused": (b'{"text": "a"}\n', b"\0" * 14),
    "what is cut": (gzip.compress(b"a" * 99), gzip.compress(b"a" * 99)[:-9]),
}


@pytest.mark.parametrize("kind", REPLACED)
def test_a_file_replaced_after_it_was_hashed_is_put_off(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "d"
    hashed, other = REPLACED[kind]
    path.write_bytes(hashed)
    dump_id, _ = hash_dump(path, name="d")
    with read_dump(path, name="d", dump_id=dump_id) as dump:
        assert any(isinstance(record, Document) for record in dump.records())
    path.write_bytes(other)
    with (
        pytest.raises(DumpError) as caught,
        read_dump(path, name="d", dump_id=dump_id) as dump,
    ):
        list(dump.records())
    assert caught.value.reason is DumpReason.CHANGED_WHILE_READ

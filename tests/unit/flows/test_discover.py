from __future__ import annotations

import hashlib
import os
from pathlib import Path

import pytest

from flows.discover import Discovery, discover_dumps, unreadable_id
from transforms.errors import DumpReason

TEXT = "市長は「道路を直す」と述べた。\n"


def put(root: Path, name: str, text: str = TEXT) -> Path:
    path = root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
    return path


def names(found: Discovery) -> list[str]:
    return [dump.name for dump in found.dumps]


def reasons(found: Discovery) -> dict[str, DumpReason]:
    return {dump.name: dump.trouble.reason for dump in found.dumps if dump.trouble}


def test_dumps_are_found_in_all_folders_in_the_order_of_their_names(tmp_path: Path) -> None:
    for name in ("b.txt", "a/z.txt", "a/b/c.jsonl.gz", "a.txt", "あ.txt"):
        put(tmp_path, name, name)
    found = discover_dumps([tmp_path])
    assert names(found) == ["a.txt", "a/b/c.jsonl.gz", "a/z.txt", "b.txt", "あ.txt"]
    assert [dump.bytes for dump in found.dumps] == [5, 14, 7, 5, 7]


def test_nobodys_address_stands_in_a_name(tmp_path: Path) -> None:
    put(tmp_path, "taro@example.org/2023-11-08 192.0.2.7.txt")
    (dump,) = discover_dumps([tmp_path]).dumps
    assert dump.name == "[e-mail]/2023-11-08 [IP].txt"
    assert dump.path == tmp_path / "taro@example.org/2023-11-08 192.0.2.7.txt"


def test_a_dump_is_known_by_its_content(tmp_path: Path) -> None:
    put(tmp_path, "day.txt")
    (dump,) = discover_dumps([tmp_path]).dumps
    assert dump.dump_id == hashlib.sha256(TEXT.encode()).hexdigest()[:16]


def test_hidden_files_and_side_files_are_no_dumps(tmp_path: Path) -> None:
    for name in (".DS_Store", ".git/config", "a/.hidden", "day.txt.source.toml"):
        put(tmp_path, name)
    assert discover_dumps([tmp_path]) == Discovery((), (), ())


def test_the_same_content_is_taken_once(tmp_path: Path) -> None:
    for name in ("second.txt", "copies/first.txt", "third.txt"):
        put(tmp_path, name)
    found = discover_dumps([tmp_path])
    assert names(found) == ["copies/first.txt"]
    assert found.repeated == ("second.txt", "third.txt")


def test_single_files_and_folders_can_be_named(tmp_path: Path) -> None:
    single = put(tmp_path, "elsewhere/single.txt", "一つ")
    put(tmp_path, "elsewhere/not-named.txt", "別")
    put(tmp_path, "folder/day.txt", "二つ")
    assert names(discover_dumps([single, tmp_path / "folder"])) == ["day.txt", "single.txt"]


def test_a_side_file_goes_with_its_dump(tmp_path: Path) -> None:
    put(tmp_path, "day.txt")
    put(tmp_path, "day.txt.source.toml", 'licence = "CC0"')
    (dump,) = discover_dumps([tmp_path]).dumps
    assert dump.source is not None
    assert dump.source.licence == "CC0"


def test_a_bad_side_file_is_a_warning_and_the_dump_is_read(tmp_path: Path) -> None:
    put(tmp_path, "day.txt")
    put(tmp_path, "day.txt.source.toml", "licence")
    found = discover_dumps([tmp_path])
    assert names(found) == ["day.txt"]
    assert len(found.warnings) == 1
    assert found.warnings[0].startswith("day.txt.source.toml: ")


def test_links_are_not_followed_but_named(tmp_path: Path) -> None:
    outside = put(tmp_path, "outside/secret.txt")
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    (inbox / "file-link").symlink_to(outside)
    (inbox / "folder-link").symlink_to(outside.parent)
    (inbox / "loop").symlink_to(inbox)
    (inbox / "dangling").symlink_to(tmp_path / "nowhere")
    found = discover_dumps([inbox])
    assert set(reasons(found)) == {"file-link", "folder-link", "loop", "dangling"}
    assert [dump.dump_id for dump in found.dumps] == [unreadable_id(dump.name) for dump in found.dumps]


def test_a_link_the_user_names_is_followed(tmp_path: Path) -> None:
    put(tmp_path, "dumps/day.txt")
    (tmp_path / "today").symlink_to(tmp_path / "dumps")
    assert names(discover_dumps([tmp_path / "today"])) == ["day.txt"]


def test_a_pipe_is_named_and_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    assert reasons(discover_dumps([tmp_path])) == {"pipe": DumpReason.NOT_A_FILE}


@pytest.mark.skipif(os.geteuid() == 0, reason="root reads everything")
def test_what_may_not_be_read_is_named(tmp_path: Path) -> None:
    put(tmp_path, "closed/day.txt")
    put(tmp_path, "closed.txt").chmod(0)
    (tmp_path / "closed").chmod(0)
    try:
        found = discover_dumps([tmp_path])
    finally:
        (tmp_path / "closed").chmod(0o700)
    assert reasons(found) == {"closed": DumpReason.NOT_A_FILE, "closed.txt": DumpReason.UNREADABLE}


def test_names_that_are_no_utf8_survive(tmp_path: Path) -> None:
    path = tmp_path / os.fsdecode("発言.txt".encode("cp932"))
    path.write_text(TEXT, "utf-8")
    assert names(discover_dumps([tmp_path])) == [r"\x94\xad\x8c\xbe.txt"]

"""What is no file, what changes while it is read, and names that mean mischief."""

from __future__ import annotations

import gzip
import io
import os
import socket
import zipfile
from collections.abc import Callable
from pathlib import Path

from tests.hostile.case import POST, Case, Cases, write
from transforms.errors import DumpReason


def lay_symlink(folder: Path) -> Path:
    target = folder / "target.txt"
    target.write_text(POST, encoding="utf-8")
    (folder / "link.txt").symlink_to(target)
    return folder / "link.txt"


def lay_loop(folder: Path) -> Path:
    (folder / "loop").symlink_to(folder / "loop")
    return folder / "loop"


def lay_pipe(folder: Path) -> Path:
    os.mkfifo(folder / "pipe")
    return folder / "pipe"


def lay_socket(folder: Path) -> Path:
    path = folder / "s"
    with socket.socket(socket.AF_UNIX) as server:
        # A socket's path may have 108 bytes, and a test's folder has more.
        here = Path.cwd()
        os.chdir(folder)
        try:
            server.bind("s")
        finally:
            os.chdir(here)
    return path


def lay_named(name: str | bytes) -> Callable[[Path], Path]:
    def lay(folder: Path) -> Path:
        path = folder / os.fsdecode(name)
        path.write_text(POST, encoding="utf-8")
        return path

    return lay


def append(path: Path) -> None:
    with path.open("ab") as file:
        file.write(b'{"text": "NATO"}\n' * 9)


def rewrite(path: Path) -> None:
    """Other bytes, the same length."""
    with path.open("r+b") as file:
        file.write(b'{"text": "CSTO"}\n')
    os.utime(path, ns=(0, 0))


def pack_members() -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for number in range(3):
            archive.writestr(f"{number}.jsonl", LONG)
    return packed.getvalue()


LONG = (b'{"text": "NATO", "pad": "' + b"x" * 8000 + b'"}\n') * 100
CHANGES: dict[str, tuple[Callable[[], bytes], Callable[[Path], object]]] = {
    "a file that grows while it is read": (lambda: LONG, append),
    "a file that shrinks while it is read": (lambda: LONG, lambda path: os.truncate(path, 300_000)),
    "a file that is written over while it is read": (lambda: LONG, rewrite),
    "a gzip file that grows while it is read": (lambda: gzip.compress(LONG), append),
    "a zip archive that grows while it is read": (pack_members, append),
    "a zip archive that shrinks while it is read": (pack_members, lambda path: os.truncate(path, 1_000_000)),
}
NAMES: dict[str, str | bytes] = {
    "a star and brackets": "a*[x]?.txt",
    "quotes and a semicolon": "'a\";drop table posts;--.txt",
    "a line break": "two\nlines.txt",
    "an escape sequence": "\x1b[31mred.txt",
    "bytes that are not UTF-8": b"\xff\xfe\x83.txt",
    "a right-to-left override": "\u202etxt.exe",
    "a leading dash": "-rf.txt",
    "255 bytes": "長" * 83 + ".txt",
    "a date that is none": "2023-99-99.txt",
    "blanks only": " ",
}

NOT_A_FILE = DumpReason.NOT_A_FILE
CASES: Cases = {
    "a symbolic link": Case(lay_symlink, error=NOT_A_FILE, lacks="山野"),
    "a link to itself": Case(lay_loop, error=NOT_A_FILE),
    "a pipe nobody writes to": Case(lay_pipe, error=NOT_A_FILE),
    "a socket": Case(lay_socket, error=NOT_A_FILE),
    "a folder": Case(lambda folder: folder, error=NOT_A_FILE),
    "an endless device": Case(lambda _: Path("/dev/zero"), error=NOT_A_FILE),
    "an empty device": Case(lambda _: Path("/dev/null"), error=NOT_A_FILE),
    "a file of the kernel that says it is empty": Case(
        lambda _: Path("/proc/self/status"), error=DumpReason.CHANGED_WHILE_READ
    ),
    "a file that is gone": Case(lambda folder: folder / "gone", error=DumpReason.UNREADABLE),
    **{
        what: Case(write(make), error=DumpReason.CHANGED_WHILE_READ, meanwhile=change)
        for what, (make, change) in CHANGES.items()
    },
    **{f"a name with {what}": Case(lay_named(name), documents=1) for what, name in NAMES.items()},
}

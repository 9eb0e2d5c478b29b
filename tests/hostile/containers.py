"""Hostile zip and tar archives: traversal, links, lies about sizes, damage, bombs."""

from __future__ import annotations

import gzip
import io
import random
import stat
import struct
import tarfile
import zipfile
from collections.abc import Callable

from tests.hostile.case import POST, Case, Cases, fails, flip, gives, write
from tests.hostile.packing import BLANKS, BOMB, LINES
from transforms.errors import DumpReason
from transforms.readers import Limits
from transforms.records import RejectReason

Files = dict[str, bytes]

TEXT = POST.encode()
NOISE = random.Random(3).randbytes(200_000)
TRAVERSAL: Files = {
    "../../evil.txt": TEXT,
    "/etc/evil.txt": TEXT,
    "C:\\evil.txt": TEXT,
    "..": TEXT,
    "a/../../b.txt": TEXT,
}


def pack_zip(files: Files, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", method) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return packed.getvalue()


def pack_tar(files: Files, kind: bytes = tarfile.REGTYPE) -> bytes:
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w", format=tarfile.PAX_FORMAT) as archive:
        for name, data in files.items():
            entry = tarfile.TarInfo(name)
            entry.type, entry.size, entry.linkname = kind, len(data), "/etc/passwd"
            archive.addfile(entry, io.BytesIO(data))
    return packed.getvalue()


def pack_links() -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for kind in (stat.S_IFLNK, stat.S_IFIFO, stat.S_IFCHR):
            link = zipfile.ZipInfo(f"link{kind}")
            link.create_system, link.external_attr = 3, (kind | 0o777) << 16
            archive.writestr(link, "/etc/passwd")
    return packed.getvalue()


def set_header(data: bytes, place: slice, field: bytes) -> bytes:
    """Put a field into a tar's first header, with the right checksum."""
    block = bytearray(data[:512])
    block[place] = field
    block[148:156] = b" " * 8
    block[148:156] = b"%06o\0 " % sum(block)
    return bytes(block) + data[512:]


SIZE = slice(124, 136)
KIND = slice(156, 157)


def nest(depth: int, pack: Callable[[Files], bytes]) -> bytes:
    data = TEXT
    for level in range(depth):
        data = pack({f"{level}.bin": data})
    return data


def set_flags(data: bytes, flags: int) -> bytes:
    changed = bytearray(data)
    changed[6] |= flags
    changed[data.index(b"PK\x01\x02") + 8] |= flags
    return bytes(changed)


def repeat_entry(count: int) -> bytes:
    """A zip whose table of contents names one member many times."""
    once = pack_zip({"a.jsonl": LINES[:100] + BLANKS * 70})
    start = once.index(b"PK\x01\x02")
    entry = once[start : once.index(b"PK\x05\x06")]
    end = struct.pack("<HHHHIIH", 0, 0, count, count, count * len(entry), start, 0)
    return once[:start] + entry * count + b"PK\x05\x06" + end


def make_quine() -> bytes:
    """An archive that claims to hold itself: its member's bytes are the archive's own."""
    data = pack_zip({"a.zip": bytes(200)}, zipfile.ZIP_STORED)
    changed = bytearray(data)
    changed[35:235] = data[:200]
    return bytes(changed)


BAD, CUT, LONG, EMPTY = (
    RejectReason.BAD_RECORD,
    RejectReason.CUT,
    RejectReason.TOO_LONG,
    RejectReason.NO_TEXT,
)
STORED = pack_zip({"a.txt": TEXT, "b.txt": TEXT}, zipfile.ZIP_STORED)
TAR = pack_tar({"a.txt": TEXT, "b.txt": TEXT})

CASES: Cases = {
    "zip, names that lead elsewhere": gives(lambda: pack_zip(TRAVERSAL), 5),
    "tar, names that lead elsewhere": gives(lambda: pack_tar(TRAVERSAL), 5),
    "zip, links and devices": gives(pack_links, left_out=3),
    "tar, symbolic link": gives(lambda: pack_tar({"a": b""}, tarfile.SYMTYPE), left_out=1),
    "tar, hard link": gives(lambda: pack_tar({"a": b""}, tarfile.LNKTYPE), left_out=1),
    "tar, pipe": gives(lambda: pack_tar({"a": b""}, tarfile.FIFOTYPE), left_out=1),
    "tar, device": gives(lambda: pack_tar({"a": b""}, tarfile.BLKTYPE), left_out=1),
    "tar, a kind nobody knows": gives(lambda: set_header(TAR, KIND, b"V"), 1, left_out=1),
    "tar, sparse member": gives(lambda: set_header(TAR, KIND, b"S"), 1, BAD),
    "zip, encrypted member": gives(lambda: set_flags(STORED, 1), 1, BAD),
    "zip, patched member": gives(lambda: set_flags(STORED, 0x20), 1, BAD),
    "zip, strongly encrypted member": gives(lambda: set_flags(STORED, 0x41), 1, BAD),
    "zip, member packed with bzip2": gives(lambda: pack_zip({"a": TEXT}, zipfile.ZIP_BZIP2), 0, BAD),
    "zip, member packed with LZMA": gives(lambda: pack_zip({"a": TEXT}, zipfile.ZIP_LZMA), 0, BAD),
    "zip, wrong CRC": gives(lambda: flip(STORED, 40), 1, BAD),
    "zip, deflated data flipped": gives(lambda: flip(pack_zip({"a": TEXT * 99, "b": TEXT}), 45), 1, BAD),
    "zip, names that differ in the two headers": gives(lambda: flip(STORED, 30, 0x01), 1, BAD),
    "zip, local header gone": gives(lambda: b"PK\3\4" + bytes(26) + STORED[30:], 1, BAD),
    "zip, table of contents gone": fails(DumpReason.TRUNCATED, lambda: STORED[:-30]),
    "zip, cut in the table of contents": fails(DumpReason.TRUNCATED, lambda: STORED[:-60]),
    "zip, table of contents garbled": fails(
        DumpReason.CORRUPT, lambda: STORED.replace(b"PK\1\2", b"PK\1\3", 1)
    ),
    "zip, 65,535 members announced": gives(lambda: STORED.replace(b"\2\0\2\0", b"\xff\xff\xff\xff"), 2),
    "zip, a table of contents of 33 MiB": fails(
        DumpReason.TOO_LARGE,
        lambda: (
            b"PK\3\4" + bytes(33 * 2**20) + b"PK\5\6" + struct.pack("<HHHHIIH", 0, 0, 1, 1, 33 * 2**20, 4, 0)
        ),
    ),
    "zip, no members": fails(DumpReason.EMPTY, lambda: pack_zip({})),
    "zip, folders only": fails(DumpReason.EMPTY, lambda: pack_zip({"a/": b"", "a/b/": b""})),
    "zip, a name with NUL, quotes and a line break": gives(lambda: pack_zip({"a'\"\n*;\x01.txt": TEXT}), 1),
    "zip, a name of a mail address": gives(
        lambda: pack_zip({"taro@example.org": b""}), 0, EMPTY, lacks="taro@"
    ),
    "zip, 1,000 members": gives(lambda: pack_zip(dict.fromkeys(map(str, range(1000)), b"x")), 1000),
    "zip, one member named 2,000 times": fails(DumpReason.TOO_LARGE, lambda: repeat_entry(2000)),
    "zip, bomb": gives(lambda: pack_zip({"a": BOMB, "b": NOISE}), 1, LONG, BAD),
    "zip, bomb over the whole": fails(
        DumpReason.TOO_LARGE,
        lambda: pack_zip({str(number): LINES[:100] + BLANKS * 70 for number in range(9)}),
    ),
    "zip, bomb by size": Case(
        write(lambda: pack_zip({"a": LINES, "b": LINES})),
        error=DumpReason.TOO_LARGE,
        limits=Limits(max_bytes=len(LINES) * 2 - 1),
    ),
    "zip in zip in zip": gives(lambda: nest(3, pack_zip), 0, BAD),
    "zip, fifty deep": gives(lambda: nest(50, pack_zip), 0, BAD),
    "zip that holds its own beginning": gives(make_quine, 0, BAD),
    "zip, member is a cut zip": gives(lambda: pack_zip({"a": STORED[:-40], "b": TEXT}), 1, CUT),
    "zip, member is a cut gzip": gives(lambda: pack_zip({"a": gzip.compress(TEXT)[:-9], "b": TEXT}), 1, CUT),
    "zip, member is a gzip bomb": gives(lambda: pack_zip({"a": gzip.compress(BOMB), "b": TEXT}), 2, LONG),
    "tar in tar in tar": gives(lambda: nest(3, pack_tar), 0, BAD),
    "tar, cut in a header": fails(DumpReason.TRUNCATED, lambda: TAR[:1300]),
    "tar, cut in a member": fails(DumpReason.TRUNCATED, lambda: TAR[:530]),
    "tar, cut between members": fails(DumpReason.TRUNCATED, lambda: TAR[:1024]),
    "tar, wrong checksum": fails(DumpReason.CORRUPT, lambda: flip(TAR, 1024 + 150, 0x01)),
    "tar, a size that is no number": fails(DumpReason.CORRUPT, lambda: set_header(TAR, SIZE, b"size" * 3)),
    "tar, a size below nought": fails(DumpReason.CORRUPT, lambda: set_header(TAR, SIZE, b"\xff" * 12)),
    "tar, a size beyond the end": fails(
        DumpReason.TRUNCATED, lambda: set_header(TAR, SIZE, b"\x80" + b"\x7f" * 11)
    ),
    "tar, an extension header of 8 GiB": fails(
        DumpReason.CORRUPT,
        lambda: set_header(set_header(TAR, KIND, b"x"), SIZE, b"77777777777\0"),
    ),
    "tar, pax records without an end": fails(
        DumpReason.CORRUPT, lambda: set_header(set_header(TAR, KIND, b"x"), SIZE, b"%011o\0" % len(TEXT))
    ),
    "tar, 5,000 long names for one member": gives(
        lambda: (
            set_header(set_header(pack_tar({"a": b"b.txt"}), KIND, b"L"), SIZE, b"%011o\0" % 5)[:1024] * 5000
            + TAR
        ),
        2,
    ),
    "tar, other bytes behind its end": fails(DumpReason.CORRUPT, lambda: TAR + b"NATO" * 200),
    "tar.gz, cut": fails(DumpReason.TRUNCATED, lambda: gzip.compress(TAR)[:-20]),
    "tar.gz, wrong CRC": fails(DumpReason.CORRUPT, lambda: flip(gzip.compress(TAR), -6)),
    "tar.gz, bomb": fails(
        DumpReason.TOO_LARGE,
        lambda: gzip.compress(pack_tar({"a": BOMB})),
    ),
    "7-Zip": fails(DumpReason.UNKNOWN_FORMAT, lambda: b"7z\xbc\xaf\x27\x1c" + bytes(99)),
    "RAR": fails(DumpReason.UNKNOWN_FORMAT, lambda: b"Rar!\x1a\x07\1\0" + bytes(99)),
    "Office document": fails(DumpReason.UNKNOWN_FORMAT, lambda: pack_zip({"[Content_Types].xml": b"<a/>"})),
}

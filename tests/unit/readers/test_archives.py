from __future__ import annotations

import bz2
import gzip
import io
import lzma
import random
import stat
import struct
import tarfile
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest
import zstandard

from transforms.errors import DumpError, DumpReason
from transforms.readers import Limits, read_dump
from transforms.readers.bounds import RATIO_FLOOR_BYTES
from transforms.readers.reading import Record
from transforms.records import DateBasis, Document, LeftOut, Reject, RejectReason

Files = dict[str, bytes]

POST = "#NATO(山野首相「対話を続ける」)\n"
LINES = '{"id": 1, "text": "首相は会談した。"}\n{"id": 2, "text": "大統領は拒んだ。"}\n'
BLOG: Files = {
    "blog/2023-11-08.txt": POST.encode(),
    "blog/古い日記.txt": POST.encode("cp932"),
    "corpus/part-0.jsonl": LINES.encode(),
    "corpus/part-1.jsonl.gz": gzip.compress(LINES[:20].encode()) + gzip.compress(LINES[20:].encode()),
}


def pack_zip(files: Files, *, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", method) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return packed.getvalue()


def pack_tar(files: Files, *, format: int = tarfile.GNU_FORMAT) -> bytes:
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w", format=format) as archive:
        for name, data in files.items():
            archive.addfile(make_entry(name, size=len(data)), io.BytesIO(data))
    return packed.getvalue()


def make_entry(name: str, *, kind: bytes = tarfile.REGTYPE, size: int = 0, link: str = "") -> tarfile.TarInfo:
    entry = tarfile.TarInfo(name)
    entry.type, entry.size, entry.linkname = kind, size, link
    return entry


class Outcome(NamedTuple):
    format: str
    encoding: str
    records: list[Record]

    @property
    def texts(self) -> list[str]:
        return [record.text for record in self.records if isinstance(record, Document)]

    @property
    def rejects(self) -> list[tuple[RejectReason, str]]:
        return [(record.reason, record.excerpt) for record in self.records if isinstance(record, Reject)]


def read(folder: Path, data: bytes, *, name: str = "a.zip", limits: Limits | None = None) -> Outcome:
    path = folder / "dump"
    path.write_bytes(data)
    with read_dump(path, name=name, limits=limits or Limits()) as dump:
        records = list(dump.records())
        return Outcome(dump.format, dump.encoding, records)


def fail(folder: Path, data: bytes, *, limits: Limits | None = None) -> DumpError:
    with pytest.raises(DumpError) as caught:
        read(folder, data, limits=limits)
    return caught.value


PACKED: dict[str, tuple[str, str, Callable[[Files], bytes]]] = {
    "zip": ("zip", "", pack_zip),
    "zip, stored": ("zip", "", lambda files: pack_zip(files, method=zipfile.ZIP_STORED)),
    "tar, ustar": ("tar", "", lambda files: pack_tar(files, format=tarfile.USTAR_FORMAT)),
    "tar, GNU": ("tar", "", pack_tar),
    "tar, pax": ("tar", "", lambda files: pack_tar(files, format=tarfile.PAX_FORMAT)),
    "tar.gz": ("tar", "gzip+", lambda files: gzip.compress(pack_tar(files))),
    "tar.bz2": ("tar", "bzip2+", lambda files: bz2.compress(pack_tar(files))),
    "tar.xz": ("tar", "xz+", lambda files: lzma.compress(pack_tar(files))),
    "tar.zst": ("tar", "zstd+", lambda files: zstandard.compress(pack_tar(files))),
    "zip.gz": ("zip", "gzip+", lambda files: gzip.compress(pack_zip(files))),
}


@pytest.mark.parametrize("kind", PACKED)
def test_members_are_read_in_order_and_by_their_content(tmp_path: Path, kind: str) -> None:
    archive, packing, pack = PACKED[kind]
    outcome = read(tmp_path, pack(BLOG))
    assert outcome.format == f"{archive}+text+jsonl"
    assert outcome.encoding == f"{packing}utf-8,{packing}cp932,{packing}gzip+utf-8"
    documents = [record for record in outcome.records if isinstance(record, Document)]
    assert [document.record_id for document in documents] == ["2023-11-08", "古い日記", "1", "2", "1", "2"]
    assert [document.text for document in documents] == [POST] * 2 + [
        "首相は会談した。",
        "大統領は拒んだ。",
    ] * 2
    assert (documents[0].date_text, documents[0].date_basis) == ("2023-11-08", DateBasis.FILE)
    starts = [0, len(BLOG["blog/2023-11-08.txt"]) + 1]
    starts.append(starts[-1] + len(BLOG["blog/古い日記.txt"]) + 1)
    assert [document.position for document in documents[:3]] == starts


@pytest.mark.parametrize("outer", PACKED)
@pytest.mark.parametrize("inner", PACKED)
def test_an_archive_in_an_archive_is_read(tmp_path: Path, outer: str, inner: str) -> None:
    data = PACKED[outer][2]({"inner": PACKED[inner][2](BLOG), "last.txt": POST.encode()})
    outcome = read(tmp_path, data)
    assert len(outcome.texts) == 7
    assert not outcome.rejects
    assert outcome.format.removeprefix("zip").removeprefix("tar") in {
        "+text+jsonl",
        "+zip+text+jsonl",
        "+tar+text+jsonl",
    }
    positions = [record.position for record in outcome.records]
    assert positions == sorted(set(positions))


@pytest.mark.parametrize("pack", [pack_zip, pack_tar])
def test_a_third_archive_within_is_refused_and_the_others_go_on(
    tmp_path: Path, pack: Callable[[Files], bytes]
) -> None:
    deep = pack({"deeper": pack({"deepest": pack(BLOG)}), "beside.txt": POST.encode()})
    outcome = read(tmp_path, deep)
    ((reason, excerpt),) = outcome.rejects
    assert reason is RejectReason.BAD_RECORD
    assert excerpt.startswith("deepest: archives lie in archives more than 2 deep")
    assert outcome.texts == [POST]
    assert len(read(tmp_path, deep, limits=Limits(max_archive_depth=3)).texts) == 7


def corrupt_zip(data: bytes, name: bytes, *, at: int) -> bytes:
    """Damage a member's data, counted from the end of its name in the local header."""
    changed = bytearray(data)
    changed[data.index(name) + len(name) + at] ^= 0x55
    return bytes(changed)


TROUBLE: dict[str, tuple[Callable[[], bytes], RejectReason, str]] = {
    "zip, damaged data": (
        lambda: corrupt_zip(pack_zip({"a.txt": POST.encode() * 9, "b.txt": POST.encode()}), b"a.txt", at=9),
        RejectReason.BAD_RECORD,
        "a.txt: damaged zip member",
    ),
    "zip, wrong CRC": (
        lambda: pack_zip({"a.txt": b"talks", "b.txt": POST.encode()}, method=0).replace(b"talks", b"tales"),
        RejectReason.BAD_RECORD,
        "a.txt: damaged zip member (Bad CRC-32",
    ),
    "zip, packed with bzip2": (
        lambda: pack_zip({"a.txt": b"talks"}, method=zipfile.ZIP_BZIP2)[:-22] and mix_methods(),
        RejectReason.BAD_RECORD,
        "a.txt: it is packed with bzip2; pack it anew with deflate",
    ),
    "zip, encrypted": (
        lambda: encrypt(pack_zip({"a.txt": b"talks", "b.txt": POST.encode()})),
        RejectReason.BAD_RECORD,
        "a.txt: it is encrypted; pack it anew without a password",
    ),
    "tar, sparse": (
        lambda: make_tar(make_entry("a.txt", kind=tarfile.GNUTYPE_SPARSE), make_entry("b.txt")),
        RejectReason.BAD_RECORD,
        "a.txt: it is stored with holes (sparse)",
    ),
    "gzip in it is cut": (
        lambda: pack_tar({"a.gz": gzip.compress(POST.encode())[:-4], "b.txt": POST.encode()}),
        RejectReason.CUT,
        "a.gz: the gzip data ends in the middle",
    ),
    "gzip in it has a wrong CRC": (
        lambda: pack_tar({"a.gz": gzip.compress(POST.encode())[:-5] + b"12345", "b.txt": POST.encode()}),
        RejectReason.BAD_RECORD,
        "a.gz: damaged gzip data",
    ),
    "zip in it is cut": (
        lambda: pack_tar({"a.zip": pack_zip(BLOG)[:-9], "b.txt": POST.encode()}),
        RejectReason.CUT,
        "a.zip: the zip archive ends without its table of contents",
    ),
    "tar in it is damaged": (
        lambda: pack_zip({"a.tar": pack_tar(BLOG).replace(b"ustar", b"star?"), "b.txt": POST.encode()}),
        RejectReason.BAD_RECORD,
        "a.tar: ",
    ),
    "empty": (
        lambda: pack_zip({"a.txt": b"", "b.txt": POST.encode()}),
        RejectReason.NO_TEXT,
        "a.txt: there is nothing in it",
    ),
    "noise": (
        lambda: pack_zip({"a.bin": bytes(range(256)), "b.txt": POST.encode()}),
        RejectReason.BAD_RECORD,
        "a.bin: its bytes are no text",
    ),
    "too long a text": (
        lambda: pack_zip({"a.txt": b"x" * 10_001, "b.txt": POST.encode()}),
        RejectReason.TOO_LONG,
        "a.txt: a text file is one post",
    ),
}


def mix_methods() -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("a.txt", b"talks", zipfile.ZIP_BZIP2)
        archive.writestr("b.txt", POST.encode(), zipfile.ZIP_DEFLATED)
    return packed.getvalue()


def encrypt(data: bytes) -> bytes:
    """Set the flag of the first member, in both of its headers."""
    changed = bytearray(data)
    changed[6] |= 1
    changed[data.index(b"PK\x01\x02") + 8] |= 1
    return bytes(changed)


def make_tar(*entries: tarfile.TarInfo) -> bytes:
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w") as archive:
        for entry in entries:
            entry.size = len(POST.encode()) if entry.isreg() else 0
            archive.addfile(entry, io.BytesIO(POST.encode()))
    return packed.getvalue()


@pytest.mark.parametrize("kind", TROUBLE)
def test_trouble_with_a_member_does_not_lose_the_others(tmp_path: Path, kind: str) -> None:
    make, reason, words = TROUBLE[kind]
    outcome = read(tmp_path, make(), limits=Limits(max_record_bytes=10_000))
    assert [told for told, _ in outcome.rejects] == [reason]
    assert outcome.rejects[0][1].startswith(words)
    assert outcome.texts[-1:] == [POST]
    positions = [record.position for record in outcome.records]
    assert positions == sorted(set(positions))


def test_what_came_before_the_trouble_in_a_member_is_kept(tmp_path: Path) -> None:
    lines = LINES.encode() * 20_000
    data = pack_tar({"a.jsonl.gz": gzip.compress(lines)[:-5] + b"12345", "b.jsonl": LINES.encode()})
    outcome = read(tmp_path, data)
    assert [reason for reason, _ in outcome.rejects] == [RejectReason.BAD_RECORD]
    assert len(outcome.texts) > 30_000
    positions = [record.position for record in outcome.records]
    assert positions == sorted(set(positions))


def test_two_bad_members_at_once_have_two_positions(tmp_path: Path) -> None:
    outcome = read(tmp_path, pack_zip({"a": b"", "b": b"", "c": POST.encode(), "d": b""}))
    assert [record.position for record in outcome.records] == [0, 1, 2, len(POST.encode()) + 3]


BAD_ARCHIVES: dict[str, tuple[Callable[[], bytes], DumpReason]] = {
    "zip without its table of contents": (lambda: pack_zip(BLOG)[:-30], DumpReason.TRUNCATED),
    "zip cut in the first member": (lambda: pack_zip(BLOG)[:50], DumpReason.TRUNCATED),
    "zip with a damaged table of contents": (
        lambda: pack_zip(BLOG).replace(b"PK\x01\x02", b"PK\x01\x03", 1),
        DumpReason.CORRUPT,
    ),
    "zip whose table of contents is longer than the file": (
        lambda: pack_zip(BLOG)[:-10] + struct.pack("<IIH", 2**20, 0, 0),
        DumpReason.CORRUPT,
    ),
    "zip whose table of contents is too long": (
        lambda: b"PK\x03\x04" + bytes(33 * 2**20) + make_end(33 * 2**20),
        DumpReason.TOO_LARGE,
    ),
    "zip without members": (lambda: pack_zip({}), DumpReason.EMPTY),
    "zip of folders only": (lambda: pack_zip({"a/": b"", "a/b/": b""}), DumpReason.EMPTY),
    "Office document": (lambda: pack_zip({"[Content_Types].xml": b"<x/>"}), DumpReason.UNKNOWN_FORMAT),
    "tar cut inside a member": (lambda: pack_tar(BLOG)[:700], DumpReason.TRUNCATED),
    "tar cut inside a header": (lambda: pack_tar(BLOG)[: 2 * 512 + 300], DumpReason.TRUNCATED),
    "tar cut between members": (lambda: pack_tar(BLOG)[: 2 * 512], DumpReason.TRUNCATED),
    "tar with a wrong checksum": (lambda: flip(pack_tar(BLOG), 1024 + 150), DumpReason.CORRUPT),
    "tar with a damaged size": (lambda: set_size(pack_tar(BLOG), b"not octal\0\0\0"), DumpReason.CORRUPT),
    "tar with a negative size": (lambda: set_size(pack_tar(BLOG), b"\xff" * 12), DumpReason.CORRUPT),
    "tar with a size beyond everything": (
        lambda: set_size(pack_tar(BLOG), b"\x80" + b"\xff" * 11),
        DumpReason.TRUNCATED,
    ),
    "tar with other bytes behind its end": (lambda: pack_tar(BLOG) + b"other" * 200, DumpReason.CORRUPT),
    "tar with a long extension header": (
        lambda: set_size(make_tar(make_entry("x", kind=tarfile.XHDTYPE)), b"%011o\0" % 2**21),
        DumpReason.CORRUPT,
    ),
    "tar with a pax record that does not end": (lambda: make_pax(b"99 path=a.txt\n"), DumpReason.CORRUPT),
    "tar with a pax record of length nought": (lambda: make_pax(b"0 path=a.txt\n"), DumpReason.CORRUPT),
    "tar with a pax record of many digits": (lambda: make_pax(b"9" * 500), DumpReason.CORRUPT),
    "tar with a pax size that is none": (lambda: make_pax(b"10 size=-1\n"), DumpReason.CORRUPT),
    "tar.gz with a wrong CRC": (
        lambda: gzip.compress(pack_tar(BLOG))[:-5] + b"12345",
        DumpReason.CORRUPT,
    ),
    "tar.gz cut": (lambda: gzip.compress(pack_tar(BLOG), 0)[:1500], DumpReason.TRUNCATED),
}


def make_end(size: int) -> bytes:
    return b"PK\x05\x06" + struct.pack("<HHHHIIH", 0, 0, 1, 1, size, 4, 0)


def make_pax(records: bytes) -> bytes:
    """A pax header with these records before a member."""
    header = make_tar(make_entry("x", kind=tarfile.XHDTYPE))[:512]
    header = set_size(header, b"%011o\0" % len(records))
    return header + records + bytes(512 - len(records)) + pack_tar({"a.txt": POST.encode()})


def flip(data: bytes, position: int) -> bytes:
    changed = bytearray(data)
    changed[position] ^= 0x01
    return bytes(changed)


def set_size(data: bytes, field: bytes, *, header: int = 0) -> bytes:
    """Put other bytes into the size of a header, and the right checksum."""
    block = bytearray(data[header : header + 512])
    block[124:136] = field
    block[148:156] = b" " * 8
    block[148:156] = b"%06o\0 " % sum(block)
    return data[:header] + bytes(block) + data[header + 512 :]


@pytest.mark.parametrize("kind", BAD_ARCHIVES)
def test_trouble_with_the_archive_is_the_dumps(tmp_path: Path, kind: str) -> None:
    make, reason = BAD_ARCHIVES[kind]
    assert fail(tmp_path, make()).reason is reason


@pytest.mark.parametrize("kind", ["zip", "tar, pax"])
def test_nothing_is_written_wherever_a_members_name_points(tmp_path: Path, kind: str) -> None:
    names = ["../../evil.txt", "/etc/evil.txt", "C:\\evil.txt", "..", "a/../../b.txt", "x" * 5000 + ".txt"]
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    outcome = read(inbox, PACKED[kind][2]({name: POST.encode() for name in names}))
    assert outcome.texts == [POST] * len(names)
    assert [path.name for path in tmp_path.rglob("*")] == ["inbox", "dump"]
    ids = [record.record_id for record in outcome.records if isinstance(record, Document)]
    assert ids[:2] == ["evil", "evil"]
    assert all("\n" not in name and len(name) <= 1024 for name in ids)


@pytest.mark.parametrize("kind", ["zip", "tar, GNU"])
def test_hostile_names_are_shown_on_one_line(tmp_path: Path, kind: str) -> None:
    files = {"two\nlines*.txt": b"", "\u202etxt.exe": b"", "'\";drop.txt": b""}
    outcome = read(tmp_path, PACKED[kind][2](files))
    assert [excerpt.split(":")[0] for _, excerpt in outcome.rejects] == [
        "two\\x0alines*.txt",
        "\\u202etxt.exe",
        "'\";drop.txt",
    ]


@pytest.mark.parametrize("pack", [pack_zip, pack_tar])
def test_documents_say_what_their_member_is(tmp_path: Path, pack: Callable[[Files], bytes]) -> None:
    export = "TITLE: 日記\n-----\nBODY:\n会談した。\n-----\n--------\n"
    members = {"export.txt": export.encode(), "page.html": "<p>会談した。</p>".encode(), **BLOG}
    documents = [record for record in read(tmp_path, pack(members)).records if isinstance(record, Document)]
    told = [document.member_format for document in documents]
    assert told == ["movable_type", "html", "text", "text", "jsonl", "jsonl", "jsonl", "jsonl"]


@pytest.mark.parametrize("pack", [pack_zip, pack_tar])
def test_nobodys_address_in_a_members_name_is_kept(tmp_path: Path, pack: Callable[[Files], bytes]) -> None:
    members = {"taro@example.org/taro@example.org.txt": POST.encode(), "to taro@example.org.txt": b""}
    found = read(tmp_path, pack(members), name="from taro@example.org.bin")
    document, reject = found.records
    assert isinstance(document, Document)
    assert document.record_id == "[e-mail]"
    assert isinstance(reject, Reject)
    assert reject.excerpt.startswith("to [e-mail]: ")
    assert "example.org" not in repr(found)


def test_names_of_japanese_windows_are_read(tmp_path: Path) -> None:
    name = "日記_2023-11-08.txt"
    data = pack_zip({"z" * len(name.encode("cp932")): POST.encode()})
    data = data.replace(b"z" * len(name.encode("cp932")), name.encode("cp932"))
    (document,) = read(tmp_path, data).records
    assert isinstance(document, Document)
    assert (document.record_id, document.date_text) == ("日記_2023-11-08", "2023-11-08")


def test_links_devices_and_what_systems_hide_are_left_out(tmp_path: Path) -> None:
    data = make_tar(
        make_entry("folder", kind=tarfile.DIRTYPE),
        make_entry("link", kind=tarfile.SYMTYPE, link="/etc/passwd"),
        make_entry("hard", kind=tarfile.LNKTYPE, link="b.txt"),
        make_entry("pipe", kind=tarfile.FIFOTYPE),
        make_entry("device", kind=tarfile.CHRTYPE),
        make_entry(".git/config"),
        make_entry("__MACOSX/b.txt"),
        make_entry("b.txt"),
    )
    outcome = read(tmp_path, data)
    assert outcome.texts == [POST]
    assert sum(isinstance(record, LeftOut) for record in outcome.records) == 6
    assert len(outcome.records) == 7


def test_links_in_a_zip_are_left_out(tmp_path: Path) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        link = zipfile.ZipInfo("link.txt")
        link.create_system = 3
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(link, "/etc/passwd")
    (record,) = read(tmp_path, packed.getvalue()).records
    assert isinstance(record, LeftOut)


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("photo.jpg", b"\xff\xd8\xff\xe0\0\x10JFIF" + bytes(99)),
        ("photo", b"\x89PNG\r\n\x1a\n" + bytes(99)),
        ("film.mp4", b"\0\0\0\x18ftypmp42" + bytes(99)),
        ("style.css", b"body { color: red }"),
        ("code.JS", b"var a = 1;"),
        ("data/account.js", b'window.YTD.account.part0 = [ { "account" : { "email" : "a@example.org" } } ]'),
    ],
)
def test_what_saved_pages_bring_along_is_left_out(tmp_path: Path, name: str, data: bytes) -> None:
    outcome = read(tmp_path, pack_zip({name: data, "b.txt": POST.encode()}))
    assert isinstance(outcome.records[0], LeftOut)
    assert outcome.texts == [POST]


def test_tar_archives_behind_each_other_are_one(tmp_path: Path) -> None:
    first, second = ({f"{n}.txt": POST.encode()} for n in "ab")
    assert read(tmp_path, pack_tar(first) + pack_tar(second)).texts == [POST] * 2


def test_an_old_tar_without_magic_is_told_by_its_checksum(tmp_path: Path) -> None:
    block = bytearray(pack_tar({"a.txt": POST.encode()}))
    block[257:265] = bytes(8)
    assert read(tmp_path, set_size(bytes(block), b"%011o\0" % len(POST.encode()))).texts == [POST]


def test_a_size_in_binary_is_read(tmp_path: Path) -> None:
    size = len(POST.encode())
    data = set_size(pack_tar({"a.txt": POST.encode()}), b"\x80" + size.to_bytes(11, "big"))
    assert read(tmp_path, data).texts == [POST]


def test_a_chain_of_extension_headers_costs_no_stack(tmp_path: Path) -> None:
    long_name = make_tar(make_entry("././@LongLink", kind=tarfile.GNUTYPE_LONGNAME))[:512]
    long_name = set_size(long_name, b"%011o\0" % 5) + b"a.txt" + bytes(507)
    assert read(tmp_path, long_name * 5000 + pack_tar({"b": POST.encode()})).texts == [POST]


LINE = b'{"text": "' + b"a" * 80_000 + b'"}\n'
BOMB = LINE * (RATIO_FLOOR_BYTES // len(LINE) + 2)


def test_a_bomb_among_the_members_does_not_lose_the_others(tmp_path: Path) -> None:
    noise = random.Random(1).randbytes(200_000)
    data = pack_zip({"bomb.jsonl": BOMB, "b.txt": POST.encode(), "c.bin": noise})
    outcome = read(tmp_path, data)
    assert outcome.rejects[0][0] is RejectReason.TOO_LONG
    assert outcome.rejects[0][1].startswith("bomb.jsonl: more than 16,777,216 bytes come out of")
    assert POST in outcome.texts


@pytest.mark.parametrize("pack", [pack_zip, lambda files: gzip.compress(pack_tar(files))])
def test_many_small_bombs_are_one_large_one(tmp_path: Path, pack: Callable[[Files], bytes]) -> None:
    part = BOMB[: len(LINE) * 70]
    data = pack({f"{number}.jsonl": part for number in range(4)})
    assert fail(tmp_path, data).reason is DumpReason.TOO_LARGE


def test_the_size_limit_holds_over_the_whole_archive(tmp_path: Path) -> None:
    data = pack_zip({f"{number}.jsonl": LINE for number in range(10)})
    limits = Limits(max_bytes=len(LINE) * 10 - 1)
    assert fail(tmp_path, data, limits=limits).reason is DumpReason.TOO_LARGE
    assert len(read(tmp_path, data, limits=Limits(max_bytes=len(LINE) * 10)).texts) == 10


def test_members_that_share_their_bytes_are_counted_each(tmp_path: Path) -> None:
    """A zip whose table of contents names one member a thousand times."""
    once = pack_zip({"a.jsonl": BOMB[: len(LINE) * 50]})
    start = once.index(b"PK\x01\x02")
    entry = once[start : once.index(b"PK\x05\x06")]
    end = b"PK\x05\x06" + struct.pack("<HHHHIIH", 0, 0, 1000, 1000, 1000 * len(entry), start, 0)
    assert fail(tmp_path, once[:start] + entry * 1000 + end).reason is DumpReason.TOO_LARGE


def count_open_files() -> int:
    return len(list(Path("/proc/self/fd").iterdir()))


@pytest.mark.parametrize("kind", ["zip", "tar", "zip.gz"])
def test_everything_is_given_back_when_reading_stops_early(tmp_path: Path, kind: str) -> None:
    pack = PACKED["tar, GNU" if kind == "tar" else kind][2]
    path = tmp_path / "dump"
    path.write_bytes(pack({"inner.zip": pack_zip(BLOG | {"noise.txt": random.Random(2).randbytes(2**20)})}))
    held = count_open_files()
    with read_dump(path, name="dump") as dump:
        records = dump.records()
        next(records)
        assert count_open_files() > held
    assert count_open_files() == held
    records.close()

"""Write composed pages as dumps: a folder of text files, or JSON lines, plain or compressed.

The same pages give the same bytes: no clock, no file name and no machine's name goes into a file. Compressed
dumps consist of several members (gzip) or frames (zstd), as concatenated dumps do.
"""

from __future__ import annotations

import gzip
import io
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import orjson
import zstandard

from benchmarks.pages import Page

MEMBER_BYTES = 4 * 2**20


def write_dump(pages: Iterable[Page], path: Path, *, member_bytes: int = MEMBER_BYTES) -> int:
    """Write the pages to a path whose name says the form, and return how many bytes were written.

    `.jsonl`, `.jsonl.gz` and `.jsonl.zst` are one file; any other name is a folder of text files. Memory
    stays at one member (`member_bytes` of JSON lines), however many pages there are.
    """
    if ".jsonl" not in path.suffixes:
        return _write_text_files(pages, path)
    compress = _COMPRESS[path.suffix]
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as out:
        return sum(out.write(compress(member)) for member in _members(map(page_line, pages), member_bytes))


def page_line(page: Page) -> bytes:
    """Return a page as one JSON line."""
    record = {
        "url": page.url,
        "title": page.title,
        "published_at": page.published_at.isoformat(),
        "text": page.text,
    }
    return orjson.dumps(record, option=orjson.OPT_APPEND_NEWLINE)


def _write_text_files(pages: Iterable[Page], folder: Path) -> int:
    folder.mkdir(parents=True, exist_ok=True)
    return sum(
        (folder / f"{page.published_at:%Y-%m-%d-%H%M%S}.txt").write_bytes(page.text.encode() + b"\n")
        for page in pages
    )


def _members(lines: Iterable[bytes], member_bytes: int) -> Iterator[bytes]:
    """Yield the lines put together into pieces of at least `member_bytes`, the last one excepted."""
    pending: list[bytes] = []
    size = 0
    for line in lines:
        pending.append(line)
        size += len(line)
        if size >= member_bytes:
            yield b"".join(pending)
            pending, size = [], 0
    if pending:
        yield b"".join(pending)


def _plain(member: bytes) -> bytes:
    return member


def pack_gzip(member: bytes) -> bytes:
    """Return one gzip member without a name or time in its header."""
    packed = io.BytesIO()
    # gzip.compress writes another header in some Python versions; GzipFile writes the same one in all.
    with gzip.GzipFile(filename="", mode="wb", compresslevel=6, fileobj=packed, mtime=0) as stream:
        stream.write(member)
    return packed.getvalue()


def _zstd(member: bytes) -> bytes:
    return zstandard.ZstdCompressor(level=6, write_checksum=True).compress(member)


_COMPRESS: dict[str, Callable[[bytes], bytes]] = {".jsonl": _plain, ".gz": pack_gzip, ".zst": _zstd}

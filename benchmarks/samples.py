"""Write samples/: a month of one small clipping blog, in every form that the readers know.

`mixed.jsonl` is the one with trouble in it, so that a first run meets rejects, a duplicate and a revision.
"""

from __future__ import annotations

from itertools import islice
from pathlib import Path

from benchmarks.dumps import page_line, write_dump
from benchmarks.pages import Page, Plan, compose

PLAN = Plan(posts=112, days=30)
_MEMBER_BYTES = 48 * 2**10
_SOURCE = """\
# What is known of clips-1.jsonl; the ledger of dumps shows it.
source_url = "https://example.org/export/clips-1.jsonl"
licence = "Apache-2.0"
accessed_at = 2024-07-01T09:00:00+09:00
"""


def write_samples(folder: Path) -> None:
    """Rewrite the sample dumps in `folder`.

    The pages are those of one month in order: text files first, then JSON lines (plain, gzip, zstd), then
    the mixed dump.
    """
    pages = compose(PLAN)
    folder.mkdir(parents=True, exist_ok=True)
    write_dump(islice(pages, 2), folder)
    write_dump(islice(pages, 14), folder / "clips-1.jsonl")
    (folder / "clips-1.jsonl.source.toml").write_text(_SOURCE, "utf-8")
    write_dump(islice(pages, 44), folder / "clips-2.jsonl.gz", member_bytes=_MEMBER_BYTES)
    write_dump(islice(pages, 40), folder / "clips-3.jsonl.zst", member_bytes=_MEMBER_BYTES)
    (folder / "mixed.jsonl").write_bytes(_mixed(list(pages)))


def _mixed(pages: list[Page]) -> bytes:
    """Return a dump of the pages with one twice, one edited later, half a line and a record without text."""
    lines = [page_line(page) for page in pages]
    edited = page_line(pages[1]._replace(text=f"{pages[1].text}\n追記 写真を差し替えました。"))
    # Half a line, but whole characters: the trouble is the JSON, not the encoding.
    half = lines[2][: len(lines[2]) // 2].decode(errors="ignore").encode() + b"\n"
    empty = page_line(pages[3]._replace(url=f"{pages[3].url}?draft=1", text=""))
    return b"".join([*lines[:2], half, lines[0], *lines[2:], edited, empty])

"""Write samples/: two months of one small clipping blog, in every form that the readers know.

The first month is text files and JSON lines; `mixed.jsonl` is the one with trouble in it, so that a first run
meets rejects, a duplicate and a revision. The second month is in all the other forms.
"""

from __future__ import annotations

import datetime as dt
from itertools import islice
from pathlib import Path

from benchmarks.dumps import page_line, write_dump
from benchmarks.pages import DEFAULT_SEED, Page, Plan, compose
from benchmarks.sample_forms import MONTH_POSTS, write_deliveries

PLAN = Plan(posts=112, days=30)
SECOND_PLAN = Plan(posts=MONTH_POSTS, days=31, first_day=dt.date(2024, 7, 1), seed=DEFAULT_SEED + 1)
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
    the mixed dump. The second month follows in the other forms.
    """
    pages = compose(PLAN)
    folder.mkdir(parents=True, exist_ok=True)
    write_dump(islice(pages, 2), folder)
    write_dump(islice(pages, 14), folder / "clips-1.jsonl")
    (folder / "clips-1.jsonl.source.toml").write_text(_SOURCE, "utf-8")
    write_dump(islice(pages, 44), folder / "clips-2.jsonl.gz", member_bytes=_MEMBER_BYTES)
    write_dump(islice(pages, 40), folder / "clips-3.jsonl.zst", member_bytes=_MEMBER_BYTES)
    (folder / "mixed.jsonl").write_bytes(_mixed(list(pages)))
    write_deliveries(compose(SECOND_PLAN), folder)


def _mixed(pages: list[Page]) -> bytes:
    """Return a dump of the pages with one twice, one edited later, half a line and a record without text."""
    lines = [page_line(page) for page in pages]
    edited = page_line(pages[1]._replace(text=f"{pages[1].text}\n追記 写真を差し替えました。"))
    # Half a line, but whole characters: the trouble is the JSON, not the encoding.
    half = lines[2][: len(lines[2]) // 2].decode(errors="ignore").encode() + b"\n"
    empty = page_line(pages[3]._replace(url=f"{pages[3].url}?draft=1", text=""))
    return b"".join([*lines[:2], half, lines[0], *lines[2:], edited, empty])

"""The mart `quote_sources`: for each quote in a note the passage it was taken from, month by month."""

from __future__ import annotations

import datetime as dt
from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import NamedTuple

import duckdb
import numpy as np
import pyarrow as pa

from warehouse.matching.grades import Grades, grade_places
from warehouse.matching.places import Places
from warehouse.matching.sources import NO_DAY, Located, find_sources
from warehouse.matching.texts import Folder, Indices, Texts, concatenate, find_runs, read_texts
from warehouse.model_file import Header
from warehouse.quote_sources_sql import MONTHS, PASSAGES, PREPARE, PREPARED, ROWS, TEXTS, WORDS

WINDOW_VARIABLE = "source_window_days"
"""DuckDB variable that says how many days a source may be away from its note."""

DEFAULT_WINDOW_DAYS = 7

_THREADS = 2
# So many whole posts are read at once, notes and all, to cut the passages out.
_BATCH_POSTS = 512

_FOUND = pa.schema(
    [
        ("quote_id", pa.string()),
        ("post", pa.int64()),
        ("char_start", pa.int32()),
        ("char_end", pa.int32()),
        ("fidelity", pa.string()),
        ("wording", pa.string()),
        ("score", pa.float64()),
        ("quoted_share", pa.float64()),
        ("source_post", pa.int64()),
        ("source_block_no", pa.int32()),
        ("source_char_start", pa.int32()),
        ("source_char_end", pa.int32()),
        ("source_days", pa.int32()),
    ]
)

HEADER = Header(
    purpose="where the words of notes come from, and how faithfully they were copied",
    grain="one row per quote in a note, nested ones too",
    counts="a note's words are compared with the blocks of its own post and of posts at most 7 days away "
    "(the variable source_window_days) in folded form (width, case, blanks, quotation brackets and outer "
    "punctuation aside); the own post wins unless another has them clearly better; a passage is quoted "
    "where at least half of it stands in brackets",
    days="distances are days in Asia/Tokyo; undated and crawl-dated posts are compared with themselves only",
    partition="month of quote_id",
    reach=f"{WINDOW_VARIABLE} days before, {WINDOW_VARIABLE} days after",
)

INPUTS = ("posts", "blocks", "quotes")


class _Passages(NamedTuple):
    """Blocks of a month and of the days around it, by post and number.

    Attributes:
        located: their texts, folded.
        raw: their texts as they are.
        blocks: their numbers in their posts.
        starts: where each begins in its post.
    """

    located: Located
    raw: Texts
    blocks: Indices
    starts: Indices


class _Month(NamedTuple):
    """The quotes in the notes of a month, their words, and where these can come from."""

    rows: pa.Table
    words: Located
    passages: _Passages


def compute_quote_sources(con: duckdb.DuckDBPyConnection) -> pa.Table:
    """The rows of `quote_sources`, by quote_id.

    Args:
        con: a connection whose default catalog has the tables of INPUTS; the variable source_window_days,
            where it is set, says how far away a source may be.
    """
    days = con.execute(f"select getvariable('{WINDOW_VARIABLE}')").fetchall()[0][0]
    window = DEFAULT_WINDOW_DAYS if days is None else int(days)
    for statement in PREPARE:
        con.execute(statement)
    found = pa.concat_tables([_FOUND.empty_table(), *_compute_months(con, window)])
    con.register("found_sources", found)
    try:
        return con.sql(ROWS).to_arrow_table()
    finally:
        con.unregister("found_sources")
        for table in PREPARED:
            con.execute(f"drop table {table}")


def _compute_months(con: duckdb.DuckDBPyConnection, window: int) -> Iterator[pa.Table]:
    """The rows of each month, read while those before it are computed; few are held at a time."""
    folder = Folder()
    months = [month for (month,) in con.execute(MONTHS).fetchall()]
    waiting: deque[Future[pa.Table]] = deque()
    with ThreadPoolExecutor(_THREADS) as pool:
        for month in months:
            waiting.append(pool.submit(_find_rows, _read_month(con, folder, month, window), window))
            if len(waiting) > _THREADS:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()


def _read_month(con: duckdb.DuckDBPyConnection, folder: Folder, month: dt.date | None, window: int) -> _Month:
    """The notes of one month, or of all undated posts, and the passages of its posts and those around it."""
    rows = con.sql(WORDS, params={"month": month}).to_arrow_table()
    words = Located(folder.fold(read_texts(rows["text"])), _to_numbers(rows["post"]), _to_days(rows["day"]))
    kept = rows.select(["quote_id", "post", "char_start", "char_end"])
    return _Month(kept, words, _read_passages(con, folder, month, window))


def _find_rows(month: _Month, window: int) -> pa.Table:
    rows, words, passages = month
    places = find_sources(words, passages.located, window=window)
    grades = grade_places(passages.located.texts, passages.raw, places)
    best = _pick_most_quoted(places, grades)
    return _to_rows(rows, words, passages, places.take(best), grades.take(best))


def _read_passages(
    con: duckdb.DuckDBPyConnection, folder: Folder, month: dt.date | None, window: int
) -> _Passages:
    first = last = None
    if month:
        next_month = (month.replace(day=1) + dt.timedelta(days=32)).replace(day=1)
        first, last = month - dt.timedelta(days=window), next_month + dt.timedelta(days=window)
    wanted = {"month": month, "first": first, "last": last}
    rows = con.sql(PASSAGES, params=wanted).to_arrow_table()
    posts = con.sql(TEXTS, params=wanted).to_arrow_table()
    post, starts, ends = (_to_numbers(rows[name]) for name in ("post", "char_start", "char_end"))
    raw = _cut_blocks(posts["text"], np.searchsorted(_to_numbers(posts["post"]), post), starts, ends)
    located = Located(folder.fold(raw, with_origins=True), post, _to_days(rows["day"]))
    return _Passages(located, raw, _to_numbers(rows["block_no"]), starts)


def _cut_blocks(texts: pa.ChunkedArray, owners: Indices, starts: Indices, ends: Indices) -> Texts:
    """Stretches of texts, given by the number of the text of each, ascending; some texts at a time."""
    blocks = [read_texts([])]
    for first in range(0, len(texts), _BATCH_POSTS):
        part = read_texts(texts.slice(first, _BATCH_POSTS))
        some = slice(*np.searchsorted(owners, [first, first + _BATCH_POSTS]).tolist())
        edges = part.edges[owners[some] - first]
        blocks.append(part.cut(edges + starts[some], edges + ends[some]))
    return concatenate(blocks)


def _pick_most_quoted(places: Places, grades: Grades) -> Indices:
    """One place for each words: one passage may hold them twice, and a quotation comes from a quotation."""
    order = np.lexsort((places.starts, -grades.quoted_shares, places.words))
    return order[find_runs(places.words[order])]


def _to_rows(rows: pa.Table, words: Located, passages: _Passages, places: Places, grades: Grades) -> pa.Table:
    """All words, with what was found for some."""
    found = np.full(len(words.posts), -1)
    found[places.words] = np.arange(len(places.words))
    which = pa.array(found, mask=found < 0)
    days = passages.located.days[places.passages] - words.days[places.words]
    columns = {
        "fidelity": grades.fidelities,
        "wording": np.where(places.scores == 1, "verbatim", "edited"),
        "score": places.scores,
        "quoted_share": grades.quoted_shares,
        "source_post": passages.located.posts[places.passages],
        "source_block_no": passages.blocks[places.passages],
        "source_char_start": passages.starts[places.passages] + grades.starts,
        "source_char_end": passages.starts[places.passages] + grades.ends,
        "source_days": np.where(passages.located.days[places.passages] == NO_DAY, 0, days),
    }
    for name, values in columns.items():
        rows = rows.append_column(name, pa.array(values).take(which))
    return rows.cast(_FOUND)


def _to_numbers(column: pa.ChunkedArray) -> Indices:
    return np.asarray(column.to_numpy(), np.int64)


def _to_days(column: pa.ChunkedArray) -> Indices:
    return _to_numbers(column.cast(pa.int32()).fill_null(NO_DAY))

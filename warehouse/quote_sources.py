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
from warehouse.matching.places import Places, concatenate_places
from warehouse.matching.sources import NO_DAY, Located, find_sources
from warehouse.matching.texts import Folder, Indices, Texts, concatenate, find_runs, read_texts
from warehouse.model_file import Header
from warehouse.quote_sources_sql import (
    MONTHS,
    PASSAGES,
    PREPARE,
    PREPARED,
    ROWS,
    TEXTS,
    UNDATED_TEXTS,
    WORDS,
)

WINDOW_VARIABLE = "source_window_days"
"""DuckDB variable that says how many days a source may be away from its note."""

DEFAULT_WINDOW_DAYS = 7

_THREADS = 2
# Reading a month looks at the days of all posts, so months with few notes are read together.
_BATCH_WORDS = 100_000
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


class _Span(NamedTuple):
    """Some months that follow each other, or the one of what is undated.

    Attributes:
        months: their first days; None for what is undated.
        window: days around each that sources may be of.
    """

    months: list[dt.date | None]
    window: int

    def to_parameters(self) -> dict[str, dt.date | None]:
        """What the queries ask by."""
        first, last = self.find_reach(self.months[0])[0], self.find_reach(self.months[-1])[1]
        return {"start": self.months[0], "end": self.months[-1], "first": first, "last": last}

    def find_reach(self, month: dt.date | None) -> tuple[dt.date | None, dt.date | None]:
        """The first and the last day that a month's sources may be of."""
        if month is None:
            return None, None
        return month - dt.timedelta(days=self.window), _find_next(month) + dt.timedelta(days=self.window)


class _Passages(NamedTuple):
    """Blocks of some months and of the days around them, by post and number.

    Attributes:
        located: their texts, folded.
        months: the first day of the month of each, or NO_DAY.
        raw: their texts as they are.
        blocks: their numbers in their posts.
        starts: where each begins in its post.
    """

    located: Located
    months: Indices
    raw: Texts
    blocks: Indices
    starts: Indices


class _Batch(NamedTuple):
    """The quotes in the notes of some months, their words and months, and where these can come from."""

    span: _Span
    rows: pa.Table
    words: Located
    months: Indices
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
    """The rows of all months, read while those before them are computed; few are held at a time."""
    folder = Folder()
    waiting: deque[Future[pa.Table]] = deque()
    with ThreadPoolExecutor(_THREADS) as pool:
        for months in _group_months(con.execute(MONTHS).fetchall()):
            waiting.append(pool.submit(_find_rows, _read_batch(con, folder, _Span(months, window))))
            if len(waiting) > _THREADS:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()


def _group_months(counts: list[tuple[dt.date | None, int]]) -> Iterator[list[dt.date | None]]:
    """Months that follow each other, as many as are read at once."""
    group: list[dt.date | None] = []
    held = 0
    for month, count in counts:
        follows = group and group[-1] and month == _find_next(group[-1])
        if group and not (follows and held < _BATCH_WORDS):
            yield group
            group, held = [], 0
        group.append(month)
        held += count
    if group:
        yield group


def _find_next(month: dt.date) -> dt.date:
    return (month.replace(day=1) + dt.timedelta(days=32)).replace(day=1)


def _read_batch(con: duckdb.DuckDBPyConnection, folder: Folder, span: _Span) -> _Batch:
    """The notes of some months, and the passages of their posts and of those around them."""
    wanted = span.to_parameters()
    of_months = {"start": wanted["start"], "end": wanted["end"]}
    rows = con.sql(WORDS, params=of_months).to_arrow_table()
    words = Located(folder.fold(read_texts(rows["text"])), _to_numbers(rows["post"]), _to_days(rows["day"]))
    kept = rows.select(["quote_id", "post", "char_start", "char_end"])
    return _Batch(span, kept, words, _to_days(rows["month"]), _read_passages(con, folder, wanted))


def _find_rows(batch: _Batch) -> pa.Table:
    parts = [_find_places(batch, month) for month in batch.span.months]
    places = concatenate_places(parts)
    grades = grade_places(batch.passages.located.texts, batch.passages.raw, places)
    best = _pick_most_quoted(places, grades)
    return _to_rows(batch.rows, batch.words, batch.passages, places.take(best), grades.take(best))


def _find_places(batch: _Batch, month: dt.date | None) -> Places:
    """Where the words of one month stand, among the passages in its reach only: so others change nothing."""
    number = NO_DAY if month is None else _to_day(month)
    days = batch.passages.located.days
    is_near = (days == NO_DAY) & (batch.passages.months == number)
    first, last = batch.span.find_reach(month)
    if first and last:
        is_near |= (days >= _to_day(first)) & (days <= _to_day(last)) & (days != NO_DAY)
    words, passages = np.flatnonzero(batch.months == number), np.flatnonzero(is_near)
    places = find_sources(
        batch.words.take(words), batch.passages.located.take(passages), window=batch.span.window
    )
    return places._replace(words=words[places.words], passages=passages[places.passages])


def _read_passages(
    con: duckdb.DuckDBPyConnection, folder: Folder, wanted: dict[str, dt.date | None]
) -> _Passages:
    rows = con.sql(PASSAGES, params=wanted).to_arrow_table()
    posts = con.sql(TEXTS if wanted["first"] else UNDATED_TEXTS, params=wanted).to_arrow_table()
    post, starts, ends = (_to_numbers(rows[name]) for name in ("post", "char_start", "char_end"))
    raw = _cut_blocks(posts["text"], np.searchsorted(_to_numbers(posts["post"]), post), starts, ends)
    located = Located(folder.fold(raw, with_origins=True), post, _to_days(rows["day"]))
    return _Passages(located, _to_days(rows["month"]), raw, _to_numbers(rows["block_no"]), starts)


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


def _to_day(day: dt.date) -> int:
    return (day - dt.date(1970, 1, 1)).days


def _to_days(column: pa.ChunkedArray) -> Indices:
    return _to_numbers(column.cast(pa.int32()).fill_null(NO_DAY))

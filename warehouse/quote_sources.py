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
from warehouse.matching.sources import NO_DAY, Located, Places, find_sources
from warehouse.matching.texts import Folder, Indices, Texts, find_runs, read_texts
from warehouse.model_file import Header
from warehouse.partition import is_written

WINDOW_VARIABLE = "source_window_days"
"""DuckDB variable that says how many days a source may be away from its note."""

DEFAULT_WINDOW_DAYS = 7

_THREADS = 2

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

# Posts by number, in the order of their ids: numbers are compared and joined faster.
_PREPARE = (
    """
    create or replace temporary table numbered as
    select
        row_number() over (order by post_id asc) - 1 as post,
        post_id,
        date_trunc('month', posted_date) as month,
        case when date_basis not in ('crawl', 'none') then posted_date end as day
    from posts
    """,
    """
    create or replace temporary table words as
    select
        numbered.month,
        numbered.post,
        numbered.day,
        quotes.quote_id,
        quotes.char_start,
        quotes.char_end,
        quotes.text
    from quotes
    inner join numbered on quotes.post_id = numbered.post_id
    where quotes.context = 'note'
    order by numbered.month asc, quotes.quote_id asc
    """,
    """
    create or replace temporary table passages as
    select
        numbered.month,
        numbered.day,
        numbered.post,
        blocks.block_no,
        blocks.char_start,
        blocks.char_end
    from blocks
    inner join numbered on blocks.post_id = numbered.post_id
    where blocks.kind <> 'note'
    order by numbered.month asc, numbered.post asc, blocks.block_no asc
    """,
)

_MONTHS = f"select distinct month from words where {is_written('month')} order by month asc nulls first"

_WORDS = """
select quote_id, post, day, char_start, char_end, text
from words
where month is not distinct from $month
order by quote_id asc
"""

# Undated posts are compared with themselves only.
_WANTED = """
where
    day between $first and $last
    or (
        day is null
        and month is not distinct from $month
        and post in (select post from words where month is not distinct from $month)
    )
"""

_PASSAGES = f"""
select post, day, block_no, char_start, char_end
from passages
{_WANTED}
order by post asc, block_no asc
"""

# A post is carried once, not once a block.
_TEXTS = f"""
with wanted as (select post_id, post from numbered {_WANTED})
select wanted.post, posts.text
from wanted
inner join posts on wanted.post_id = posts.post_id
order by wanted.post asc
"""

# Of the quotes in a passage the one that is most nearly all of it.
_ROWS = """
with candidates as (
    select
        found_sources.quote_id,
        quotes.quote_id as source_quote_id,
        least(found_sources.source_char_end, quotes.char_end)
        - greatest(found_sources.source_char_start, quotes.char_start) as shared,
        found_sources.source_char_end - found_sources.source_char_start as found_chars,
        quotes.char_end - quotes.char_start as quote_chars
    from found_sources
    inner join numbered on found_sources.source_post = numbered.post
    inner join quotes on numbered.post_id = quotes.post_id
    where
        quotes.context <> 'note'
        and quotes.char_start < found_sources.source_char_end
        and quotes.char_end > found_sources.source_char_start
        and 2 * shared >= least(found_chars, quote_chars)
),
best as (
    select quote_id, source_quote_id
    from candidates
    qualify
        row_number() over (
            partition by quote_id
            order by shared / (found_chars + quote_chars - shared) desc, source_quote_id asc
        ) = 1
)
select
    found.quote_id,
    notes.post_id,
    found.char_start,
    found.char_end,
    coalesce(found.fidelity, 'none') as fidelity,
    found.wording,
    coalesce(found.score, 0) as score,
    found.quoted_share,
    origins.post_id as source_post_id,
    found.source_block_no,
    found.source_char_start,
    found.source_char_end,
    best.source_quote_id,
    found.source_days
from found_sources as found
inner join numbered as notes on found.post = notes.post
left join numbered as origins on found.source_post = origins.post
left join best on found.quote_id = best.quote_id
order by found.quote_id asc
"""


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
    for statement in _PREPARE:
        con.execute(statement)
    found = pa.concat_tables([_FOUND.empty_table(), *_compute_months(con, window)])
    con.register("found_sources", found)
    try:
        return con.sql(_ROWS).to_arrow_table()
    finally:
        con.unregister("found_sources")
        for table in ("numbered", "words", "passages"):
            con.execute(f"drop table {table}")


def _compute_months(con: duckdb.DuckDBPyConnection, window: int) -> Iterator[pa.Table]:
    """The rows of each month, read while those before it are computed; few are held at a time."""
    folder = Folder()
    months = [month for (month,) in con.execute(_MONTHS).fetchall()]
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
    rows = con.sql(_WORDS, params={"month": month}).to_arrow_table()
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
    rows = con.sql(_PASSAGES, params=wanted).to_arrow_table()
    posts = con.sql(_TEXTS, params=wanted).to_arrow_table()
    texts = read_texts(posts["text"])
    post, starts = _to_numbers(rows["post"]), _to_numbers(rows["char_start"])
    edges = texts.edges[np.searchsorted(_to_numbers(posts["post"]), post)]
    raw = texts.cut(edges + starts, edges + _to_numbers(rows["char_end"]))
    located = Located(folder.fold(raw, with_origins=True), post, _to_days(rows["day"]))
    return _Passages(located, raw, _to_numbers(rows["block_no"]), starts)


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

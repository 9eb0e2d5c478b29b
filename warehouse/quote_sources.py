"""The mart `quote_sources`: for each quote in a note the passage it was taken from, month by month."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

import duckdb
import pyarrow as pa

from warehouse.matching.sources import Passage, Source, SourceFinder, Words
from warehouse.model_file import Header
from warehouse.schema import TABLES, to_arrow_schema

WINDOW_VARIABLE = "source_window_days"
"""DuckDB variable that says how many days a source may be away from its note."""

DEFAULT_WINDOW_DAYS = 7

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

_DATED = """
select
    post_id,
    text,
    date_trunc('month', posted_date) as month,
    case when date_basis not in ('crawl', 'none') then posted_date end as day
from posts
"""

_MONTHS = f"""
with dated as ({_DATED})
select distinct dated.month
from quotes
inner join dated on quotes.post_id = dated.post_id
where quotes.context = 'note'
order by month asc nulls first
"""

_WORDS = f"""
with dated as ({_DATED})
select quotes.quote_id, quotes.post_id, quotes.char_start, quotes.char_end, quotes.text, dated.day
from quotes
inner join dated on quotes.post_id = dated.post_id
where quotes.context = 'note' and dated.month is not distinct from $month
order by quotes.quote_id asc
"""

# A post is carried once, not once a block.
_PASSAGES = f"""
with dated as ({_DATED}),
wanted as (
    select * from dated
    where day between $first and $last
    or (day is null and month is not distinct from $month
        and post_id in (select post_id from quotes where context = 'note'))
)
select
    wanted.post_id,
    wanted.text,
    wanted.day,
    list((blocks.block_no, blocks.char_start, blocks.char_end) order by blocks.block_no)
from wanted
inner join blocks on wanted.post_id = blocks.post_id
where blocks.kind <> 'note'
group by wanted.post_id, wanted.text, wanted.day
"""

# Of the quotes in a passage the one that is most nearly all of it.
_SOURCE_QUOTES = """
with candidates as (
    select
        found.quote_id,
        quotes.quote_id as source_quote_id,
        least(found.source_char_end, quotes.char_end)
        - greatest(found.source_char_start, quotes.char_start) as shared,
        found.source_char_end - found.source_char_start as found_chars,
        quotes.char_end - quotes.char_start as quote_chars
    from found_sources as found
    inner join quotes on found.source_post_id = quotes.post_id
    where
        quotes.context <> 'note'
        and quotes.char_start < found.source_char_end
        and quotes.char_end > found.source_char_start
),
best as (
    select quote_id, source_quote_id
    from candidates
    where 2 * shared >= least(found_chars, quote_chars)
    qualify
        row_number() over (
            partition by quote_id
            order by shared / (found_chars + quote_chars - shared) desc, source_quote_id asc
        ) = 1
)
select found.* replace (best.source_quote_id as source_quote_id)
from found_sources as found
left join best on found.quote_id = best.quote_id
order by found.quote_id asc
"""

_SCHEMA = to_arrow_schema(TABLES["quote_sources"].published_columns())


def compute_quote_sources(con: duckdb.DuckDBPyConnection) -> pa.Table:
    """The rows of `quote_sources`, by quote_id.

    Args:
        con: a connection whose default catalog has the tables of INPUTS; the variable source_window_days,
            where it is set, says how far away a source may be.
    """
    days = con.execute(f"select getvariable('{WINDOW_VARIABLE}')").fetchall()[0][0]
    window = dt.timedelta(days=DEFAULT_WINDOW_DAYS if days is None else days)
    months = [month for (month,) in con.execute(_MONTHS).fetchall()]
    rows = [row for month in months for row in _compute_month(con, month, window)]
    columns = list(zip(*rows, strict=True)) or [()] * len(_SCHEMA)
    arrays = [pa.array(column, field.type) for column, field in zip(columns, _SCHEMA, strict=True)]
    con.register("found_sources", pa.Table.from_arrays(arrays, schema=_SCHEMA))
    try:
        return con.sql(_SOURCE_QUOTES).to_arrow_table()
    finally:
        con.unregister("found_sources")


def _compute_month(
    con: duckdb.DuckDBPyConnection, month: dt.date | None, window: dt.timedelta
) -> Iterator[tuple[Any, ...]]:
    """The rows of the notes of one month, or of all undated posts; one month's texts are held at a time."""
    found = con.execute(_WORDS, {"month": month}).fetchall()
    words = [Words(quote_id, post_id, text, day) for quote_id, post_id, _, _, text, day in found]
    finder = SourceFinder(words, _read_passages(con, month, window), window=window)
    for (quote_id, post_id, char_start, char_end, _, _), each in zip(found, words, strict=True):
        yield (quote_id, post_id, char_start, char_end, *_describe(finder.find(each), each))


def _read_passages(
    con: duckdb.DuckDBPyConnection, month: dt.date | None, window: dt.timedelta
) -> Iterator[Passage]:
    first = last = None
    if month:
        next_month = (month.replace(day=1) + dt.timedelta(days=32)).replace(day=1)
        first, last = month - window, next_month + window
    for post_id, text, day, blocks in con.execute(
        _PASSAGES, {"month": month, "first": first, "last": last}
    ).fetchall():
        for block_no, start, end in blocks:
            yield Passage(post_id, block_no, start, text[start:end], day)


def _describe(source: Source | None, words: Words) -> tuple[Any, ...]:
    """The columns from fidelity on; the quote there is looked up for all rows at once."""
    if source is None:
        return "none", None, 0.0, None, None, None, None, None, None, None
    passage = source.passage
    days = (passage.day - words.day).days if passage.day and words.day else 0
    return (
        source.fidelity,
        "verbatim" if source.alignment.is_verbatim else "edited",
        source.alignment.score,
        source.quoted_share,
        passage.post_id,
        passage.block_no,
        passage.char_start + source.start,
        passage.char_start + source.end,
        None,
        days,
    )

"""The mart `quote_utterances`: which quotes are one statement, over posts, days and outlets."""

from __future__ import annotations

import duckdb
import pyarrow as pa

from warehouse.matching.statements import MIN_CHARS, Wording, group_statements
from warehouse.model_file import Header

HEADER = Header(
    purpose="which quotes are copies of one statement",
    grain="one row per quote",
    counts=f"quotes of one speaker with the same words, one a part of the other, or nearly the same (0.85 of "
    f"their characters in order, numbers and negations equal), and notes with the quote they were taken "
    f"from; words under {MIN_CHARS} characters only where they are the same and come again within 7 days; "
    "two reviewed speakers, or two differently named ones, are never one",
    days="undated and crawl-dated posts take part; short words in them are one statement inside a post only",
)

INPUTS = ("posts", "quotes", "actors", "quote_sources")

# The speaker of a provisional actor is the name: a surname alone is another actor in every post. A quote
# that is mostly quotes of others (TIME「大統領『…』『…』」) is a frame: it would tie what is in it together.
_WORDINGS = f"""
create or replace temporary table said as
with dated as (
    select
        quotes.quote_id,
        quotes.post_id,
        quotes.text,
        case
            when quotes.actor_kind in ('anonymous', 'unknown') then null
            when actors.is_reviewed then actors.actor_id
            else 'name:' || actors.name
        end as speaker,
        case when posts.date_basis not in ('crawl', 'none') then posts.posted_date end as day
    from quotes
    inner join posts on quotes.post_id = posts.post_id
    left join actors on quotes.actor_id = actors.actor_id
),
spaced as (
    select
        *,
        coalesce(
            day - lag(day) over (partition by text, speaker order by day asc, quote_id asc), 0
        ) > 7 as is_new_run
    from dated
),
frames as (
    select parent_quote_id as quote_id, sum(char_length(text)) as nested_chars
    from quotes
    where parent_quote_id is not null
    group by parent_quote_id
),
runs as (
    select
        *,
        sum(is_new_run::integer) over (
            partition by text, speaker order by day asc, quote_id asc rows unbounded preceding
        ) as run_no
    from spaced
)
select
    runs.quote_id,
    runs.day,
    runs.text,
    runs.speaker,
    case
        when 2 * frames.nested_chars >= char_length(runs.text) then 'frame'
        when char_length(runs.text) >= {MIN_CHARS} then ''
        when runs.speaker is null or runs.day is null then runs.post_id
        else min(runs.day) over (partition by runs.text, runs.speaker, runs.run_no)::varchar
    end as occasion
from runs
left join frames on runs.quote_id = frames.quote_id
"""

_DISTINCT = """
create or replace temporary table wordings as
select
    row_number() over (order by text asc, speaker asc nulls first, occasion asc) - 1 as place,
    text,
    speaker,
    occasion
from said
group by text, speaker, occasion
"""

_PLACES = """
select said.quote_id, said.day, wordings.place, said.occasion = 'frame' as is_frame
from said
inner join wordings
    on
        said.text = wordings.text
        and said.speaker is not distinct from wordings.speaker
        and said.occasion = wordings.occasion
"""

_TAKEN_FROM = f"""
with places as ({_PLACES})
select notes.place, sources.place, max(quote_sources.score)
from quote_sources
inner join places as notes on quote_sources.quote_id = notes.quote_id
inner join places as sources on quote_sources.source_quote_id = sources.quote_id
where notes.place <> sources.place and not notes.is_frame and not sources.is_frame
group by notes.place, sources.place
"""

# A statement is named after its first quote; a dump of older posts may bring an earlier one.
_UTTERANCES = f"""
with places as ({_PLACES}),
grouped as (
    select places.quote_id, places.day, statements.head
    from places
    inner join statements on places.place = statements.place
)
select
    quote_id,
    substr(
        sha256(
            'utterance:' || first(quote_id) over (
                partition by head order by day asc nulls last, quote_id asc
                rows between unbounded preceding and unbounded following
            )
        ),
        1,
        16
    ) as utterance_id
from grouped
order by quote_id asc
"""


def compute_quote_utterances(con: duckdb.DuckDBPyConnection) -> pa.Table:
    """The rows of `quote_utterances`, by quote_id.

    Args:
        con: a connection whose default catalog has the tables of INPUTS.
    """
    con.execute(_WORDINGS)
    con.execute(_DISTINCT)
    rows = con.execute("select text, speaker, occasion from wordings order by place asc").fetchall()
    heads = group_statements([Wording(*row) for row in rows], con.execute(_TAKEN_FROM).fetchall())
    places = pa.table({"place": pa.array(range(len(heads)), pa.int64()), "head": pa.array(heads, pa.int64())})
    con.register("statements", places)
    try:
        return con.sql(_UTTERANCES).to_arrow_table()
    finally:
        con.unregister("statements")
        con.execute("drop table said")
        con.execute("drop table wordings")

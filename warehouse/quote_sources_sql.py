"""The queries of `quote_sources`: what its notes and passages are read by, and its rows made by.

Each runs on the tables that PREPARE makes of posts, blocks and quotes.
"""

from __future__ import annotations

from warehouse.partition import is_written

# Posts by number, in the order of their ids: numbers are compared and joined faster.
PREPARE = (
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
    """,
)

PREPARED = ("numbered", "words", "passages")
"""The tables that PREPARE makes, to be dropped in the end."""

MONTHS = f"""
select cast(month as date) as month, count(*) as word_count
from words
where {is_written("month")}
group by words.month
order by words.month asc nulls first
"""

# Some months that follow each other, or what has no day at all.
_OF_MONTHS = "(month between $start and $end or ($start is null and month is null))"

WORDS = f"""
select quote_id, post, day, cast(month as date) as month, char_start, char_end, text
from words
where {_OF_MONTHS}
order by post asc, quote_id asc
"""

# Undated posts are compared with themselves only.
_WANTED = f"""
where
    day between $first and $last
    or (day is null and {_OF_MONTHS} and post in (select post from words where {_OF_MONTHS}))
"""

PASSAGES = f"""
select post, day, cast(month as date) as month, block_no, char_start, char_end
from passages
{_WANTED}
order by post asc, block_no asc
"""

# A post is carried once, not once a block; and texts of other months are not read, only to be left out.
_TEXTS = f"""
with wanted as (select post_id, post from numbered {_WANTED})
select wanted.post, posts.text
from wanted
inner join posts on wanted.post_id = posts.post_id
"""
TEXTS = f"{_TEXTS} where posts.posted_date between $first and $last order by wanted.post asc"
UNDATED_TEXTS = f"{_TEXTS} where posts.posted_date is null order by wanted.post asc"

# Of the quotes in a passage the one that is most nearly all of it.
ROWS = """
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

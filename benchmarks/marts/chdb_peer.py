"""The two main marts as one would write them for ClickHouse (chDB), from the same Parquet files."""

from __future__ import annotations

from pathlib import Path

import chdb
from chdb.session import Session

_TOPICS = """
with posts as (
    select post_id, posted_date, published_at from file('{tables}/posts/*.parquet', Parquet)
    where date_basis not in ('crawl', 'none')
),
labels as (
    select post_id, topic_id, topic, label, note_sha256, posted_date, published_at
    from file('{tables}/topic_mentions/*.parquet', Parquet) as mentions
    inner join posts using (post_id)
    where label is not null
),
firsts as (
    select note_sha256, argMin(post_id, (posted_date, published_at, post_id)) as first_post_id
    from labels group by note_sha256
),
per_topic as (
    select
        topic_id,
        posted_date,
        any(topic) as topic,
        count() as mention_count,
        countIf(
            post_id = first_post_id
            or note_sha256 in (lower(hex(SHA256('#' || label))), lower(hex(SHA256('＃' || label))))
        ) as new_mention_count,
        uniqExact(post_id) as post_count
    from labels inner join firsts using (note_sha256)
    group by topic_id, posted_date
),
per_day as (select posted_date, uniqExact(post_id) as day_post_count from labels group by posted_date),
spans as (
    select
        *,
        assumeNotNull(toInt32(posted_date) - (select min(toInt32(posted_date)) from posts)) as day_no,
        sum(post_count) over week as post_count_7d,
        sum(post_count) over month as post_count_28d,
        groupArray(post_count) over past as counts,
        min(posted_date) over (partition by topic_id) as first_date
    from (select *, toInt32(posted_date) as at from per_topic)
    window
        week as (partition by topic_id order by at range between 6 preceding and current row),
        month as (partition by topic_id order by at range between 27 preceding and current row),
        past as (partition by topic_id order by at range between 28 preceding and 1 preceding)
),
padded as (
    select *, arrayResize(counts, least(28, day_no), 0) as all_counts,
        if(day_no = 0, 0, arrayReduce('quantileExactInclusive(0.5)', all_counts)) as median
    from spans
),
scored as (
    select *, arrayMap(c -> abs(c - median), all_counts) as distances,
        if(day_no = 0, 0, arrayReduce('quantileExactInclusive(0.5)', distances)) as mad
    from padded
)
select
    posted_date, topic_id, topic, mention_count, new_mention_count, post_count,
    post_count / day_post_count as post_share,
    row_number() over (
        partition by posted_date order by post_count desc, mention_count desc, topic_id asc
    ) as topic_rank,
    post_count_7d,
    post_count_7d / least(7, day_no + 1) as post_mean_7d,
    post_count_28d / least(28, day_no + 1) as post_mean_28d,
    if(day_no = 0, 0, (post_count - median) / (1 + 1.4826 * mad)) as burst_score,
    first_date
from scored inner join per_day using (posted_date)
order by posted_date, topic_id
into outfile '{target}' truncate format Parquet
"""

# Step by step: as one query ClickHouse computes a subquery anew wherever it is named, and does not end in
# ten minutes.
_PAIR_STEPS = {
    "posts": """
        select post_id, posted_date, row_number() over () as post
        from file('{tables}/posts/*.parquet', Parquet)
        where date_basis not in ('crawl', 'none')
    """,
    "actors": """
        select actor_id, name, kind, toUInt32(row_number() over (order by actor_id)) as actor
        from file('{tables}/actors/*.parquet', Parquet)
    """,
    "speakers": """
        select posted_date, post, block, groupUniqArray(actor) as said
        from (
            select posted_date, post, actor_id,
                arrayJoin(if(context = 'note', [-1, block_no], [-1])) as block
            from (
                select post_id, block_no, context,
                    arrayJoin(arrayConcat([actor_id], co_actor_ids)) as actor_id
                from file('{tables}/quotes/*.parquet', Parquet)
                where actor_id is not null
            ) as quotes
            inner join posts using (post_id)
        ) as spoken
        inner join actors using (actor_id)
        group by posted_date, post, block
    """,
    "per_day": """
        select posted_date, block = -1 as whole, count() + 1 as units
        from speakers group by posted_date, whole
    """,
    "per_speaker": """
        select posted_date, block = -1 as whole, arrayJoin(said) as actor, count() as times
        from speakers group by posted_date, whole, actor
    """,
    "pairs": """
        select posted_date, whole, a, b, sum(times) as both, count() as post_count
        from (
            select posted_date, post, block = -1 as whole, a, b, count() as times
            from (
                select posted_date, post, block, a, arrayJoin(arrayFilter(x -> x > a, said)) as b
                from (select *, arrayJoin(said) as a from speakers)
            )
            group by posted_date, post, whole, a, b
        )
        group by posted_date, whole, a, b
    """,
    "measured": """
        select
            posted_date, if(whole, 'post', 'note') as unit, a, b, both, post_count,
            least(1., log(both * units / (first.times * second.times)) / log(units / both)) as npmi,
            both / (first.times + second.times - both) as jaccard
        from pairs
        inner join per_day on pairs.posted_date = per_day.posted_date and pairs.whole = per_day.whole
        inner join per_speaker as first
            on pairs.posted_date = first.posted_date and pairs.whole = first.whole
            and pairs.a = first.actor
        inner join per_speaker as second
            on pairs.posted_date = second.posted_date and pairs.whole = second.whole
            and pairs.b = second.actor
    """,
}
_PAIRS = """
select
    posted_date, unit,
    one.actor_id as actor_id_a, one.name as actor_a, one.kind as actor_kind_a,
    other.actor_id as actor_id_b, other.name as actor_b, other.kind as actor_kind_b,
    both as co_mention_count, post_count, npmi, jaccard
from measured
inner join actors as one on measured.a = one.actor
inner join actors as other on measured.b = other.actor
order by posted_date, unit, measured.a, measured.b
into outfile '{target}' truncate format Parquet
"""
_SETTINGS = " settings max_threads = 2, session_timezone = 'UTC'"


def daily_topic_frequencies(tables: Path, target: Path) -> None:
    """The rows of the mart of that name."""
    chdb.query(_TOPICS.format(tables=tables, target=target) + _SETTINGS)


def speaker_co_mentions(tables: Path, target: Path) -> None:
    """The rows of the mart of that name."""
    session = Session()
    session.query("create database if not exists marts engine = Atomic")
    session.query("use marts")
    for name, sql in _PAIR_STEPS.items():
        session.query(f"create table {name} engine = Memory as {sql.format(tables=tables)} {_SETTINGS}")
    session.query(_PAIRS.format(target=target) + _SETTINGS)

"""What every chart must show, as SQL of its own on the marts, written without Superset's help."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Expected:
    """The rows of a chart.

    Attributes:
        sql: columns in the order of `columns`; a series chart's are day, series, value.
        columns: those of the chart's answer that are compared; empty: a series chart, whose answer has a
            column per series.
        rank: the place of the column a cut-off list is ranked by, whose ties may be cut either way.
    """

    sql: str
    columns: tuple[str, ...] = ()
    rank: int | None = None


def _shares(table: str, column: str, count: str) -> str:
    """Weekly shares of the six strongest and of all others together."""
    return f"""
        with best as (
            select {column} as series from {table} group by {column} order by sum({count}) desc limit 6
        ), weekly as (
            select
                cast(date_trunc('week', posted_date) as date) as week,
                if({column} in (select series from best), {column}, 'Others') as series,
                sum({count}) as n
            from {table} group by all
        )
        select week, series, n / sum(n) over (partition by week) from weekly
    """


def _pairs(limit: int) -> str:
    return f"""
        select actor_a, actor_b, sum(co_mention_count), sum(post_count), count(distinct posted_date)
        from speaker_co_mentions where unit = 'note' group by actor_a, actor_b
        order by 3 desc limit {limit}
    """


KIND = """case {0} when 'person' then '人物' when 'organisation' then '組織' when 'country' then '国'
    when 'media' then '媒体' when 'account' then 'アカウント' when 'anonymous' then '匿名'
    when 'unknown' then '不明' when 'none' then '話者なし' end"""
ALL = 1_000_000

EXPECTED = {
    "quotes_total": Expected("select sum(quote_count) from daily_speaker_quotes", ("quotes",)),
    "speakers_total": Expected("select count(distinct actor_id) from daily_speaker_quotes", ("speakers",)),
    "topics_daily": Expected("""
        with best as (
            select topic from daily_topic_frequencies group by topic order by sum(mention_count) desc limit 6
        )
        select
            posted_date,
            if(topic in (select best.topic from best), topic, 'Others') as series,
            sum(mention_count)
        from daily_topic_frequencies group by posted_date, series
    """),
    "topic_share": Expected(_shares("daily_topic_frequencies", "topic", "mention_count")),
    "voice_share": Expected(_shares("daily_speaker_quotes", "actor", "quote_count")),
    "bursts": Expected(
        """
        select posted_date, topic, post_count, post_mean_28d, burst_score
        from daily_topic_frequencies where burst_score >= 3
        order by burst_score desc, posted_date desc, topic asc
        """,
        ("posted_date", "topic", "post_count", "post_mean_28d", "burst_score"),
    ),
    "speakers_top": Expected(
        f"""
        select
            actor,
            sum(quote_count) - sum(reported_quote_count),
            sum(reported_quote_count),
            sum(quote_count)
        from daily_speaker_quotes group by actor order by 4 desc limit {ALL}
        """,
        ("actor", "direct_quotes", "reported_quotes", "合計"),
        rank=3,
    ),
    "pair_graph": Expected(_pairs(ALL), ("actor_a", "actor_b", "units_together"), rank=2),
    "pair_table": Expected(
        _pairs(ALL), ("actor_a", "actor_b", "units_together", "posts_together", "days_together"), rank=2
    ),
    "source_types": Expected(f"""
        select
            cast(date_trunc('week', posted_date) as date),
            {KIND.format("source_kind")} as kind,
            sum(quote_count)
        from source_types group by all
    """),
    "outlets": Expected(
        f"""
        select
            outlet,
            sum(relayed_quote_count) - sum(anonymous_quote_count),
            sum(anonymous_quote_count),
            sum(own_quote_count),
            sum(relayed_quote_count) + sum(own_quote_count)
        from outlet_share where outlet_kind = 'media' group by outlet order by 5 desc limit {ALL}
        """,
        ("outlet", "named_relays", "anonymous_relays", "own_quotes", "合計"),
        rank=4,
    ),
    "data_quality": Expected(
        """
        select
            cast(date_trunc('week', posted_date) as date) as week,
            sum(doubtful_quote_count) / sum(quote_count),
            sum(speakerless_quote_count) / sum(quote_count),
            sum(unknown_kind_quote_count) / sum(quote_count)
        from data_quality_daily where posted_date is not null group by week order by week
        """,
        ("posted_date", "doubtful_rate", "speakerless_rate", "unknown_rate"),
    ),
    "utterances": Expected(
        """
        select text, actor, first_date, last_date, post_count, outlet_count, form_count
        from utterances order by post_count desc, copy_count desc, utterance_id limit 10
        """,
        ("text", "actor", "first_date", "last_date", "post_count", "outlet_count", "form_count"),
    ),
    "quote_list": Expected(
        """
        select quotes.posted_date, topics.topic, quotes.actor, quotes.text, quotes.confidence, quotes.url
        from quotes inner join posts using (post_id) left join topics on quotes.topic_id = topics.topic_id
        where posts.date_basis not in ('crawl', 'none')
        order by quotes.posted_date desc, quotes.quote_id limit 10
        """,
        ("posted_date", "topic", "actor", "text", "confidence", "url"),
    ),
}  # fmt: skip

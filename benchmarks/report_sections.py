"""The questions that docs/sample_report.md asks the marts."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Section:
    """A question with the SQL that answers it.

    Attributes:
        title: the heading.
        text: what to look for.
        sql: one query; its rows are shown as a table.
        chart: how Mermaid draws the rows: "bar" or "line" (first column x, second y), or empty.
    """

    title: str
    text: str
    sql: str
    chart: str = ""


SECTIONS = (
    Section(
        "What came in",
        "Posts that have only a crawl's day, or none, are counted here and left out of every daily mart.",
        """
select
    sum(post_count) as posts,
    sum(crawl_dated_post_count) as crawl_dated,
    sum(undated_post_count) as undated,
    sum(quote_count) as quotes,
    sum(reported_quote_count) as indirect,
    sum(speakerless_quote_count) as without_speaker,
    sum(doubtful_quote_count) as doubtful
from data_quality_daily""",
    ),
    Section(
        "Posts per ISO week",
        "Quiet weeks are there, too: the calendar has no gap.",
        """
select
    strftime(dim_date.week_start_date, '%m-%d') as week,
    sum(coalesce(quality.post_count - quality.crawl_dated_post_count, 0)) as posts
from dim_date
left join data_quality_daily as quality on dim_date.posted_date = quality.posted_date
group by dim_date.week_start_date
order by dim_date.week_start_date""",
        "bar",
    ),
    Section(
        "The leading topics",
        "New mentions leave out notes that an earlier post had word for word: this blog repeats itself.",
        """
select
    topic,
    sum(post_count) as posts,
    sum(mention_count) as mentions,
    sum(new_mention_count) as new_mentions,
    round(max(burst_score), 2) as highest_burst
from daily_topic_frequencies
group by topic_id, topic
order by posts desc, topic_id
limit 10""",
    ),
    Section(
        "The first of them, over time",
        "Posts of seven days, from the zero-filled view: a day without a post is a zero, not a gap.",
        """
with foremost as (
    select topic_id from dim_topic order by post_count desc, topic_id limit 1
)
select
    strftime(filled.posted_date, '%m-%d') as day,
    filled.post_count_7d as posts_of_7_days
from daily_topic_frequencies_filled as filled
inner join foremost on filled.topic_id = foremost.topic_id
where isodow(filled.posted_date) = 7
order by filled.posted_date""",
        "line",
    ),
    Section(
        "What changed most in a week",
        "Rises and falls against the four weeks before; a score above 2 is no chance.",
        """
select
    start_date as week,
    subject_label as topic,
    direction,
    post_count as posts,
    round(expected_count, 1) as expected,
    round(change_score, 2) as score
from trend_changes
where period = 'week' and subject = 'topic'
order by abs(change_score) desc, start_date, subject_id
limit 8""",
    ),
    Section(
        "Who spoke most",
        "Share of voice is out of all quotes that have a speaker.",
        """
select
    actor,
    actor_kind as kind,
    sum(quote_count) as quotes,
    round(sum(quote_count) / sum(sum(quote_count)) over (), 3) as voice_share
from daily_speaker_quotes
group by actor_id, actor, actor_kind
order by quotes desc, actor_id
limit 10""",
    ),
    Section(
        "What sets a speaker apart",
        "The most distinctive topic of the speakers with most quotes in notes.",
        """
select
    actor,
    topic,
    quote_count as quotes,
    round(speaker_share, 2) as share_of_own_quotes,
    round(distinctiveness, 2) as distinctiveness
from speaker_topics
where distinctiveness_rank = 1 and quote_count >= 10
order by quote_count desc, actor_id
limit 8""",
    ),
    Section(
        "Who is quoted next to whom",
        "Pairs within one note, by the number of notes; NPMI near 1: one hardly speaks without the other.",
        """
select
    actor_a,
    actor_b,
    co_mention_count as notes,
    day_count as days,
    round(npmi, 2) as npmi,
    round(jaccard, 2) as jaccard
from speaker_pairs
where unit = 'note'
order by co_mention_count desc, actor_id_a, actor_id_b
limit 10""",
    ),
    Section(
        "The network of the last three months",
        "The most central actors by PageRank, and the group that Leiden puts them in.",
        """
select
    actor,
    degree,
    strength,
    round(pagerank, 3) as pagerank,
    community
from actor_network
where
    unit = 'note'
    and window_end_date = (select max(window_end_date) from actor_network)
order by pagerank desc, actor_id
limit 10""",
    ),
    Section(
        "Which topics go together",
        "Pairs of topics by shared posts.",
        """
select
    topic_a,
    topic_b,
    post_count as posts,
    round(npmi, 2) as npmi
from topic_co_occurrences
order by post_count desc, topic_id_a, topic_id_b
limit 6""",
    ),
    Section(
        "Keywords of the leading topic",
        "What its notes bring and other topics do not.",
        """
select
    topic,
    keyword,
    mention_count as mentions,
    round(distinctiveness, 3) as distinctiveness
from topic_keywords
where topic_id = (select topic_id from dim_topic order by post_count desc, topic_id limit 1)
order by distinctiveness desc, keyword
limit 6""",
    ),
    Section(
        "Where the news comes from",
        "Media by quotes, and how many of these have an unnamed source.",
        """
select
    outlet,
    sum(relayed_quote_count) as relayed,
    sum(own_quote_count) as own,
    sum(anonymous_quote_count) as anonymous
from outlet_share
where outlet_kind = 'media'
group by outlet_id, outlet
order by relayed + own desc, outlet_id
limit 8""",
    ),
    Section(
        "Kinds of source",
        "Quotes in articles and notes by the kind of who speaks.",
        """
select
    source_kind,
    sum(quote_count) as quotes
from source_types
where context in ('article', 'note')
group by source_kind
order by quotes desc, source_kind""",
        "bar",
    ),
    Section(
        "Do the sums agree?",
        "The same thing counted in different marts; each line must say yes, and the checks of every night "
        "(`sql/checks`) hold it.",
        """
with sums as (
    select
        1 as line,
        'quotes with a speaker: by day and topic, by actor' as counted,
        (select sum(quote_count) from daily_speaker_quotes) as one,
        (select sum(quote_count) from actor_mentions_daily) as other
    union all
    select
        2,
        'labels: by day, by topic',
        (select sum(mention_count) from daily_topic_frequencies),
        (select sum(mention_count) from dim_topic)
    union all
    select
        3,
        'pairs: by day, over all',
        (select sum(co_mention_count) from speaker_co_mentions),
        (select sum(co_mention_count) from speaker_pairs)
    union all
    select
        4,
        'quotes of dated posts: by source, by quality',
        (select sum(quote_count) from source_types),
        (
            select count(*)
            from quotes
            inner join posts on quotes.post_id = posts.post_id
            where posts.date_basis not in ('crawl', 'none')
        )
    union all
    select
        5,
        'labels: filled days, days',
        (select sum(mention_count) from daily_topic_frequencies_filled),
        (select sum(mention_count) from daily_topic_frequencies)
)
select
    counted,
    one as here,
    other as there,
    if(one = other, 'yes', 'NO') as agree
from sums
order by line""",
    ),
)

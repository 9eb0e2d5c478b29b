"""Where names and labels stand in the posts, with the words around them, for people who must judge them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import NamedTuple

import duckdb

_AROUND = 24
"""Characters shown on either side."""

_MEMBERS = "members as (select unnest($numbers) as group_no, unnest($ids) as id)"

# A speaker of a note is no actor mention of its own: both kinds of rows are looked through.
_NAMED = f"""
{_MEMBERS},

named as (
    select
        members.group_no,
        quotes.post_id,
        quotes.speaker as surface,
        quotes.posted_date,
        quotes.speaker_start as char_start,
        quotes.speaker_end as char_end,
        quotes.text as quote
    from quotes
    inner join members on quotes.actor_id = members.id
    union all
    select
        members.group_no,
        mentions.post_id,
        mentions.surface,
        mentions.posted_date,
        mentions.char_start,
        mentions.char_end,
        null as quote
    from actor_mentions as mentions
    inner join members on mentions.actor_id = members.id
    where mentions.quote_id is null
)"""

_ACTOR_EXAMPLES = f"""
with {_NAMED},

one_each as (
    select group_no, surface, post_id, char_start, char_end, quote, count(*) over used as use_count
    from named
    where char_start is not null
    window used as (partition by group_no, surface)
    qualify
        row_number() over (
            partition by group_no, surface
            order by quote is null, posted_date desc nulls last, post_id, char_start
        ) = 1
),

chosen as (
    select *
    from one_each
    qualify row_number() over (partition by group_no order by use_count desc, surface) <= $limit
)

select
    chosen.group_no,
    chosen.surface,
    substr(
        posts.text,
        greatest(chosen.char_start - {_AROUND}, 0) + 1,
        least(chosen.char_start, {_AROUND})
    ) as before,
    substr(posts.text, chosen.char_end + 1, {_AROUND}) as after,
    chosen.quote,
    posts.posted_date,
    coalesce(posts.url, posts.source_uri) as place
from chosen
inner join posts on chosen.post_id = posts.post_id
order by chosen.group_no, chosen.use_count desc, chosen.surface
"""

_USES = f"""
with {_NAMED}

select
    group_no,
    count(distinct post_id) as post_count,
    min(posted_date) as first_date,
    max(posted_date) as last_date
from named
group by group_no
"""

_LABEL_EXAMPLES = f"""
with {_MEMBERS},

chosen as (
    select members.group_no, mentions.label as surface, mentions.post_id, mentions.char_end
    from topic_mentions as mentions
    inner join members on mentions.label = members.id or mentions.alias = members.id
    qualify
        row_number() over (
            partition by members.group_no, mentions.label
            order by
                mentions.alias is null,
                mentions.posted_date desc nulls last,
                mentions.post_id,
                mentions.char_start
        ) = 1
        and row_number() over (partition by members.group_no order by mentions.label) <= $limit
)

select
    chosen.group_no,
    chosen.surface,
    '#' as before,
    substr(posts.text, chosen.char_end + 1, {2 * _AROUND}) as after,
    null as quote,
    posts.posted_date,
    coalesce(posts.url, posts.source_uri) as place
from chosen
inner join posts on chosen.post_id = posts.post_id
order by chosen.group_no, chosen.surface
"""


class Example(NamedTuple):
    """One place where a name stands.

    Attributes:
        surface: the name as written.
        before, after: the words around it, on one line.
        quote: what is said there, if the name is a speaker's.
        posted_date: the post's day in Asia/Tokyo, or None.
        place: the post's address, else the dump it came from.
    """

    surface: str
    before: str
    after: str
    quote: str | None
    posted_date: dt.date | None
    place: str

    @property
    def context(self) -> str:
        """The name in brackets of its own among the words around it."""
        return f"{self.before}【{self.surface}】{self.after}"


class Use(NamedTuple):
    """In how many posts something is named, and on which days of Asia/Tokyo; None where no post is dated."""

    post_count: int
    first_date: dt.date | None
    last_date: dt.date | None


Groups = Sequence[Sequence[str]]


def find_actor_examples(
    con: duckdb.DuckDBPyConnection, groups: Groups, *, limit: int = 3
) -> list[tuple[Example, ...]]:
    """Show names in context: one place for each surface, the most used first, speakers before others.

    Args:
        con: a published database.
        groups: actor_ids that belong together.
        limit: examples for each group.

    Returns:
        The examples of each group, in the order of the groups.
    """
    return _find(con, _ACTOR_EXAMPLES, groups, limit)


def find_label_examples(
    con: duckdb.DuckDBPyConnection, groups: Groups, *, limit: int = 3
) -> list[tuple[Example, ...]]:
    """Show labels and declared aliases in context: the newest tag line of each label, declarations first."""
    return _find(con, _LABEL_EXAMPLES, groups, limit)


def count_actor_uses(con: duckdb.DuckDBPyConnection, groups: Groups) -> list[Use]:
    """Count the posts that name one of each group's actors."""
    found = {number: Use(*row) for number, *row in con.execute(_USES, _number(groups)).fetchall()}
    return [found.get(number, Use(0, None, None)) for number in range(len(groups))]


def _find(con: duckdb.DuckDBPyConnection, sql: str, groups: Groups, limit: int) -> list[tuple[Example, ...]]:
    found: list[list[Example]] = [[] for _ in groups]
    for number, surface, before, after, quote, day, place in con.execute(
        sql, _number(groups) | {"limit": limit}
    ).fetchall():
        found[number].append(Example(surface, _on_one_line(before), _on_one_line(after), quote, day, place))
    return [tuple(examples) for examples in found]


def _number(groups: Groups) -> dict[str, object]:
    return {
        "numbers": [number for number, ids in enumerate(groups) for _ in ids],
        "ids": [each for ids in groups for each in ids],
    }


def _on_one_line(text: str) -> str:
    return " ".join(text.split("\n"))

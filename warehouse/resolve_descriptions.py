"""Describe the actors that links lead to: usual name, kind and days, and the aliases they are met by.

Actors are described from all their links (`internal.name_links`), those of `scratch.changed_actors` only: the
others stand as they are.
"""

from __future__ import annotations

import duckdb

from warehouse.resolve_tables import create_dimension, fill_dimension
from warehouse.resolve_timeline import UNDATED

# An actor that nobody reviewed is listed under its most frequent label, then the longest, then the smallest.
_NAMES = """
create or replace table scratch.actor_names as
with unreviewed as (
    select distinct actor_id
    from scratch.changed_actors
    anti join scratch.actor_seed_names using (actor_id)
),

wholes as (
    select actor_id, min(label) as label, min(country) as country
    from internal.name_meanings
    semi join unreviewed using (actor_id)
    where rule not in ('post', 'role')
    group by actor_id
),

counted as (
    select
        links.actor_id,
        case when links.rule = 'site_form' then coalesce(links.label, wholes.label) else links.label end
            as label,
        links.kind,
        case when links.rule = 'site_form' then wholes.country else links.country end as country,
        links.source_type,
        links.near_actor_id,
        sum(links.mention_count) as mention_count
    from internal.name_links as links
    semi join unreviewed on links.actor_id = unreviewed.actor_id
    left join wholes on links.actor_id = wholes.actor_id
    group by all
),

labels as (
    select
        actor_id,
        label,
        sum(mention_count) as mention_count
    from counted
    group by actor_id, label
),

kinds as (
    select
        actor_id,
        kind,
        sum(mention_count) as mention_count
    from counted
    group by actor_id, kind
),

chosen as (
    select
        actor_id,
        first(label order by mention_count desc, length(label) desc, label asc) as name
    from labels
    group by actor_id
),

chosen_kinds as (
    select
        actor_id,
        first(kind order by kind = 'unknown', mention_count desc, kind asc) as kind
    from kinds
    group by actor_id
),

others as (
    select
        actor_id,
        case when count(distinct country) = 1 then min(country) end as country,
        min(source_type) as source_type,
        min(near_actor_id) as near_actor_id
    from counted
    group by actor_id
)

select
    actor_id,
    name,
    kind,
    country,
    wikidata_id,
    null as source_type,
    null as near_actor_id,
    true as is_reviewed
from scratch.actor_seed_names
semi join scratch.changed_actors using (actor_id)
union all
select
    chosen.actor_id,
    chosen.name,
    chosen_kinds.kind,
    others.country,
    null as wikidata_id,
    others.source_type,
    others.near_actor_id,
    false as is_reviewed
from chosen
inner join chosen_kinds on chosen.actor_id = chosen_kinds.actor_id
inner join others on chosen.actor_id = others.actor_id
"""

_ACTORS = f"""
with dated as (
    select
        actor_id,
        min(asked_date) as first_date,
        max(asked_date) as last_date
    from internal.name_links
    semi join scratch.changed_actors using (actor_id)
    where asked_date > date '{UNDATED:%Y-%m-%d}'
    group by actor_id
)

select
    names.actor_id,
    names.name,
    names.kind,
    names.country,
    names.wikidata_id,
    names.source_type,
    names.near_actor_id,
    names.is_reviewed,
    dated.first_date,
    dated.last_date
from scratch.actor_names as names
left join dated on names.actor_id = dated.actor_id
"""

_ALIASES = """
with links as (
    select form, surface, actor_id, rule, score, is_own, mention_count
    from internal.name_links
    semi join scratch.changed_actors using (actor_id)
),

written as (
    select form as surface, actor_id, rule, score, mention_count from links
    union all
    select surface, actor_id, rule, score, 0 as mention_count from links
    where form <> surface and not is_own
),

counted as (
    select
        surface,
        actor_id,
        arg_max(rule, (score, rule)) as rule,
        max(score) as score,
        cast(sum(mention_count) as bigint) as mention_count
    from written
    group by surface, actor_id
)

select
    reviewed.surface,
    reviewed.actor_id,
    reviewed.valid_from,
    reviewed.valid_until,
    reviewed.source,
    'seed' as rule,
    1.0 as score,
    coalesce(counted.mention_count, 0) as mention_count
from scratch.actor_seed_aliases as reviewed
semi join scratch.changed_actors as changed on reviewed.actor_id = changed.actor_id
left join counted
    on reviewed.surface = counted.surface and reviewed.actor_id = counted.actor_id
union all
select
    counted.surface,
    counted.actor_id,
    null as valid_from,
    null as valid_until,
    'text' as source,
    counted.rule,
    counted.score,
    counted.mention_count
from counted
anti join scratch.actor_seed_aliases as reviewed
    on counted.surface = reviewed.surface and counted.actor_id = reviewed.actor_id
"""

# Posts whose rows may read otherwise: by their own links, or by what an actor they name is called.
_RENAMED_POSTS = """
create or replace table scratch.renamed_posts as
select post_id from scratch.linked_posts
union
select post_id
from internal.name_links
where
    actor_id in (
        select actor_id from (
            select actor_id, name, kind from actors semi join scratch.changed_actors using (actor_id)
            except
            select actor_id, name, kind from scratch.former_actors
        )
    )
"""


def make_actors(con: duckdb.DuckDBPyConnection) -> None:
    """Make `actors` and `actor_aliases` of all links, and of all reviewed names."""
    con.execute("insert into scratch.changed_actors select actor_id from scratch.actor_seed_names")
    con.execute(_NAMES)
    create_dimension(con, "actors", _ACTORS)
    create_dimension(con, "actor_aliases", _ALIASES)


def replace_actors(con: duckdb.DuckDBPyConnection) -> None:
    """Tell the changed actors anew, and find the posts that name one of them that is called otherwise now."""
    con.execute(
        "create or replace table scratch.former_actors as "
        "select actor_id, name, kind from actors semi join scratch.changed_actors using (actor_id)"
    )
    con.execute(_NAMES)
    for name, rows in (("actors", _ACTORS), ("actor_aliases", _ALIASES)):
        con.execute(f"delete from {name} where actor_id in (select actor_id from scratch.changed_actors)")
        fill_dimension(con, name, rows)
    con.execute(_RENAMED_POSTS)

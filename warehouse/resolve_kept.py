"""What is kept of the names from night to night, so that only new posts and what they change are linked.

Tables of the schema `internal` of the database; of posts they hold no more than the published facts do, and
a build from nothing (a takedown, `rebuild --full`) makes them anew:

    name_meanings  scratch.actor_meanings of all posts: what each name means as its own post tells
    name_heard     scratch.actor_heard of all posts
    name_joined    (post_id, surface, kind, …): what the site of a post tells otherwise
    name_links     scratch.actor_links of all posts
    name_seeds     (seeds_hash): the reviewed names that all this was told by

What a site says of one office depends on nothing but what its posts say of that office. So it is settled
again for the offices that new posts say, or said before they were edited, from all posts of the site that
say them; every other name keeps its answer. docs/adr/0026-names-kept-from-night-to-night.md
"""

from __future__ import annotations

import duckdb

from warehouse.resolve_sites import join_sites

_MAKE_TABLES = (
    "create schema internal",
    "create table internal.name_meanings as from scratch.actor_meanings limit 0",
    "create table internal.name_heard as from scratch.actor_heard limit 0",
    """
    create table internal.name_joined (
        post_id text, surface text, kind text, site text, title text, actor_id text, rule text, score double,
        label text
    )
    """,
    """
    create table internal.name_links (
        post_id text, form text, surface text, kind text, asked_date date, mention_count bigint,
        actor_id text, rule text, score double, label text, country text, source_type text,
        near_actor_id text, is_own boolean, is_relative boolean
    )
    """,
)

_CHANGED_OFFICES = """
create or replace table scratch.changed_offices as
select coalesce(site, post_id) as site_key, title from scratch.actor_meanings
where title <> ''
union
select coalesce(site, post_id) as site_key, title from internal.name_meanings
where title <> '' and post_id in (select post_id from staging.stg_posts)
"""

# The actors that anything may be said of otherwise, as long as the old answers stand.
_FORMER_ACTORS = """
create or replace table scratch.changed_actors as
select actor_id from internal.name_meanings where post_id in (select post_id from staging.stg_posts)
union
select actor_id from scratch.actor_meanings
"""

_OFFICE_MEANINGS = """
create or replace table scratch.office_meanings as
select meanings.*, false as is_joined
from internal.name_meanings as meanings
semi join scratch.changed_offices as offices
    on coalesce(meanings.site, meanings.post_id) = offices.site_key and meanings.title = offices.title
"""

_STANDING_JOINED = """
from internal.name_joined
semi join scratch.changed_offices as offices
    on name_joined.site = offices.site_key and name_joined.title = offices.title
"""

_JOINED = """
select post_id, surface, kind, coalesce(site, post_id) as site, title, actor_id, rule, score, label
from scratch.office_meanings
where is_joined
"""

_LINKED_POSTS = f"""
create or replace table scratch.linked_posts as
select post_id from staging.stg_posts
union
select post_id from (({_JOINED}) except (select name_joined.* {_STANDING_JOINED}))
union
select post_id from ((select name_joined.* {_STANDING_JOINED}) except ({_JOINED}))
"""

# The forms of posts that stand are those of their links.
_STANDING_FORMS = """
insert into scratch.actor_forms
select post_id, asked_date, form, surface, kind, mention_count
from internal.name_links
where
    post_id in (select post_id from scratch.linked_posts)
    and post_id not in (select post_id from staging.stg_posts)
"""

_STANDING_RELATIVES = """
insert into scratch.relatives
select distinct post_id, surface
from internal.name_links
where
    is_relative
    and post_id in (select post_id from scratch.linked_posts)
    and post_id not in (select post_id from staging.stg_posts)
"""

_JOINED_MEANINGS = """
create or replace table scratch.actor_meanings as
select
    meanings.* replace (
        coalesce(joined.actor_id, meanings.actor_id) as actor_id,
        coalesce(joined.rule, meanings.rule) as rule,
        coalesce(joined.score, meanings.score) as score,
        case when joined.rule is null then meanings.label else joined.label end as label
    )
from internal.name_meanings as meanings
left join internal.name_joined as joined
    on
        meanings.post_id = joined.post_id
        and meanings.surface = joined.surface
        and meanings.kind = joined.kind
where meanings.post_id in (select post_id from scratch.linked_posts)
"""


def has_kept(con: duckdb.DuckDBPyConnection, seeds_hash: str) -> bool:
    """Whether the database being built has names that were told by the same reviewed names.

    Args:
        con: build connection; the database to build is its default catalog.
        seeds_hash: tells the reviewed names.
    """
    return _has_table(con, "name_seeds") and (
        con.execute("from internal.name_seeds").fetchall() == [(seeds_hash,)]
    )


def carry_names(con: duckdb.DuckDBPyConnection) -> None:
    """Take it over from the attached previous database, where the one being built is no copy of it."""
    if _has_table(con, "name_seeds"):
        return
    con.execute("create schema if not exists internal")
    found = con.execute(
        "select table_name from duckdb_tables() "
        "where database_name = 'previous' and schema_name = 'internal' order by table_name"
    ).fetchall()
    for (name,) in found:
        con.execute(f"create table internal.{name} as from previous.internal.{name}")


def forget_names(con: duckdb.DuckDBPyConnection) -> None:
    """Drop what is kept, from whatever night it is."""
    con.execute("drop schema if exists internal cascade")


def note_seeds(con: duckdb.DuckDBPyConnection, seeds_hash: str) -> None:
    """Say by which reviewed names the kept names were told: only now may a later night rely on them."""
    con.execute("create or replace table internal.name_seeds as select $1 as seeds_hash", [seeds_hash])


def keep_meanings(con: duckdb.DuckDBPyConnection) -> None:
    """Keep what the names of the posts in staging mean, and settle again what their sites say of offices.

    Makes `scratch.linked_posts`, whose links are to be made: the posts in staging, and those that their site
    tells otherwise now; and lets `scratch.actor_forms`, `actor_meanings` and `relatives` be theirs.
    """
    if not _has_table(con, "name_links"):
        for statement in _MAKE_TABLES:
            con.execute(statement)
    con.execute(_CHANGED_OFFICES)
    con.execute(_FORMER_ACTORS)
    for table in ("meanings", "heard"):
        _replace(con, f"name_{table}", f"scratch.actor_{table}", "staging.stg_posts")
    con.execute(_OFFICE_MEANINGS)
    join_sites(con)
    con.execute(_LINKED_POSTS)
    con.execute(
        "delete from internal.name_joined "
        "where (site, title) in (select (site_key, title) from scratch.changed_offices)"
    )
    con.execute(f"insert into internal.name_joined {_JOINED}")
    con.execute(_STANDING_FORMS)
    con.execute(_STANDING_RELATIVES)
    con.execute(_JOINED_MEANINGS)


def keep_links(con: duckdb.DuckDBPyConnection) -> None:
    """Keep `scratch.actor_links`; `scratch.changed_actors` are then all of whom anything may have changed."""
    con.execute(
        "insert into scratch.changed_actors select distinct actor_id from internal.name_links "
        "where post_id in (select post_id from scratch.linked_posts)"
    )
    _replace(con, "name_links", "scratch.actor_links", "scratch.linked_posts")
    con.execute("insert into scratch.changed_actors select distinct actor_id from scratch.actor_links")


def _has_table(con: duckdb.DuckDBPyConnection, name: str) -> bool:
    found = con.execute(
        "select count(*) from duckdb_tables() "
        "where database_name = current_database() and schema_name = 'internal' and table_name = $1",
        [name],
    ).fetchall()
    return bool(found[0][0])


def _replace(con: duckdb.DuckDBPyConnection, table: str, rows: str, posts: str) -> None:
    """Let a table have the given rows of some posts."""
    con.execute(f"delete from internal.{table} where post_id in (select post_id from {posts})")
    con.execute(f"insert into internal.{table} from {rows}")

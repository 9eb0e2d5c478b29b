"""Link the names in the posts to actors: which forms occur, and what each means in its post, on its day.

Scratch tables, in the order they are made, of the posts that staging shows:

    actor_forms    (post_id, asked_date, form, surface, kind, mention_count); surface is the fullest form
    actor_answers  what each form and surface means from one day to another (warehouse/resolve_answers.py)
    actor_meanings (post_id, surface, kind, actor_id, rule, score, …): what each means in its post, as the
                   post itself tells; what its site adds stands apart (warehouse/resolve_sites.py)
    actor_heard    (post_id, surface, seat, is_in_note): the body that stands before a name and its office
    relatives      (post_id, surface): the names behind a relation

and of the posts whose links are made, the new ones and those that their site tells otherwise now:

    actor_links    as actor_meanings, per (post_id, form, surface, kind): the fullest form's meaning, or
                   (is_own) the form's own
    co_actors      (quote_id, co_actor_ids, co_actors): the further speakers of joint statements
"""

from __future__ import annotations

import duckdb

from warehouse.resolve_answers import RULE_SCORES
from warehouse.resolve_timeline import UNDATED

# A crawl's day is not the day of writing: it must not make an alias valid.
_FORMS = f"""
create or replace table scratch.actor_forms as
with co_said as (
    select post_id, unnest(co_speakers) as surface
    from staging.stg_quotes
    where len(co_speakers) > 0
),

known as (
    select
        post_id,
        surface,
        arg_min(coalesce(surface_full, surface), char_start) as surface_full,
        arg_min(kind, char_start) as kind
    from staging.stg_actor_mentions
    semi join co_said using (post_id, surface)
    group by post_id, surface
),

named as (
    select post_id, speaker as form, coalesce(speaker_full, speaker) as surface, speaker_kind as kind
    from staging.stg_quotes
    where speaker is not null
    union all
    select post_id, via as form, via as surface, 'media' as kind
    from staging.stg_quotes
    where via is not null
    union all
    select post_id, surface as form, coalesce(surface_full, surface) as surface, kind
    from staging.stg_actor_mentions
    union all
    select
        co_said.post_id,
        co_said.surface as form,
        coalesce(known.surface_full, co_said.surface) as surface,
        coalesce(known.kind, 'unknown') as kind
    from co_said
    left join known on co_said.post_id = known.post_id and co_said.surface = known.surface
),

counted as (
    select post_id, form, surface, kind, count(*) as mention_count
    from named
    where surface is not null
    group by post_id, form, surface, kind
)

select
    counted.post_id,
    case
        when posts.date_basis in ('crawl', 'none') or posts.posted_date is null then date '{UNDATED:%Y-%m-%d}'
        else posts.posted_date
    end as asked_date,
    counted.form,
    counted.surface,
    counted.kind,
    counted.mention_count
from counted
inner join staging.stg_posts as posts on counted.post_id = posts.post_id
"""

# What means nobody beyond its post gets an id of the post's own.
_MEANINGS = """
create or replace table scratch.actor_meanings as
select
    names.post_id,
    posts.site,
    posts.posted_date,
    coalesce(posts.date_basis not in ('crawl', 'none'), false) as is_dated,
    names.surface,
    names.kind,
    coalesce(answers.actor_id, left(sha256(answers.post_key || ':' || names.post_id), 16)) as actor_id,
    answers.rule,
    answers.score,
    answers.label,
    answers.country,
    answers.source_type,
    answers.near_actor_id,
    answers.title,
    answers.surname,
    answers.seat,
    answers.standing,
    answers.is_head,
    answers.parts
from (
    select post_id, asked_date, surface, kind from scratch.actor_forms
    union
    select post_id, asked_date, form as surface, kind from scratch.actor_forms where form <> surface
) as names
inner join scratch.actor_answers as answers
    on
        names.surface = answers.surface
        and names.kind = answers.kind
        and names.asked_date between answers.valid_from and answers.valid_until
inner join staging.stg_posts as posts on names.post_id = posts.post_id
"""

# 田中氏 is the only 田中 of its post; 田中市長 only one who is called 市長 there.
_IN_DOCUMENT = """
create or replace temp table told as
select
    short.post_id,
    short.surface,
    short.kind,
    any_value(whole.actor_id) as actor_id,
    min(whole.label) as label,
    min(whole.country) as country
from scratch.actor_meanings as short
inner join scratch.actor_meanings as whole
    on short.post_id = whole.post_id and list_contains(whole.parts, short.surname)
where
    short.surname is not null
    and short.rule in ('post', 'role')
    and (short.title = '' or ends_with(whole.title, short.title))
group by short.post_id, short.surface, short.kind
having count(distinct whole.actor_id) = 1
"""

_TELL = """
update scratch.actor_meanings
set actor_id = told.actor_id, label = told.label, country = told.country, rule = 'document', score = $score
from told
where
    actor_meanings.post_id = told.post_id
    and actor_meanings.surface = told.surface
    and actor_meanings.kind = told.kind
"""

# 弟の蓮見修さん is not 蓮見村長.
_RELATIVES = """
create or replace table scratch.relatives as
select distinct mentions.post_id, mentions.surface
from staging.stg_actor_mentions as mentions
inner join staging.stg_actor_mentions as owners
    on mentions.post_id = owners.post_id and mentions.char_start = owners.char_end + 1
inner join scratch.actor_meanings as relations
    on
        owners.post_id = relations.post_id
        and owners.surface = relations.surface
        and relations.source_type = 'relative'
"""

# The body that ends one character before the name: 霧沢村の蓮台村長. In a note that character parts segments.
_HEARD = """
create or replace table scratch.actor_heard as
with behind as (
    select
        names.post_id,
        names.surface,
        names.surface_full,
        owners.surface as seat,
        blocks.kind = 'note' as is_in_note
    from staging.stg_actor_mentions as names
    inner join staging.stg_actor_mentions as owners
        on names.post_id = owners.post_id and names.char_start = owners.char_end + 1
    inner join staging.stg_blocks as blocks
        on names.post_id = blocks.post_id and names.block_no = blocks.block_no
    where owners.kind in ('organisation', 'unknown')
),

heard as (
    select post_id, surface, seat, is_in_note from behind
    union
    select post_id, surface_full as surface, seat, is_in_note from behind
)

select heard.post_id, heard.surface, heard.seat, heard.is_in_note
from heard
semi join (
    select post_id, surface from scratch.actor_meanings where title <> ''
) as titled
    on heard.post_id = titled.post_id and heard.surface = titled.surface
"""

# The parser finds the fullest form by the surname: beside 鷹取元首相, 鷹取外相 is still somebody else, and
# beside 久我前町長 so is 久我町長.
_LINKS = """
create or replace table scratch.actor_links as
with own_forms as (
    select forms.post_id, forms.form, forms.surface, forms.kind
    from scratch.actor_forms as forms
    inner join scratch.actor_meanings as whole
        on forms.post_id = whole.post_id and forms.surface = whole.surface and forms.kind = whole.kind
    inner join scratch.actor_meanings as own
        on forms.post_id = own.post_id and forms.form = own.surface and forms.kind = own.kind
    left join scratch.relatives as relatives
        on forms.post_id = relatives.post_id and forms.surface = relatives.surface
    where
        forms.form <> forms.surface
        and own.actor_id <> whole.actor_id
        and own.title <> ''
        and (
            (own.title <> whole.title and own.rule in ('seed', 'seed_office', 'seed_folded', 'document'))
            or (own.title = whole.title and own.standing <> whole.standing)
            or (whole.title = '' and relatives.surface is not null)
        )
)

select
    forms.post_id,
    forms.form,
    forms.surface,
    forms.kind,
    forms.asked_date,
    forms.mention_count,
    meanings.actor_id,
    meanings.rule,
    meanings.score,
    meanings.label,
    meanings.country,
    meanings.source_type,
    meanings.near_actor_id,
    own_forms.form is not null as is_own,
    relatives.surface is not null as is_relative
from scratch.actor_forms as forms
left join scratch.relatives as relatives
    on forms.post_id = relatives.post_id and forms.surface = relatives.surface
left join own_forms
    on
        forms.post_id = own_forms.post_id
        and forms.form = own_forms.form
        and forms.surface = own_forms.surface
        and forms.kind = own_forms.kind
inner join scratch.actor_meanings as meanings
    on
        forms.post_id = meanings.post_id
        and coalesce(own_forms.form, forms.surface) = meanings.surface
        and forms.kind = meanings.kind
"""

_CO_ACTORS = """
create or replace table scratch.co_actors as
with said as (
    select
        quote_id,
        post_id,
        unnest(co_speakers) as surface,
        generate_subscripts(co_speakers, 1) as position
    from staging.stg_quotes
    where len(co_speakers) > 0
),

known as (
    select
        post_id,
        surface,
        arg_min(coalesce(surface_full, surface), char_start) as surface_full,
        arg_min(kind, char_start) as kind
    from staging.stg_actor_mentions
    semi join said using (post_id, surface)
    group by post_id, surface
)

select
    said.quote_id,
    list(links.actor_id order by said.position) as co_actor_ids,
    list(names.name order by said.position) as co_actors
from said
left join known on said.post_id = known.post_id and said.surface = known.surface
inner join scratch.actor_links as links
    on
        said.post_id = links.post_id
        and said.surface = links.form
        and coalesce(known.surface_full, said.surface) = links.surface
        and coalesce(known.kind, 'unknown') = links.kind
inner join actors as names on links.actor_id = names.actor_id
group by said.quote_id
"""


def store_forms(con: duckdb.DuckDBPyConnection) -> None:
    """Make `scratch.actor_forms` from the staged facts."""
    con.execute(_FORMS)


def store_meanings(con: duckdb.DuckDBPyConnection) -> None:
    """Make `actor_meanings`, `actor_heard` and `relatives` from `actor_forms` and `actor_answers`."""
    con.execute(_MEANINGS)
    con.execute(_IN_DOCUMENT)
    con.execute(_TELL, {"score": RULE_SCORES["document"]})
    con.execute("drop table told")
    con.execute(_HEARD)
    con.execute(_RELATIVES)


def store_links(con: duckdb.DuckDBPyConnection) -> None:
    """Make `scratch.actor_links` from `actor_forms`, `actor_meanings` and `relatives`."""
    con.execute(_LINKS)


def store_co_actors(con: duckdb.DuckDBPyConnection) -> None:
    """Make `scratch.co_actors` from `actor_links` and `actors`, where the post has links."""
    con.execute(_CO_ACTORS)

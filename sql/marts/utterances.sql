-- purpose: one statement across posts, days and outlets: when it came up, how often it was copied,
--          how its wording wandered and how faithful the copies in notes are
-- grain:   one row per utterance_id of quote_utterances, which says what counts as one statement
-- counts:  every quote is a copy (copy_count), nested and reported ones too; an outlet is the
--          medium that relays the quote, else the account of the tweet it stands in, else the
--          site of its post; the fidelity counts are those of quote_sources, for copies in notes
-- days:    first_date and last_date leave out crawl-dated and undated posts, the counts do not
with copies as (

    select
        quote_utterances.utterance_id,
        quotes.quote_id,
        quotes.post_id,
        quotes.text,
        quotes.context,
        quotes.actor_id,
        quotes.actor,
        quotes.actor_kind,
        coalesce(quotes.actor_kind not in ('anonymous', 'unknown'), false) as is_named,
        coalesce(quotes.via_actor, blocks.handle, posts.site) as outlet,
        if(posts.date_basis in ('crawl', 'none'), null, posts.posted_date) as posted_date,
        quote_sources.fidelity
    from quote_utterances
    inner join quotes on quote_utterances.quote_id = quotes.quote_id
    inner join posts on quotes.post_id = posts.post_id
    left join blocks
        on quotes.post_id = blocks.post_id and quotes.block_no = blocks.block_no
    left join quote_sources on quotes.quote_id = quote_sources.quote_id

),

form_counts as (

    select
        utterance_id,
        text,
        count(*) as copy_count
    from copies
    group by utterance_id, text

),

forms as (

    select
        utterance_id,
        count(*) as form_count,
        first(
            text order by copy_count desc, char_length(text) desc, text asc
        ) as usual_text,
        first(text order by char_length(text) asc, text asc) as shortest_text,
        first(text order by char_length(text) desc, text asc) as longest_text
    from form_counts
    group by utterance_id

),

speaker_counts as (

    select
        utterance_id,
        actor_id,
        actor,
        actor_kind,
        is_named,
        count(*) as copy_count
    from copies
    where actor_id is not null
    group by utterance_id, actor_id, actor, actor_kind, is_named

),

speakers as (

    select
        utterance_id,
        actor_id,
        actor,
        actor_kind
    from speaker_counts
    qualify
        row_number() over (
            partition by utterance_id
            order by is_named desc, copy_count desc, actor_id asc
        ) = 1

),

counts as (

    select
        utterance_id,
        min(posted_date) as first_date,
        max(posted_date) as last_date,
        count(*) as copy_count,
        count(distinct post_id) as post_count,
        count(distinct posted_date) as day_count,
        count(distinct outlet) as outlet_count,
        count(*) filter (context = 'note') as note_copy_count,
        count(*) filter (fidelity = 'exact') as exact_count,
        count(*) filter (fidelity = 'trimmed') as trimmed_count,
        count(*) filter (fidelity = 'edited') as edited_count,
        count(*) filter (fidelity = 'indirect_made_direct') as indirect_made_direct_count,
        count(*) filter (fidelity = 'none') as no_source_count
    from copies
    group by utterance_id

)

select
    counts.utterance_id,
    forms.usual_text as text,
    speakers.actor_id,
    speakers.actor,
    speakers.actor_kind,
    counts.first_date,
    counts.last_date,
    counts.copy_count,
    counts.post_count,
    counts.day_count,
    counts.outlet_count,
    forms.form_count,
    forms.shortest_text,
    forms.longest_text,
    counts.note_copy_count,
    counts.exact_count,
    counts.trimmed_count,
    counts.edited_count,
    counts.indirect_made_direct_count,
    counts.no_source_count
from counts
inner join forms on counts.utterance_id = forms.utterance_id
left join speakers on counts.utterance_id = speakers.utterance_id
order by counts.utterance_id asc

-- purpose: one statement across posts, days and outlets: when it came up, how often it was copied,
--          how its wording wandered and how faithful the copies in notes are
-- grain:   one row per utterance_id of quote_utterances, which says what counts as one statement
-- counts:  every quote is a copy (copy_count), nested and reported ones too; an outlet is the
--          medium that relays the quote, else the account of the tweet it stands in, else the
--          site of its post; the fidelity counts are those of quote_sources, for copies in notes
-- days:    first_date and last_date leave out crawl-dated and undated posts, the counts do not
-- groups:  utterance_id of quote_utterances
with dated_posts as (

    select
        post_id,
        site,
        if(date_basis in ('crawl', 'none'), null, posted_date) as posted_date,
        cast(row_number() over () as integer) as post_no
    from posts

),

copies as materialized (

    select
        quote_utterances.utterance_id,
        quotes.text,
        quotes.context,
        quotes.actor_id,
        quotes.actor,
        quotes.actor_kind,
        dated_posts.post_no,
        dated_posts.posted_date,
        quote_sources.fidelity,
        coalesce(quotes.via_actor, blocks.handle, dated_posts.site) as outlet
    from quotes
    inner join quote_utterances on quotes.quote_id = quote_utterances.quote_id
    inner join dated_posts on quotes.post_id = dated_posts.post_id
    left join blocks
        on quotes.post_id = blocks.post_id and quotes.block_no = blocks.block_no
    left join quote_sources on quotes.quote_id = quote_sources.quote_id

),

-- Most statements come in one form, by one speaker, in one post of one outlet: only the copies of
-- others are compared further.
counts as materialized (

    select
        utterance_id,
        any_value(text) as any_text,
        any_value(actor_id) as any_actor_id,
        any_value(actor) as any_actor,
        any_value(actor_kind) filter (actor_id is not null) as any_actor_kind,
        min(hash(text)) <> max(hash(text)) as has_forms,
        min(actor_id) <> max(actor_id) as has_speakers,
        min(post_no) <> max(post_no) or min(outlet) <> max(outlet) as has_places,
        count(posted_date) > 0 as is_dated,
        count(outlet) > 0 as has_outlet,
        min(posted_date) as first_date,
        max(posted_date) as last_date,
        count(*) as copy_count,
        count(*) filter (context = 'note') as note_copy_count,
        count(*) filter (fidelity = 'exact') as exact_count,
        count(*) filter (fidelity = 'trimmed') as trimmed_count,
        count(*) filter (fidelity = 'edited') as edited_count,
        count(*) filter (fidelity = 'indirect_made_direct') as indirect_made_direct_count,
        count(*) filter (fidelity = 'none') as no_source_count
    from copies
    group by utterance_id

),

form_counts as (

    select
        copies.utterance_id,
        copies.text,
        char_length(copies.text) as char_count,
        count(*) as copy_count
    from copies
    inner join counts on copies.utterance_id = counts.utterance_id
    where counts.has_forms
    group by copies.utterance_id, copies.text

),

forms as (

    select
        utterance_id,
        count(*) as form_count,
        first(text order by copy_count desc, char_count desc, text asc) as usual_text,
        first(text order by char_count asc, text asc) as shortest_text,
        first(text order by char_count desc, text asc) as longest_text
    from form_counts
    group by utterance_id

),

speaker_counts as (

    select
        copies.utterance_id,
        copies.actor_id,
        copies.actor,
        copies.actor_kind,
        coalesce(copies.actor_kind not in ('anonymous', 'unknown'), false) as is_named,
        count(*) as copy_count
    from copies
    inner join counts on copies.utterance_id = counts.utterance_id
    where counts.has_speakers and copies.actor_id is not null
    group by copies.utterance_id, copies.actor_id, copies.actor, copies.actor_kind

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

places as (

    select
        copies.utterance_id,
        count(distinct copies.post_no) as post_count,
        count(distinct copies.posted_date) as day_count,
        count(distinct copies.outlet) as outlet_count
    from copies
    inner join counts on copies.utterance_id = counts.utterance_id
    where counts.has_places
    group by copies.utterance_id

)

select
    counts.utterance_id,
    coalesce(forms.usual_text, counts.any_text) as text,
    coalesce(speakers.actor_id, counts.any_actor_id) as actor_id,
    coalesce(speakers.actor, counts.any_actor) as actor,
    coalesce(speakers.actor_kind, counts.any_actor_kind) as actor_kind,
    counts.first_date,
    counts.last_date,
    counts.copy_count,
    coalesce(places.post_count, 1) as post_count,
    coalesce(places.day_count, cast(counts.is_dated as integer)) as day_count,
    coalesce(places.outlet_count, cast(counts.has_outlet as integer)) as outlet_count,
    coalesce(forms.form_count, 1) as form_count,
    coalesce(forms.shortest_text, counts.any_text) as shortest_text,
    coalesce(forms.longest_text, counts.any_text) as longest_text,
    counts.note_copy_count,
    counts.exact_count,
    counts.trimmed_count,
    counts.edited_count,
    counts.indirect_made_direct_count,
    counts.no_source_count
from counts
left join forms on counts.utterance_id = forms.utterance_id
left join speakers on counts.utterance_id = speakers.utterance_id
left join places on counts.utterance_id = places.utterance_id
order by counts.utterance_id asc

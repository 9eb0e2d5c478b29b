-- purpose: a speaker's figures of one day must be possible together
-- partition: month
select
    posted_date,
    actor_id,
    topic_id,
    quote_count,
    reported_quote_count,
    post_count,
    statement_count,
    mean_char_count,
    voice_share,
    topic_voice_share
from daily_speaker_quotes
where
    post_count < 1
    or quote_count < post_count
    or statement_count not between 1 and quote_count
    or reported_quote_count not between 0 and quote_count
    or mean_char_count <= 0
    or voice_share <= 0
    or topic_voice_share < voice_share
    or topic_voice_share > 1
order by posted_date asc, actor_id asc, topic_id asc

-- purpose:   a topic day by day, quiet days as zero, by its label or any other spelling
-- arguments: any_label
select
    daily_topic_frequencies_filled.posted_date,
    daily_topic_frequencies_filled.topic,
    daily_topic_frequencies_filled.mention_count,
    daily_topic_frequencies_filled.new_mention_count,
    daily_topic_frequencies_filled.post_count,
    daily_topic_frequencies_filled.post_count_7d
from daily_topic_frequencies_filled
where
    daily_topic_frequencies_filled.topic_id in (
        select topic_aliases.topic_id
        from topic_aliases
        where topic_aliases.surface = any_label

        union all

        select topics.topic_id
        from topics
        where topics.topic = any_label
    )
order by
    daily_topic_frequencies_filled.topic_id asc, daily_topic_frequencies_filled.posted_date asc

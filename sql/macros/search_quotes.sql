-- purpose:   quotes that hold every one of some words, written wide or narrow, newest first
-- arguments: all_words
with folded as (

    select
        quotes.quote_id,
        translate(
            lower(quotes.text),
            '０１２３４５６７８９ａｂｃｄｅｆｇｈｉｊｋｌｍｎｏｐｑｒｓｔｕｖｗｘｙｚ',
            '0123456789abcdefghijklmnopqrstuvwxyz'
        ) as folded_text
    from quotes

),

wanted as (

    select
        unnest(
            string_split_regex(
                trim(
                    translate(
                        lower(all_words),
                        '　０１２３４５６７８９ａｂｃｄｅｆｇｈｉｊｋｌｍｎｏｐｑｒｓｔｕｖｗｘｙｚ',
                        ' 0123456789abcdefghijklmnopqrstuvwxyz'
                    )
                ),
                ' +'
            )
        ) as word

),

word_count as (

    select count(distinct word) as wanted_count
    from wanted

),

found as (

    select folded.quote_id
    from folded
    inner join wanted on contains(folded.folded_text, wanted.word)
    cross join word_count
    where wanted.word <> ''
    group by folded.quote_id, word_count.wanted_count
    having count(distinct wanted.word) = word_count.wanted_count

)

select
    quotes.posted_date,
    quotes.actor,
    quotes.text,
    quotes.form,
    quotes.url,
    quotes.quote_id
from quotes
inner join found on quotes.quote_id = found.quote_id
order by
    quotes.posted_date desc nulls last,
    quotes.post_id asc,
    quotes.char_start asc,
    quotes.quote_id asc

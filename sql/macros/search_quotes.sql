-- purpose:   quotes that hold every one of some words, written wide or narrow, newest first
-- arguments: all_words
with split as (

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

-- Kana and kanji have nothing to fold, and folding takes ten times as long as looking.
wanted as (

    select
        word,
        regexp_full_match(word, '[\p{Han}\p{Hiragana}\p{Katakana}ー]+') as is_plain
    from split
    where word <> ''
    group by word

),

word_count as (

    select count(*) as wanted_count
    from wanted

),

found as (

    select quotes.quote_id
    from quotes
    inner join wanted
        on case
            when
                wanted.is_plain
                or regexp_full_match(
                    quotes.text, '[\p{Han}\p{Hiragana}\p{Katakana}ー・、。「」『』（）]+'
                )
                then contains(quotes.text, wanted.word)
            else contains(
                translate(
                    lower(quotes.text),
                    '０１２３４５６７８９ａｂｃｄｅｆｇｈｉｊｋｌｍｎｏｐｑｒｓｔｕｖｗｘｙｚ',
                    '0123456789abcdefghijklmnopqrstuvwxyz'
                ),
                wanted.word
            )
        end
    cross join word_count
    group by quotes.quote_id, word_count.wanted_count
    having count(*) = word_count.wanted_count

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

"""Pasted tweets in every arrangement: where one begins and ends, who posted it, on which day."""

from __future__ import annotations

import datetime as dt

import pytest

from transforms.blocks import RawBlock, link_embeds, split_blocks
from transforms.dates import find_status_instant, parse_printed_day

DAY = dt.date(2023, 11, 7)
SIGNATURE = "— 青浜新聞 (@aohama_np) November 7, 2023"


def cut(text: str) -> list[tuple[str, str]]:
    return [(block.kind.value, text[block.start : block.end]) for block in split_blocks(text)]


def read_one(text: str) -> RawBlock:
    (block,) = split_blocks(text)
    assert block.kind.value == "embed"
    return block


@pytest.mark.parametrize(
    "tweet",
    [
        f"港を開く方針 https://t.co/ud9f36\n{SIGNATURE}",
        f"港を開く方針(8日の動き)https://t.co/ud9f36 #aohama_news\n{SIGNATURE}",
        f"港を開く方針\n市長が会見\n{SIGNATURE}",
        f"港を開く方針\n#港湾\n{SIGNATURE}",
        f"港を開く方針\n{SIGNATURE}\n市長が会見で述べた\nhttps://t.co/ud9f36",
        f"港を開く方針\n{SIGNATURE}\n市長が会見で述べた https://t.co/ud9f36",
        f"港を開く方針\n{SIGNATURE}\n#港湾 #漁業",
        f"https://t.co/ud9f36{SIGNATURE} 港を開く方針",
        f"港を開く方針 pic.twitter.com/ud9f36 {SIGNATURE}",
        SIGNATURE,
    ],
)
def test_a_tweet_is_one_block_by_itself_and_between_items(tweet: str) -> None:
    assert cut(tweet) == [("embed", tweet)]
    around = f"市長は話した。\n\n{tweet}\n\n議長も話した。\n#港湾(市長「開く」)"
    assert [kind for kind, _ in cut(around)] == ["article", "embed", "article", "note"]
    block = read_one(tweet)
    assert (block.day, block.author_name, block.handle) == (DAY, "青浜新聞", "aohama_np")


def test_an_item_goes_on_below_its_tweet() -> None:
    text = f"港を開く方針 https://t.co/ud9f36\n{SIGNATURE}\n市長は「開く」と述べた。\n#港湾(市長「開く」)"
    assert [kind for kind, _ in cut(text)] == ["embed", "article", "note"]


def test_two_tweets_in_a_row_are_two() -> None:
    first = "港を開く方針\n— 甲 (@ko) May 1, 2023\n会見で述べた https://t.co/a"
    second = "漁は休み\n— 乙 (@otsu) May 2, 2023\n組合が決めた https://t.co/b"
    assert cut(f"{first}\n{second}\n本文。") == [("embed", first), ("embed", second), ("article", "本文。")]


def test_a_long_paragraph_above_is_no_part_of_a_tweet() -> None:
    paragraph = "市長は港の工事を続けると述べた。" * 20
    text = f"{paragraph}\n港を開く方針\n{SIGNATURE}"
    assert cut(text) == [("article", paragraph), ("embed", f"港を開く方針\n{SIGNATURE}")]


def test_a_tag_line_with_a_note_is_no_part_of_a_tweet() -> None:
    note = "#港湾(市長「開く」)"
    above = cut(f"{note}\n{SIGNATURE}")
    below = cut(f"港を開く方針\n{SIGNATURE}\n{note}")
    assert above == [("note", note), ("embed", SIGNATURE)]
    assert below == [("embed", f"港を開く方針\n{SIGNATURE}"), ("note", note)]


def test_a_line_of_tags_without_blanks_below_a_tweet_is_the_bloggers() -> None:
    text = f"港を開く方針 https://t.co/a\n{SIGNATURE}\n#港湾#漁業"
    assert [kind for kind, _ in cut(text)] == ["embed", "note"]


@pytest.mark.parametrize(
    ("printed", "day"),
    [
        ("November 7, 2023", DAY),
        ("Nov 7, 2023", DAY),
        ("7 November 2023", DAY),
        ("2023年11月7日", DAY),
        ("2023, 11月 7", DAY),
        ("2023/11/07", DAY),
        ("2023-11-07", DAY),
        ("7. November 2023", DAY),
        ("25. September 2018", dt.date(2018, 9, 25)),
        ("3. März 2022", dt.date(2022, 3, 3)),
        ("31. Dezember 2014", dt.date(2014, 12, 31)),
        ("2014, 12月 31", dt.date(2014, 12, 31)),
        ("2022年3月1日", dt.date(2022, 3, 1)),
        ("May 1, 2023", dt.date(2023, 5, 1)),
    ],
)
def test_the_day_as_it_is_printed(printed: str, day: dt.date) -> None:
    assert parse_printed_day(printed) == day
    assert read_one(f"港を開く方針\n— 青浜新聞 (@aohama_np) {printed}").day == day


@pytest.mark.parametrize("printed", ["February 30, 2023", "2023年13月1日", "2023/00/01", "November 7, 1066"])
def test_a_day_that_never_was_is_none(printed: str) -> None:
    assert parse_printed_day(printed) is None


@pytest.mark.parametrize(
    "name",
    [
        "青浜新聞",
        "青浜新聞 デジタル",
        "青浜 (公式)",
        "青浜（公式） 🚢🇯🇵",
        "Aohama News — 港",
        "名 (@その1)",
        "👩‍👩‍👧 家",
        "J. O'Hara",
    ],
)
def test_names_hold_blanks_brackets_dashes_and_emoji(name: str) -> None:
    block = read_one(f"港を開く方針\n— {name} (@aohama_np) November 7, 2023")
    assert (block.author_name, block.handle) == (name, "aohama_np")


def test_the_last_handle_of_a_line_signs_it() -> None:
    block = read_one("https://t.co/a— 甲 (@ko) May 1, 2023 引用— 乙 (@otsu) May 2, 2023")
    assert (block.handle, block.day) == ("otsu", dt.date(2023, 5, 2))


@pytest.mark.parametrize(
    "line",
    [
        "連絡先 (@aohama_np) まで",
        "— 青浜新聞 November 7, 2023",
        "— 青浜新聞 (@) November 7, 2023",
        "— 青浜新聞 (@aohama_np)",
        "会見は November 7, 2023 に開かれた",
    ],
)
def test_what_lacks_a_handle_or_a_day_signs_nothing(line: str) -> None:
    assert cut(line) == [("article", line)]


def test_a_tweets_hashtags_are_its_own() -> None:
    block = read_one(f"港を開く #nhk_news #港湾 https://t.co/a#x\n{SIGNATURE}")
    assert block.hashtags == ("nhk_news", "港湾")


STATUS = "https://twitter.com/aohama_np/status/1541815603606036480"
INSTANT = dt.datetime(2022, 6, 28, 16, 7, 40, 105_000, tzinfo=dt.UTC)


def test_an_address_in_the_text_gives_the_exact_instant() -> None:
    block = read_one(f"港を開く方針\n— 青浜新聞 (@aohama_np) June 28, 2022 {STATUS}")
    assert (block.status_url, block.published_at) == (STATUS, INSTANT)


@pytest.mark.parametrize(
    ("status_id", "instant"),
    [
        (1541815603606036480, INSTANT),
        (20, None),
        (27_500_000_000 >> 3, None),
        ((1 << 63) - 1, dt.datetime(2080, 7, 10, 17, 30, 30, 208_000, tzinfo=dt.UTC)),
        (1 << 63, None),
        (-1, None),
    ],
)
def test_the_instant_in_a_status_id(status_id: int, instant: dt.datetime | None) -> None:
    assert find_status_instant(status_id) == instant


TWO_TWEETS = "一\n— 甲 (@Ko) June 28, 2022\n\n二\n— 甲 (@Ko) June 28, 2022\n\n三\n— 乙 (@otsu) June 28, 2022"


def test_addresses_beside_the_text_go_to_the_embeds_of_their_account() -> None:
    urls = tuple(
        f"https://twitter.com/{account}/status/{number}"
        for account, number in (("otsu", 1541815603606036480), ("ko", 1), ("ko", 2), ("hei", 3))
    )
    blocks = link_embeds(split_blocks(TWO_TWEETS), urls)
    assert [block.status_url for block in blocks] == [urls[1], urls[2], urls[0]]
    assert [block.published_at for block in blocks] == [None, None, INSTANT]


def test_an_address_in_the_text_uses_up_the_one_beside_it() -> None:
    text = TWO_TWEETS.replace("2022\n", "2022 https://twitter.com/Ko/status/1\n", 1)
    urls = ("https://twitter.com/ko/status/1", "https://twitter.com/ko/status/2")
    blocks = link_embeds(split_blocks(text), urls)
    assert [block.status_url for block in blocks] == ["https://twitter.com/Ko/status/1", urls[1], None]


def test_without_addresses_the_blocks_stay() -> None:
    blocks = split_blocks(TWO_TWEETS)
    assert link_embeds(blocks, ()) is blocks

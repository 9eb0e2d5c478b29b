"""Words that are signed, written, heard or raised by several, and inner words that somebody was told."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from transforms.records import ParsedPost, QuoteForm

Parse = Callable[[str], ParsedPost]
Speakers = Callable[[str], list[str | None]]


@pytest.mark.parametrize(
    ("headline", "speaker"),
    [
        ("佐渡谷議長、橋の再開に条件「点検が先だ」=水野報道官", "水野報道官"),
        ("青浜町、橋の再開に条件「点検が先だ」＝水野報道官", "水野報道官"),
        ("青浜町、橋の再開に条件「点検が先だ」 = 佐渡谷副町長", "佐渡谷副町長"),
        # no name, something of theirs, or somebody whom another word sets apart
        ("佐渡谷議長、橋の再開に条件「点検が先だ」=青浜", "佐渡谷議長"),
        ("佐渡谷議長、橋の再開に条件「点検が先だ」=水野報道官の橋", "佐渡谷議長"),
        ("佐渡谷議長、橋の再開に条件「点検が先だ」 写真=水野報道官", "佐渡谷議長"),
    ],
)
def test_a_headline_is_signed_by_who_speaks(speakers: Speakers, headline: str, speaker: str) -> None:
    assert speakers(headline) == [speaker]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("「待って」という娘の声が聞こえ、「すぐに行く」と答えた。", ["娘", "水野さん"]),
        ("「待って」という娘の叫びが耳に届き、「すぐに行く」と答えた。", ["娘", "水野さん"]),
        # whose voice is not heard goes on
        ("「待って」という娘の声はやまず、「すぐに来て」と続けた。", ["娘", "娘"]),
    ],
)
def test_who_hears_a_voice_goes_on(speakers: Speakers, text: str, said: list[str]) -> None:
    assert speakers(f"水野さんは橋を渡った。{text}") == said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        # the owner, the sender
        ("健さんの手紙には「橋で待っています」とあった。", ["健さん"]),
        ("住民の要望書には「橋を直してほしい」と記されていた。", ["住民"]),
        ("水野さんは橋を渡った。母の手紙には「橋で待っています」とあった。", ["母"]),
        ("娘からの手紙に「橋で待っています」と書かれていた。", ["娘"]),
        ("水野さんは待った。娘から届いた手紙に「橋で待っています」と書かれていた。", ["娘"]),
        # nobody's writing, who writes into somebody's, and what is no utterance
        ("手紙に「橋で待っています」とあった。", [None]),
        ("橋の札には「渡らないでください」とあった。", [None]),
        ("水野さんは娘の日記に「橋で待っている」と書いた。", ["水野さん"]),
        ("水野さんのノートには「橋の歌」と書かれていた。", []),
    ],
)
def test_a_writing_speaks_for_its_owner_or_sender(
    speakers: Speakers, text: str, said: list[str | None]
) -> None:
    assert speakers(text) == said


LONG = "急いで直せば後でより大きな金がかかる"


@pytest.mark.parametrize(
    ("sentence", "said"),
    [
        (f"議員からは「橋は急がない」「{LONG}」などの意見が出た。", ["議員", "議員"]),
        (f"議員からは「橋は急がない」「{LONG}」との声が漏れた。", ["議員", "議員"]),
        # a sentence or a clause stands between
        (f"議員からは「橋は急がない」との意見が出た。「{LONG}」と述べた。", ["議員", "水野市長"]),
        (f"議員からは「橋は急がない」との意見が出たが、「{LONG}」と述べた。", ["議員", "水野市長"]),
    ],
)
def test_words_that_touch_have_one_source(speakers: Speakers, sentence: str, said: list[str]) -> None:
    assert speakers(f"水野市長は町を回った。{sentence}") == said


@pytest.mark.parametrize(
    ("words", "inner"),
    [
        # asked
        ("問屋に聞いても『橋は知らない』と言うんです", [("橋は知らない", "問屋")]),
        ("問屋に電話したら『橋は知らない』と言われた", [("橋は知らない", "問屋")]),
        ("問屋に行って『橋は知らない』と言いました", [("橋は知らない", "水野さん")]),
        # told
        ("『橋は逃げない』と久我山先生に言われて通い続けた", [("橋は逃げない", "久我山先生")]),
        ("『橋は逃げない』と母から教わりました", [("橋は逃げない", "母")]),
        ("『橋は逃げない』と祖母に言いました", [("橋は逃げない", "水野さん")]),
        ("『橋は逃げない』と祖母に手紙を書いた", [("橋は逃げない", "水野さん")]),
        # told before the words
        ("母から聞いた『橋は逃げない』という話が好きだ", [("橋は逃げない", "母")]),
        ("祖母に言われた『橋は逃げない』という言葉で通い続けた", [("橋は逃げない", "祖母")]),
        ("『橋は逃げない』という歌が好きだ", []),
        # nobody has said so yet
        ("『橋を渡れ』と言われたら渡ります", []),
    ],
)
def test_inner_words_are_whose_they_were(
    parse: Parse, words: str, inner: list[tuple[str, str | None]]
) -> None:
    outer, *quotes = parse(f"水野さんは「{words}」と話した。").quotes
    assert outer.speaker == "水野さん"
    assert {quote.form for quote in quotes} <= {QuoteForm.NESTED}
    assert [(quote.text, quote.speaker) for quote in quotes] == inner

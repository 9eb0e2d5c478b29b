"""What holds for the rows of a document whatever its text is."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.parse import parse_document
from transforms.records import ActorKind, BlockKind, Document, Evidence, ParsedPost, Quote, QuoteForm

Row = tuple[object, ...]

MARKS = [*"「」『』()（）・･#＃=＝。、！？?:…―@_ 　\t\n", "\r\n", "\r", "Q.", "答 "]
WORDS = [
    "水野市長", "佐渡谷議長", "水野氏", "同氏", "同省", "彼女", "市長", "情報筋", "外務省", "青浜新聞",
    "NATO", "WP", "米", "宇オクサナ", "ルカ・ベルティーニ", "ジャン", "ベルティーニ駐米大使",
    "は", "が", "の", "と", "によると", "など", "ら", "さん", "たち", "側", "声明", "会見", "8日",
    "橋を直す", "急ぐべきだ", "枯渇", "港湾", "外交", "2023年11月8日", "しつつある", "に聞いた",
    "と述べた", "と語り", "との考え", "と呼んだ", "という", "そう述べた",
    "――", "【", "】", "久我山", "梶本(23)", "先発の", "同社", "千歳製薬", "判決", "市",
    "この団体", "被告人質問で", "久我山被告", "と言われた", "から声を掛けられた", "との声が上がる",
    "の口癖は", "の話として", "と話すのは", "が尋ねると、", "の冗談に", "が口癖", "に尋ねると、",
    "に聞いても", "一審・", "一審は", "青浜地裁", "東都高裁", "地裁判決", "同館", "子会社", "副市長",
    "全国知事会", "説明会", "お客さん", "約300人", "女房役の", "アンカー砂原", "レナ・ヴァイス消防局長",
    "=水野報道官", "▽水野監督の話 ", "の手紙には", "とあった。", "などの声が出た。",
    "という声が聞こえ、", "と先生に言われて", "から調達した部品", "勧められたが、", "べきだとし、",
    "ことに", "があったと", "という。", "もいる。", "取材に応じた", "呼んでいた", "特集",
    "https://t.co/a", "https://twitter.com/a/status/1541815603606036480", "(@a)", "1", "a",
    "— 青浜 (@aohama_np) May 1, 2023",
    "か\u3099", "\u0301", "🇯🇵", "👩\u200d👧", "\x00", "\x85", "\u2028", "\ufeff",
]  # fmt: skip

PAGE = """橋を直す方針 https://t.co/a #aohama
— 青浜 (公式) (@aohama_np) May 1, 2023
水野太郎市長(68)は8日、「橋は『市の顔』だ」と述べ、「『急ぐ』と佐渡谷議長も話した」と強調した。そのうえで「無理」とした。
青浜新聞によると、同氏は計画を「無謀」と呼んだ。「直してほしい」と話す漁師ら。
「長い話だ。
「まだ続く」
#橋=青浜大橋(工事・水野市長会見「直す」「急ぐ」議長「否」・青浜新聞「ベルティーニ『支える』『待つ』」「続く」・NHK)#防災
#橋(青浜新聞によると水野市長は「直す」・TIME 「水野氏『急ぐ』」)
#外交（宇オクサナ・ベルティーニ駐米大使「佐渡谷議長の『開けるな』との指摘は正しい」・「枯渇」しつつある）
"""

hostile = st.lists(st.sampled_from(MARKS + WORDS), max_size=60).map("".join)
edits = st.lists(
    st.tuples(st.integers(0, len(PAGE)), st.integers(0, 12), st.sampled_from([*MARKS, *WORDS, "", ""])),
    max_size=12,
)
anything = st.text(st.characters(exclude_categories=["Cs"]), max_size=200)


def damage(edits_: list[tuple[int, int, str]]) -> str:
    """A page in the notation that has lost and gained some characters."""
    text = PAGE
    for at, length, inserted in edits_:
        text = text[:at] + inserted + text[at + length :]
    return text


texts = edits.map(damage) | hostile | anything | st.tuples(hostile, anything, hostile).map("".join)


def parse(text: str) -> ParsedPost:
    document = Document(position=0, record_id="1", text=text)
    return parse_document(document, dump_id="d" * 16, source_uri="2024-05-01.txt")


def rows(post: ParsedPost) -> tuple[object, ...]:
    """All that was read, without what identifies the text itself."""
    return post.post.text, post.blocks, post.quotes, post.topic_mentions, post.actor_mentions


def check_spans(post: ParsedPost) -> None:
    text = post.post.text
    for quote in post.quotes:
        assert text[quote.char_start : quote.char_end] == quote.text != ""
        if quote.speaker is not None:
            assert text[quote.speaker_start : quote.speaker_end] == quote.speaker != ""
        if quote.via is not None:
            assert quote.via_start is not None
            assert text.startswith(quote.via, quote.via_start)
    for mention in post.actor_mentions:
        assert text[mention.char_start : mention.char_end] == mention.surface != ""
    for topic in post.topic_mentions:
        assert text[topic.char_start : topic.char_end] == (topic.label or topic.keyword)


def check_blocks(post: ParsedPost) -> None:
    blocks = post.blocks
    assert [block.block_no for block in blocks] == list(range(len(blocks)))
    assert all(0 <= block.char_start < block.char_end <= post.post.char_count for block in blocks)
    assert all(one.char_end < other.char_start for one, other in pairwise(blocks))
    for row in (*post.quotes, *post.topic_mentions, *post.actor_mentions):
        block = blocks[row.block_no]
        assert block.char_start <= row.char_start
        assert row.char_end <= block.char_end
    for quote in post.quotes:
        assert quote.context is blocks[quote.block_no].kind
        assert (quote.topic is not None) == (quote.context is BlockKind.NOTE)


def check_nesting(quotes: Iterable[Quote]) -> None:
    by_id = {quote.quote_id: quote for quote in quotes}
    for quote in quotes:
        assert (quote.form is QuoteForm.NESTED) == (quote.parent_quote_id is not None)
        if quote.parent_quote_id is not None:
            parent = by_id[quote.parent_quote_id]
            assert parent.block_no == quote.block_no
            assert parent.char_start < quote.char_start
            assert quote.char_end <= parent.char_end
    spans = sorted((quote.char_start, -quote.char_end) for quote in quotes)
    open_ends: list[int] = []
    for start, negative_end in spans:
        while open_ends and open_ends[-1] <= start:
            open_ends.pop()
        assert not open_ends or -negative_end <= open_ends[-1], "quotes overlap without nesting"
        open_ends.append(-negative_end)


def check_speakers(post: ParsedPost) -> None:
    for quote in post.quotes:
        has_speaker = quote.speaker is not None
        assert has_speaker == (quote.evidence is not Evidence.NONE) == (quote.speaker_full is not None)
        assert has_speaker == (quote.speaker_start is not None) == (quote.confidence > 0)
        assert has_speaker or quote.speaker_kind is ActorKind.UNKNOWN
        assert 0 <= quote.confidence <= 1


def check_keys(post: ParsedPost) -> None:
    ids = [quote.quote_id for quote in post.quotes]
    assert len(set(ids)) == len(ids)
    spans = [(mention.char_start, mention.char_end) for mention in post.actor_mentions]
    assert len(set(spans)) == len(spans)
    assert {mention.quote_id for mention in post.actor_mentions} - {None} <= set(ids)
    assert {row.post_id for table in post[1:] for row in table} <= {post.post.post_id}


@given(texts)
def test_any_text_gives_rows_that_fit_together(text: str) -> None:
    post = parse(text)
    check_spans(post)
    check_blocks(post)
    check_nesting(post.quotes)
    check_speakers(post)
    check_keys(post)


@pytest.mark.parametrize(
    "text",
    [
        "「" * 3000,
        "「" * 1500 + "橋" + "」" * 1500 + "と述べた",
        "「『" * 1000,
        "#港湾" + "(" * 3000,
        "#港湾(" + "水野市長「" * 1000,
        "#" * 3000,
        "#港湾(" + "国連" * 3000 + "「直す」)",
        "同" * 3000 + "は「直す」と述べた",
        "の会" * 3000,
        "\x00\x01\x02\x1b\x7f「\x00」",
        "\ufeff#港湾(水野市長「直す」)",
    ],
)
def test_deep_long_and_odd_texts_give_rows_that_fit_together(text: str) -> None:
    post = parse(text)
    check_spans(post)
    check_blocks(post)
    check_nesting(post.quotes)
    check_speakers(post)
    check_keys(post)


@given(texts)
def test_the_same_text_gives_the_same_rows(text: str) -> None:
    assert parse(text) == parse(text)


@given(texts)
def test_a_decomposed_text_gives_the_rows_of_the_composed_one(text: str) -> None:
    composed = unicodedata.normalize("NFC", text)
    assert rows(parse(unicodedata.normalize("NFD", composed))) == rows(parse(composed))


@given(texts, st.sampled_from(["\r\n", "\r"]))
def test_line_ends_of_other_systems_make_no_difference(text: str, line_end: str) -> None:
    plain = text.replace("\r\n", "\n").replace("\r", "\n")
    assert rows(parse(plain.replace("\n", line_end))) == rows(parse(plain))


SELF_CONTAINED = [
    "水野市長は「橋を直す」と述べ、「急ぐ」と強調した。",
    "外務省の佐渡谷太郎報道官は8日、「橋は『市の顔』だ」と語った。佐渡谷氏は「急ぐべきだ」とも述べた。",
    "青浜新聞によると、ルカ・ベルティーニ首相は「橋を直すべきだ」と指摘した。",
    "「橋を直してほしい」と話す漁師。",
    "【久我山】「橋を直したい」",
    "加賀美さんに聞いた。\n――橋はいつ直りますか。\n「来年には直ります」\n――費用は。\n「集めています」",
    "「橋を直したい」と語るのは、大工の久我山さん。母の口癖は「橋は顔だ」だった。",
    "米紙は当局者の話として「橋は直らない」と報じた。「橋を直せ」との声が上がる。",
    "佐渡谷議長は「急げ」と矢代さんから声を掛けられた。水野市長は「妻に『急いで』と言われた」と述べた。",
    "千歳製薬は外務省を訪れた。同社は「安全だ」と説明した。東濃地裁は退けた。判決は「危険だった」と述べた。",
    "「やっと橋が直った」。榎木は両手を突き上げた。風間涼(23)は「橋が好きだ」と話した。",
    "「橋を直す。\n「来年には直る。\n「急ぐ」と水野市長は述べた。",
    "橋は「青浜大橋」と名付けられた。",
    "東都高裁は控訴を棄却した。一審・青浜地裁は無罪とした。判決は「動機は身勝手だ」と述べた。",
    "久我山さんは「毎日渡る」と話す。母も見に来るという。前田ツルさん(92)が眼鏡を着けた。「よく見える」と喜んだ。",
    "久我山教授に由来を尋ねると、「川に聞いて」と笑った。議員からは「橋は急がない。まだ使える」との声が漏れた。",
    "娘からの手紙に「『急ぐな』と祖母に言われました」と書かれていた。組合員約300人は「橋を守れ」と声をそろえた。",
    "▽佐渡谷監督の話 「完敗でした」\n「次は負けません」",
    "#橋=青浜大橋(工事・水野市長「直す」「急ぐ」議長「否」・青浜新聞「ベルティーニ『支える』」)",
    "橋を直す方針 https://t.co/a #aohama\n— 青浜 (@aohama_np) May 1, 2023",
]
UNRELATED = [
    "天気は晴れ。",
    "例の小田原会長は「赤字だ」と述べた。",
    "#天気(小田原会長「晴れる」)",
    "https://example.org/1",
    "晴れ https://t.co/b\n— 天気 (@tenki) May 2, 2023",
]


def read_rows_of(item: str, text: str) -> list[Row]:
    """The rows of the item where it stands in the text: with places counted from the item's start."""
    post = parse(text)
    at = text.index(item)
    end = at + len(item)
    found: list[Row] = [
        (
            quote.char_start - at,
            quote.text,
            quote.form,
            quote.topic,
            quote.speaker,
            None if quote.speaker_start is None else quote.speaker_start - at,
            quote.speaker_full,
            quote.via,
            quote.evidence,
            quote.confidence,
        )
        for quote in post.quotes
        if at <= quote.char_start < end
    ]
    found += [
        (mention.char_start - at, mention.surface, mention.surface_full, mention.kind, mention.is_speaker)
        for mention in post.actor_mentions
        if at <= mention.char_start < end
    ]
    found += [
        (topic.char_start - at, topic.label, topic.alias, topic.keyword, topic.note_sha256)
        for topic in post.topic_mentions
        if at <= topic.char_start < end
    ]
    return found


@given(
    st.sampled_from(SELF_CONTAINED),
    st.lists(st.sampled_from(UNRELATED), max_size=5),
    st.lists(st.sampled_from(UNRELATED), max_size=5),
)
def test_an_item_is_read_alike_wherever_it_stands(item: str, above: list[str], below: list[str]) -> None:
    assert read_rows_of(item, "\n\n".join([*above, item, *below])) == read_rows_of(item, item)
